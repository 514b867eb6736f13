"""Fault 13: the socket is cut, refreshed by Slack, or silently dead."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from slack_bolt import App

from bot.playground.standin import Standin
from bot.slack import SlackClients
from bot.socket import SILENT_S, close, connect
from tests.faults.result import Result

pytestmark = pytest.mark.long

ANA = "U0ANA"
WITHIN_S = 30.0

CUTS: dict[str, Callable[[Standin], None]] = {
    "cut": lambda slack: slack.socket.drop(),
    "refreshed by Slack": lambda slack: slack.socket.disconnect("refresh_requested"),
    "refreshed by Slack, with a warning": lambda slack: slack.socket.disconnect("warning"),
    "silently dead": lambda slack: slack.socket.silence(),
}


def back_after(cut: Callable[[Standin], None], silent_s: float) -> float:
    """Seconds until what Slack tells meanwhile, and tells again, is heard. Raises `AssertionError` when it never is."""
    with Standin(rate_limits=False, ack_s=0.5) as slack:
        heard: list[str] = []
        client = SlackClients(slack.api_url, slack.bot_token).of(slack.team_id)
        app = App(client=client, token_verification_enabled=False, process_before_response=True)
        app.event("app_home_opened")(lambda event: heard.append(event["user"]))
        line = connect(app, slack.app_token, silent_s)
        try:
            slack.until_connected()
            began = time.monotonic()
            cut(slack)
            slack.open_home(ANA)
            slack.until(lambda: heard, 2 * WITHIN_S)
            return time.monotonic() - began
        finally:
            close(line)


@pytest.mark.parametrize("cut", CUTS.values(), ids=list(CUTS))
def test_a_lost_socket_is_replaced_and_what_slack_tells_again_is_heard(cut: Callable[[Standin], None]) -> None:
    assert back_after(cut, silent_s=2.5) < WITHIN_S


def measure() -> Result:
    """Every way, with the patience that Tend has."""
    took = {name: back_after(cut, SILENT_S) for name, cut in CUTS.items()}
    figure = ", ".join(f"{name}: {seconds:.1f} s" for name, seconds in took.items())
    return Result("13 the socket is lost", f"heard again after: {figure}", max(took.values()) < WITHIN_S)
