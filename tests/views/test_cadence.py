from __future__ import annotations

import json
from typing import Any

import pytest

from bot.policy import Tier
from bot.rules.cadence import OtherCadence
from bot.views.cadence import offered
from bot.views.refusals import say
from tests.views.reading import HOSTILE, accepted, assert_harmless, buttons, words

SNOOZED = say("I keep quiet.")


@pytest.mark.parametrize(
    ("changes", "said", "typed"),
    [
        ({"tier": Tier.STANDARD}, "As a standard account you would", "`/client edit Acme tier:standard`"),
        ({"cadence_days": 28}, "With a promise of every 28 days you would", "`/client edit Acme cadence:28`"),
        (
            {"cadence_days": 28, "tier": Tier.LIGHT},
            "As a light account with a promise of every 28 days",
            "`/client edit Acme cadence:28 tier:light`",
        ),
    ],
)
def test_another_cadence_is_a_button_and_a_command(changes: dict[str, Any], said: str, typed: str) -> None:
    post = offered(SNOOZED, "a1", "Acme", 3, OtherCadence(changes, 14, 30))
    accepted(post)
    for part in ("I keep quiet.", "3 times in a row", said, "after 30 days instead of 14", typed):
        assert part in words(post)
    assert json.loads(buttons(post)["account.cadence"]["value"]) == {"account": "a1", "changes": changes}


def test_where_nothing_is_lighter_a_pause_is_named() -> None:
    post = offered(SNOOZED, "a1", "Acme Corp", 4, None)
    assert '`/client edit "Acme Corp" paused:1 June`' in words(post)
    assert buttons(post) == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_a_name(name: str) -> None:
    post = offered(SNOOZED, "a1", name, 3, OtherCadence({"tier": Tier.LIGHT}, 30, 60))
    accepted(post)
    assert_harmless(words(post))
