from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy import Policy
from bot.views import can_be_set
from bot.views.forms.settings.heard import Chosen, Lately, channel, sentences
from handlers.effects import STILL

LATELY = Lately(cards={1: 6, 4: 3, 9: 1}, levels={"early": 20, "due": 9, "critical": 1}, untouched={3: 8, 5: 2})


def said(**changed: Any) -> list[str]:
    return sentences(Policy(), replace(Policy(), **changed), changed, LATELY)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"budget": 3}, "Of 10 messages of a day in the last 30 days, 4 would have had more to say than 3 cards"),
        ({"budget": 3}, "instead of 1 with 7"),
        ({"channels_hear": "critical"}, "Of 30 nudges in the last 30 days, channels would have heard 1 instead of 10."),
        ({"channels_hear": "early"}, "would have heard 30 instead of 10."),
        ({"channels_hear": "nothing"}, "would have heard 0 instead of 10."),
        ({"channels_digest": "monthly"}, "Channels get digests monthly instead of weekly, from the next one on."),
        ({"critical_to_lead": False}, "1 nudge got critical in the last 30 days: leads would not have heard at once."),
        ({"untouched_days": 5}, "2 open nudges would lie untouched for 5 working days or longer, instead of 8."),
        ({"untouched_days": 0}, "Leads will not hear of what nobody touched; as of now, 8 open nudges would count."),
        ({"storm": 9}, "one post for more than 9 at once, until now for more than 5."),
        ({"daily_hour": 8}, "comes at 8:00 where its reader is instead of 9:00"),
        ({"working_hours": (8, 17)}, "from 8:00 to 17:00 instead of 9:00 to 18:00"),
        ({"campaign_days": 5}, "This moves no clock of today"),
    ],
)
def test_each_change_that_moves_no_clock_is_told_in_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    [told] = said(**changed)
    assert sentence in told


def test_what_only_holds_from_now_on_is_said_once_beside_the_others() -> None:
    told = said(storm=9, campaign_days=5, litmus_days=5)
    assert len(told) == 2
    assert told[1].startswith("The rest moves no clock of today")


def test_what_is_not_changed_is_not_told() -> None:
    assert said() == []


def test_a_channel_is_told_with_the_accounts_that_it_will_hear_of() -> None:
    assert channel(Chosen(None, "C0NEW"), Lately(no_channel=3)) == (
        "3 accounts without a channel of their own will be told of in <#C0NEW>, and so will the digest of all."
    )
    assert "1 account without a channel of its own" in channel(Chosen(None, "C0NEW"), Lately(no_channel=1))
    assert "in <#C0NEW> instead of <#C0OLD>" in channel(Chosen("C0OLD", "C0NEW"), Lately())
    assert "in no channel any more: only to people" in channel(Chosen("C0OLD", None), Lately())


def test_every_setting_that_is_shown_in_sentences_is_one() -> None:
    assert set(can_be_set.ALL) >= STILL
