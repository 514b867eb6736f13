from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from bot.policy import Cadence, Policy, Tier
from bot.rules import RULES
from bot.rules.knobs import KNOBS, Proposal, Way, proposals, value_of, wish
from bot.work.policy_values import plain

POLICY = Policy()
USEFUL = {Way.LOOSER: 3, Way.TIGHTER: 8}


def proposed(rule: str, way: Way, policy: Policy = POLICY) -> tuple[Proposal, ...]:
    return proposals(rule, policy, USEFUL[way], 8)


@pytest.mark.parametrize(
    ("useful", "votes", "way"),
    [
        (0, 7, None),
        (7, 7, None),
        (0, 8, Way.LOOSER),
        (3, 8, Way.LOOSER),
        (4, 8, None),
        (16, 19, None),
        (17, 20, Way.TIGHTER),
        (8, 8, Way.TIGHTER),
    ],
)
def test_eight_votes_are_needed_and_half_of_them_leave_a_rule_as_it_is(
    useful: int, votes: int, way: Way | None
) -> None:
    assert wish(useful, votes) is way
    assert {proposal.way for proposal in proposals("senior", POLICY, useful, votes)} == ({way} if way else set())


def test_every_knob_is_of_a_rule_and_a_rule_without_one_has_nothing_to_turn() -> None:
    assert set(KNOBS) <= set(RULES)
    assert proposals("no such rule", POLICY, 0, 8) == ()


@pytest.mark.parametrize(
    ("rule", "setting", "looser", "tighter"),
    [
        ("quiet", "rhythm_levels", [0.4, 0.79, 0.88], [0.4, 0.7, 0.82]),
        (
            "neglect",
            "tier contact",
            {"key": [13, 18, 27], "standard": [27, 38, 57], "light": [57, 75, 113]},
            {"key": [8, 11, 16], "standard": [16, 24, 36], "light": [36, 48, 72]},
        ),
        (
            "senior",
            "tier senior",
            {"key": 75, "standard": 113, "light": 225},
            {"key": 48, "standard": 72, "light": 144},
        ),
        ("single_thread", "single_thread_days", 457, 292),
        ("influence", "influence_people", 2, 4),
        (
            "indirect",
            "tier indirect",
            {"key": 75, "standard": 113, "light": 225},
            {"key": 48, "standard": 72, "light": 144},
        ),
        ("meeting", "meeting_grace_days", 3, 1),
        ("flagship", "flagship_share", 0.3, 0.2),
        ("warmdown", "warmdown_ratio", 2.19, 1.4),
        ("complacency", "complacency_years", 4, 2),
        ("staffing", "staffing_changes", 3, 1),
        ("occasion", "occasion_days", 5, 9),
    ],
)
def test_a_notch_looser_speaks_less_and_a_notch_tighter_more(
    rule: str, setting: str, looser: Any, tighter: Any
) -> None:
    for way, after in ((Way.LOOSER, looser), (Way.TIGHTER, tighter)):
        first = proposed(rule, way)[0]
        assert (first.setting, first.after) == (setting, after)
        assert first.before == value_of(POLICY, setting)


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize(("rule", "setting"), [(rule, knob.setting) for rule, knobs in KNOBS.items() for knob in knobs])
def test_a_knob_turns_on_as_long_as_people_may_set_what_it_proposes_and_then_ends(
    rule: str, setting: str, way: Way
) -> None:
    policy, turns = POLICY, 0
    while one := next((one for one in proposed(rule, way, policy) if one.setting == setting), None):
        assert one.stands(policy)
        policy, turns = one.on(policy), turns + 1
        assert not one.stands(policy)
        assert value_of(policy, one.setting) == one.after
        for name, value in one.overrides.items():
            if name == "tiers":
                assert Policy.from_overrides({"tiers": value}).tiers == policy.tiers
            else:
                assert plain(name, value) == value
        assert turns < 100
    assert turns


def test_a_proposal_changes_one_setting_and_nothing_else() -> None:
    (levels, longest, days) = proposed("quiet", Way.LOOSER)
    assert levels.on(POLICY).rhythm_levels == (0.4, 0.79, 0.88)
    assert levels.on(POLICY).tiers == POLICY.tiers
    assert levels.overrides == {"rhythm_levels": [0.4, 0.79, 0.88]}
    assert longest.overrides == {"rhythm_longest": 3.12}
    changed = days.on(POLICY).tier(Tier.KEY)
    assert changed.contact == Cadence(13, 18, 27)
    assert (changed.senior, changed.thanks) == (60, 45)
    assert days.overrides["tiers"]["key"] == {"contact": [13, 18, 27]}


@pytest.mark.parametrize("rule", KNOBS)
def test_a_proposal_is_the_same_after_a_way_through_a_button(rule: str) -> None:
    for one in proposed(rule, Way.LOOSER):
        carried = json.loads(json.dumps(asdict(one)))
        assert Proposal(**{**carried, "way": Way(carried["way"])}) == one


def test_an_influence_of_nobody_is_never_proposed() -> None:
    assert proposed("influence", Way.LOOSER, Policy(influence_people=1)) == ()
