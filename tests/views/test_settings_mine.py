from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.lately.figures import Figure, Mine, Month
from bot.views.forms.settings.mine import APPLY, mine, sentences

TOMORROW = datetime(2026, 5, 13, 9, tzinfo=UTC)
TOLD = Mine(
    got=Month(14, 31),
    would=Month(4, 26, home=2, others={"U0BEN": 3}),
    open=5,
    others={"C0HEALTH": 1, "U0BEN": 4},
    more=0,
    moved=2,
    coming=(TOMORROW, TOMORROW.replace(hour=8)),
    digests=Figure(5, 1),
    off_days=3,
)
GONE_ON = "4 would go to <@U0BEN> and 1 to <#C0HEALTH>"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"hear": {"nudges": "weekly"}},
            "In the last 30 days you got 14 messages with 31 cards; this way it would have been 4 messages with 26 "
            "cards, 2 cards would have stood on your Home alone, and of the others 3 would have gone to <@U0BEN>.",
        ),
        ({"rules": {"quiet": "never"}}, f"Of 5 open nudges that you hear now, {GONE_ON} from now on."),
        ({"hear": {"digest": "monthly"}}, "In the last 30 days you got 5 digests; this way it would have been 1."),
        ({"mute": "2026-05-15"}, f"Of 5 open nudges that you hear, {GONE_ON} meanwhile."),
        ({"away": ["2026-05-15", "2026-05-20"]}, f"Of 5 open nudges that you hear, {GONE_ON} meanwhile."),
        ({"hour": 8}, "Your next message would come on Wednesday, 13 May at 8:00, where you are, instead of on"),
        ({"days": [0, 1]}, "Of 14 messages that you got in the last 30 days, 3 came on days on which you would not"),
        ({"days": [0, 1]}, "those would have waited for the next day on which you do. Your next message would come on"),
        ({"lead": "U0BEN"}, "Of what is open now, 2 nudges would be heard by somebody else than until now."),
    ],
)
def test_each_part_of_a_change_is_told_in_a_sentence(change: dict[str, Any], sentence: str) -> None:
    assert sentence in "\n".join(sentences(change, TOLD))


def test_what_concerns_one_part_is_not_told_of_another() -> None:
    assert len(sentences({"hear": {"digest": "monthly"}}, TOLD)) == 1
    assert len(sentences({"hour": 8}, TOLD)) == 1
    assert len(sentences({"mute": "2026-05-15", "away": [None, None]}, TOLD)) == 1
    assert sentences({"hear": {"digest": None}}, TOLD) == []


def test_where_nothing_is_known_it_is_said_so() -> None:
    nothing = replace(TOLD, got=Month(), would=Month(), open=0, others={}, off_days=0, digests=Figure(0, 0))
    assert "30 days, none came on days on which you would not work. Your next" in sentences({"days": [0]}, nothing)[0]
    assert "no digest by which this" in sentences({"hear": {"digest": "never"}}, nothing)[0]
    assert "no message of the day by which this" in sentences({"hear": {"lead": "weekly"}}, nothing)[0]
    assert sentences({"mute": "2026-05-15"}, nothing)[0].startswith("No nudge that you hear is open now.")
    assert "none goes to others by this" in sentences({"mute": "2026-05-15"}, replace(nothing, open=2))[0]


def test_who_hears_in_no_message_is_promised_none() -> None:
    for change in ({"hour": 8}, {"days": [0, 1]}):
        [said] = sentences(change, replace(TOLD, coming=(TOMORROW, None)))
        assert "No message about your accounts is next: you hear of them on your Home alone" in said
        assert "Your next message" not in said
    [said] = sentences({"hour": 8}, replace(TOLD, coming=(None, TOMORROW)))
    assert said == "Your next message would come on Wednesday, 13 May at 9:00, where you are."


def test_what_would_come_to_somebody_again_and_what_nobody_hears_is_told() -> None:
    told = replace(TOLD, more=2, others={"": 1})
    said = "\n".join(sentences({"hear": {"nudges": "weekly"}}, told))
    assert "2 open nudges that you do not hear now would come to you." in said
    assert "1 would go to whoever is there next" in said


def test_the_form_carries_the_change_and_says_that_nothing_is_changed_yet() -> None:
    view = mine(["It is so."], ["You hear less."], {"hour": 8}, "V1")
    assert view["private_metadata"] == '{"mine": {"hour": 8}}'
    assert (view["callback_id"], view["submit"]["text"], view["close"]["text"]) == (APPLY, "Apply", "Back")
    for part in ("Nothing is changed yet.", "It is so.", "• You hear less."):
        assert part in str(view["blocks"])
