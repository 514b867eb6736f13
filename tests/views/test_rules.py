from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.backtest.figures import Backtest, Lost, RuleFigures
from bot.policy import Policy, Tier
from bot.rules import RULES
from bot.rules.knobs import KNOBS, Proposal, proposals, value_of
from bot.views.rules import RuleShown, no_past, not_worth_it, rules, tried, turned
from tests.views.reading import accepted, buttons, section_that_names, words

TODAY = date(2026, 5, 12)
POLICY = Policy()
QUIET = RuleFigures("quiet", 490, 30, 4, 0.44, 0.354, 5, 41.0)
NEGLECT = RuleFigures("neglect", 90, 3, 1, 0.08, None, 0, None)
SENIOR = RuleFigures("senior", 12, 0, 0, 0.01, None, 2, 80.5)
ENDS = tuple(Lost(name, name, Tier.KEY, date(2026, 3, 4), {}) for name in "ABCDEF")
BEFORE = Backtest(date(2025, 3, 12), TODAY, 240, 1120.0, (QUIET, NEGLECT, SENIOR), ENDS)
(LEVELS, *_) = proposals("quiet", POLICY, useful=3, votes=8)
(DAYS,) = proposals("neglect", POLICY, useful=3, votes=8)
(TIGHTER, *_) = proposals("quiet", POLICY, useful=8, votes=8)


def rule(name: str = "quiet", useful: int = 0, votes: int = 0, **said: object) -> RuleShown:
    settings = [(knob.setting, value_of(POLICY, knob.setting)) for knob in KNOBS.get(name, ())]
    plain = {"open": {}, "settings": settings, "proposals": proposals(name, POLICY, useful, votes)}
    return RuleShown(name, useful, votes, **{**plain, **said})  # type: ignore[arg-type]


def test_a_rule_says_how_useful_it_was_what_is_open_and_what_it_is_set_by() -> None:
    text = section_that_names(rules([rule(useful=8, votes=11, open={"due": 5, "critical": 3})], TODAY), "Quiet")
    assert "useful 8 of 11, 73%" in text
    assert "8 open: ● critical 3, ◐ due 5" in text
    assert "`rhythm_levels` 0.4,0.75,0.85" in text
    assert "`tier contact` key 10/14/21, standard 21/30/45, light 45/60/90" in text


def test_every_rule_is_shown_also_one_that_nobody_voted_on_and_one_with_nothing_to_turn() -> None:
    post = rules([rule(name) for name in RULES] + [rule("brand_new")], TODAY)
    accepted(post)
    assert buttons(post) == {}
    assert "no votes yet · none open" in section_that_names(post, "Brand new")
    assert "nothing to turn" in section_that_names(post, "Brand new")


def test_what_the_votes_propose_is_said_with_a_button_that_shows_what_it_would_have_changed() -> None:
    post = rules([rule(useful=3, votes=8), rule("senior", useful=7, votes=9)], TODAY)
    accepted(post)
    assert "a notch looser, by `rhythm_levels` or `rhythm_longest` or `tier contact`" in section_that_names(
        post, "Quiet"
    )
    assert [button["value"] for button in buttons(post).values()] == ["quiet"]


def test_votes_that_count_only_since_the_last_turn_say_so() -> None:
    post = rules([rule(useful=1, votes=2, turned_on=date(2026, 5, 3))], TODAY)
    assert "useful 1 of 2, 50% since it was turned on 3 May" in words(post)


def test_a_proposal_is_shown_with_every_rule_that_it_would_have_changed() -> None:
    quieter = replace(QUIET, alerts=350, per_account_quarter=0.31, median_days_before=33.0)
    less = replace(NEGLECT, per_account_quarter=0.05)
    post = tried(BEFORE, replace(BEFORE, rules=(quieter, less, SENIOR)), LEVELS, "the value")
    accepted(post)
    text = section_that_names(post, "notch looser")
    assert "Over the last 14 months" in text
    assert (
        "Quiet: 0.44 → 0.31 (−0.13) alerts per account and quarter; warned of 5 of 6 lost; "  # noqa: RUF001
        "median 41 → 33 (−8) days before the end" in text  # noqa: RUF001
    )
    assert "Neglect: 0.08 → 0.05" in text
    assert "Senior" not in text
    assert "`rhythm_levels` 0.4,0.75,0.85 → 0.4,0.79,0.88" in text
    assert [(button["action_id"], button["value"]) for button in buttons(post).values()] == [
        ("rules.apply", "the value")
    ]


def test_without_a_lost_account_a_proposal_says_what_cannot_be_known() -> None:
    alone = replace(BEFORE, lost=())
    post = tried(alone, replace(alone, rules=(replace(QUIET, alerts=3), NEGLECT, SENIOR)), LEVELS, "the value")
    assert "No account is marked as lost" in words(post)


@pytest.mark.parametrize(
    ("before", "proposal", "why"),
    [
        (BEFORE, LEVELS, "would have taken no alert away over the last 14 months"),
        (BEFORE, TIGHTER, "missed 1 lost account over the last 14 months, and a notch tighter"),
        (replace(BEFORE, lost=ENDS[:5]), TIGHTER, "missed no lost account"),
    ],
)
def test_why_a_rule_is_left_as_it_is(before: Backtest, proposal: Proposal, why: str) -> None:
    post = not_worth_it(before, proposal)
    accepted(post)
    assert why in words(post)
    assert buttons(post) == {}


def test_without_a_past_nothing_is_proposed() -> None:
    assert "nothing to replay yet" in words(no_past("quiet"))


@pytest.mark.parametrize(
    ("proposal", "back"),
    [
        (LEVELS, "`/client settings rhythm_levels 0.4,0.75,0.85`"),
        (
            DAYS,
            "`/client settings tier key contact 10 14 21` then `/client settings tier standard contact 21 30 45` then "
            "`/client settings tier light contact 45 60 90`",
        ),
        (proposals("flagship", POLICY, 0, 8)[0], "`/client settings flagship_share 25%`"),
        (proposals("senior", POLICY, 0, 8)[0], "`/client settings tier key senior 60` then"),
    ],
)
def test_what_was_applied_is_told_with_the_way_back_as_it_is_typed(proposal: Proposal, back: str) -> None:
    assert f"To go back: {back}" in words(turned(proposal))
