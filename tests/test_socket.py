from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from slack_bolt import Ack, App

from bot.playground.standin import Standin
from bot.slack import SlackClients
from bot.socket import close, connect

ANA, GENERAL = "U0ANA", "C0GENERAL"


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin(rate_limits=False, ack_s=30.0) as standin:
        yield standin


def app_of(slack: Standin) -> App:
    client = SlackClients(slack.api_url, slack.bot_token).of(slack.team_id)
    return App(client=client, token_verification_enabled=False, process_before_response=True)


def test_a_connection_on_which_no_ping_was_ever_answered_is_replaced(slack: Standin) -> None:
    line = connect(app_of(slack), slack.app_token, silent_s=2.5)
    slack.until_connected()
    slack.socket.silence()
    session = line.client.current_session
    assert session is not None
    session.last_ping_pong_time = None
    try:
        slack.until(lambda: len(slack.calls("apps.connections.open")) > 1, 20)
    finally:
        close(line)


def test_while_slack_cannot_be_reached_it_is_tried_again_and_again(slack: Standin) -> None:
    line = connect(app_of(slack), slack.app_token, silent_s=2.5)
    slack.until_connected()
    slack.faults.add("apps.connections.open", "500", times=3)
    slack.socket.silence()
    try:
        slack.until(lambda: len(slack.calls("apps.connections.open")) > 4, 30)
        slack.until(lambda: slack.connections > 1, 20)
    finally:
        close(line)


def test_closing_finishes_what_is_under_way_and_leaves_the_rest_to_another(slack: Standin) -> None:
    entered, go_on = Event(), Event()
    first, second = app_of(slack), app_of(slack)

    def slow(ack: Ack) -> None:
        entered.set()
        go_on.wait(10)
        ack(text="first")

    first.command("/touch")(slow)
    second.command("/touch")(lambda ack: ack(text="second"))
    line = connect(first, slack.app_token)
    slack.until_connected()
    seen: list[str] = []

    def type_in() -> None:
        seen.append(slack.command(ANA, GENERAL, "/touch").text)

    people = [Thread(target=type_in) for _ in range(2)]
    people[0].start()
    assert entered.wait(10)
    closing = Thread(target=close, args=(line,))
    closing.start()
    people[1].start()
    other = connect(second, slack.app_token)
    slack.until(lambda: slack.connections > 0, 10)
    go_on.set()
    for thread in (*people, closing):
        thread.join(30)
    close(other)

    assert sorted(seen) == ["first", "second"]
