from __future__ import annotations

import pytest

from bot.playground.seen import Seen
from tests.handlers.office import ANA, Office

LINES = (
    "/touch Acme call: all is well",
    "/touch",
    "/touch Nobody knows",
    "/client show Acme",
    "/client list",
    "/client mine",
    "/client add",
    "/client edit Acme",
    "/client owner Acme <@U0BEN>",
    "/client settings",
    "/client settings channel #client-health",
    "/client help",
)


def last_word(office: Office, seen: Seen) -> str:
    return seen.text or " ".join(office.read(message) for message in office.slack.ephemeral(ANA)[-1:])


@pytest.mark.parametrize("fault", ["500", "reset_before", "html"])
@pytest.mark.parametrize("line", LINES)
def test_whoever_asks_while_slack_is_down_gets_a_kind_word(office: Office, fault: str, line: str) -> None:
    office.account("Acme")
    office.slack.faults.add("*", fault, times=None)

    seen = office.type(line)

    assert not seen.timed_out
    said = last_word(office, seen)
    assert said
    assert "noted it down" not in said
