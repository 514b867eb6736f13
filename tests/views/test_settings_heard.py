from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.lately.figures import Figure, NextRound
from bot.policy import Policy
from bot.views import can_be_set
from bot.views.forms.settings.figures import Lately
from bot.views.forms.settings.heard import SAYS, Chosen, channel, sentences
from handlers.effects import STILL

FIGURE = Figure(before=3, after=1, of=8)
LATELY = Lately(
    cards={1: 6, 4: 3, 9: 1},
    levels={"early": 20, "due": 9, "critical": 1},
    untouched={3: 8, 5: 2},
    rooms={"C0ACME": {("quiet", "early"): 12, ("senior", "early"): 8, ("quiet", "due"): 9, ("senior", "critical"): 1}},
    figures=dict.fromkeys(STILL, FIGURE),
    next_round=NextRound(date(2026, 7, 1), date(2026, 6, 1)),
)


def said(before: Policy | None = None, **changed: Any) -> list[str]:
    now = before or Policy()
    return sentences(now, replace(now, **changed), changed, LATELY)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"budget": 3}, "Of 10 messages of a day in the last 30 days, 4 would have had more to say than 3 cards"),
        ({"budget": 3}, "instead of 1 with 7"),
        ({"channels_hear": "critical"}, "Of 30 nudges in the last 30 days, channels would have heard 1 instead of 10."),
        ({"channels_hear": "early"}, "would have heard 30 instead of 10."),
        ({"channels_rules": {"quiet": "nothing"}}, "Of 21 nudges about Quiet in the last 30 days, channels would have"),
        ({"channels_rules": {"quiet": "nothing"}}, "channels would have heard 0 instead of 9."),
        (
            {"channels_digest": "monthly"},
            "Channels get digests monthly instead of weekly, from the next one on. In the last 30 days they got 3; it "
            "would have been 1.",
        ),
        ({"critical_to_lead": False}, "1 nudge got critical in the last 30 days: leads would not have heard at once."),
        ({"untouched_days": 5}, "2 open nudges would lie untouched for 5 working days or longer, instead of 8."),
        ({"untouched_days": 0}, "Leads will not hear of what nobody touched; as of now, 8 open nudges would count."),
        ({"storm": 9}, "channels would have got one summary instead of posts 1 time, instead of 3: for more than 9"),
        ({"daily_hour": 8}, "comes at 8:00 where its reader is instead of 9:00. Of 8 readers in the last 30 days, 1"),
        ({"daily_hour": 8}, "1 would get it then, and 3 would keep an hour of their own."),
        (
            {"working_hours": (8, 17)},
            "Of 8 posts in channels in the last 30 days, 1 would have waited for 8:00 to 17:00, instead of 3 for 9:00",
        ),
        ({"attention_new_days": 9}, "As of now 1 account would get too little of our attention, instead of 3."),
        ({"attention_short_share": 0.2}, "As of now 1 account would get too little of our attention, instead of 3."),
        ({"attention_crowds_share": 0.2}, "leave little for the others of 1 owner, instead of 3."),
        ({"gate_key_days": 30}, "1 account would be key to the gate before an account is closed, instead of 3."),
        ({"gate_rescue_days": 30}, "1 account would have a rescue that counts as having tried"),
        (
            {"campaign_days": 5},
            "Of 8 answers in litmus campaigns in the last 365 days, 1 came within 5 working days, "
            "instead of 3 within 15: it holds from now on.",
        ),
        ({"litmus_days": 5}, "in litmus tests of one account in the last 365 days, 1 came within 5 working days"),
        (
            {"pulse_days": 5},
            "in rounds of the pulse in the last 365 days, 1 came within 5 days, instead of 3 within 14",
        ),
        ({"pulse_every_days": 60}, "begin by itself on 1 June 2026 instead of 1 July 2026."),
        (
            {"winback_decide_days": 5},
            "Of 8 losses in the last 365 days, it was decided of 1 within 5 working days whether we want them back, "
            "instead of 3 within 20",
        ),
        ({"freed_days": 9}, "8 owners heard what the time that was free could do; it would have been 9 working days"),
    ],
)
def test_each_change_that_moves_no_clock_is_told_in_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    [told] = said(**changed)
    assert sentence in told


NONE_ANY_MORE = (
    "No channel gets a digest any more, but those that chose one. In the last 30 days they got 3; it would have been 1."
)


def test_where_channels_hear_nothing_any_more_it_is_told_that_no_digest_comes_either() -> None:
    assert said(channels_hear="nothing") == [
        "Of 30 nudges in the last 30 days, channels would have heard 0 instead of 10.",
        NONE_ANY_MORE,
    ]
    assert said(channels_hear="nothing", channels_digest="monthly")[1:] == [NONE_ANY_MORE]
    assert said(channels_digest="never") == [NONE_ANY_MORE]


def test_where_channels_hear_again_it_is_told_that_digests_come_and_before_that_none_does() -> None:
    silent = Policy(channels_hear="nothing")
    assert said(silent, channels_hear="due")[1].startswith("Channels get digests weekly instead of none, from the")
    assert said(silent, channels_digest="monthly") == [
        "No channel gets a digest while channels hear nothing, but those that chose one: what you choose holds once "
        "they hear something."
    ]


def test_what_two_settings_would_mean_together_is_said_once() -> None:
    assert len(said(attention_new_days=9, attention_short_share=0.2, storm=9)) == 2


@pytest.mark.parametrize("setting", ["litmus_days", "campaign_days", "pulse_days", "winback_decide_days"])
def test_where_nobody_was_asked_there_is_nothing_to_count(setting: str) -> None:
    nothing = Lately(figures={setting: Figure(0, 0)})
    changed: dict[str, Any] = {setting: 5}
    [told] = sentences(Policy(), replace(Policy(), **changed), changed, nothing)
    assert told.startswith("Nobody ")
    assert told.endswith("so there is nothing to count: it holds from now on.")


def pulse(before: date | None, after: date | None) -> str:
    [told] = sentences(Policy(), Policy(), {"pulse_every_days": 0}, Lately(next_round=NextRound(before, after)))
    return told


def test_a_pulse_that_begins_no_more_by_itself_or_from_now_on_is_told_so() -> None:
    first = date(2026, 6, 1)
    assert pulse(first, None).endswith("would begin by itself any more; the next was to on 1 June 2026.")
    assert pulse(None, None) == "No round of the pulse would begin by itself any more."
    assert pulse(None, first).endswith("would begin by itself on 1 June 2026; until now none does.")


def test_what_is_not_changed_is_not_told() -> None:
    assert said() == []


def test_a_channel_is_told_with_the_accounts_that_it_will_hear_of() -> None:
    assert channel(Chosen(None, "C0NEW"), Lately(no_channel=3)) == (
        "3 accounts without a channel of their own will be told of in <#C0NEW>, and so will the digest of all."
    )
    assert "1 account without a channel of its own" in channel(Chosen(None, "C0NEW"), Lately(no_channel=1))
    assert "in <#C0NEW> instead of <#C0OLD>" in channel(Chosen("C0OLD", "C0NEW"), Lately())
    assert "in no channel any more: only to people" in channel(Chosen("C0OLD", None), Lately())


def test_every_setting_that_moves_no_clock_has_a_sentence_of_its_own() -> None:
    assert set(SAYS) == STILL
    assert set(can_be_set.ALL) >= STILL - {"channels_rules", "channels"}
