"""What a workspace has of its own, rule by rule: each number moves the clock that it is about, and no other default."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.facts import AccountFacts, Role
from bot.policy import Level, Policy, Status, Tier
from bot.rules import RULES
from tests.rules.build import NOW, account, ago, contact, day, rings
from tests.rules.test_audit import OPEN
from tests.rules.test_complacency import spoken
from tests.rules.test_leaving import LEAVING
from tests.rules.test_litmus import closed, waited_for
from tests.rules.test_opening import opening
from tests.rules.test_warmdown import in_touch
from tests.rules.test_winback import winback

LEFT = account(status=Status.LOST, winbacks=(winback(),))
GOING = account(status=Status.LEAVING, leaving=(LEAVING,))
LOST = account(status=Status.LOST, audits=(OPEN,))
TESTED = account(litmus_tests=(closed(0),))
ASKED = account(litmus_views=(waited_for(2, 8),))
MAIN = account(contacts=(contact("Jane", roles=(Role.MAIN_CONTACT,), last_met_at=ago(0)),))


@pytest.mark.parametrize(
    ("rule", "facts", "setting", "by_default", "by_their_own"),
    [
        ("winback", LEFT, {"winback_ahead_days": 3}, (-7, "early"), (-3, "early")),
        ("winback", LEFT, {"winback_late_days": 4}, (10, "critical"), (4, "critical")),
        ("leaving", GOING, {"leaving_ask_days": 20}, (18, "early"), (8, "early")),
        ("leaving", GOING, {"leaving_due_days": 6}, (25, "due"), (22, "due")),
        ("leaving", GOING, {"leaving_late_days": 2}, (34, "critical"), (31, "critical")),
        ("audit", LOST, {"audit_choose_days": 5}, (1, "due"), (4, "due")),
        ("litmus", TESTED, {"litmus_ahead_days": 30}, (351, "early"), (335, "early")),
        ("litmus", TESTED, {"litmus_late_days": 5}, (545, "critical"), (425, "critical")),
        ("litmus", ASKED, {"litmus_call_days": 4}, (6, "due"), (4, "due")),
    ],
)
def test_a_clock_goes_by_the_workspaces_own_number(
    rule: str, facts: AccountFacts, setting: dict[str, Any], by_default: tuple[int, str], by_their_own: tuple[int, str]
) -> None:
    assert by_default in _rung(rule, facts, Policy())
    theirs = _rung(rule, facts, Policy(**setting))
    assert by_their_own in theirs
    assert by_default not in theirs


def test_the_main_contact_has_days_of_their_own_apart_from_senior_people() -> None:
    assert _rung("meeting", MAIN, Policy()) == [(90, "early")]
    meeting = Policy.from_overrides({"tiers": {"standard": {"meeting": 30}}})
    assert _rung("meeting", MAIN, meeting) == [(30, "early")]
    senior = Policy.from_overrides({"tiers": {"standard": {"senior": 30}}})
    assert _rung("meeting", MAIN, senior) == [(90, "early")]
    assert meeting.tier(Tier.STANDARD).senior == 90


def test_so_long_after_an_unhappy_word_nobody_asks_for_more() -> None:
    facts = account(openings=(opening(),), last_unhappy_at=ago(59))
    assert _rung("opening", facts, Policy()) == []
    assert _rung("opening", facts, Policy(calm_days=30)) == [(0, "early")]


def test_talks_of_so_many_days_are_enough_or_too_few() -> None:
    facts = spoken(100, 60, 20)
    assert _rung("complacency", facts, Policy()) == [(80, "early"), (120, "due")]
    shorter = Policy(complacency_talk_days=90)
    assert _rung("complacency", facts, shorter) == [(30, "early"), (70, "due")]
    [verdict] = RULES["complacency"](facts, shorter, NOW)
    assert "2 talks in the last 90 days" in verdict.reason
    assert verdict.threshold.startswith("2 talks in 90 days")


def test_so_long_a_word_that_was_passed_on_counts_as_speaking_openly() -> None:
    facts = replace(spoken(900, 800, 700), last_remark_at=ago(200))
    [usual] = RULES["complacency"](facts, Policy(), NOW)
    [shorter] = RULES["complacency"](facts, Policy(complacency_heard_days=100), NOW)
    assert (usual.level_at(NOW), shorter.level_at(NOW)) == (None, Level.DUE)
    assert "passed on" in usual.reason
    assert "passed on" not in shorter.reason


def test_gaps_are_longer_by_so_many_days_at_least() -> None:
    facts = in_touch(2, 2, 2, 2, 2, 11, 11, 11)
    assert _rung("warmdown", facts, Policy()) == []
    assert _rung("warmdown", facts, Policy(warmdown_longer_days=9)) != []


def _rung(rule: str, facts: AccountFacts, policy: Policy) -> list[tuple[int, str]]:
    return [rung for verdict in RULES[rule](facts, policy, NOW) for rung in rings(verdict)]


def test_the_days_that_are_told_are_those_that_hold() -> None:
    told = {
        "winback": (LEFT, Policy(winback_ahead_days=3, winback_late_days=4), "3 days before the day; 4 working days"),
        "leaving": (GOING, Policy(leaving_due_days=1), "1 working day before the end"),
        "litmus": (ASKED, Policy(litmus_call_days=4), "4 working days before the test closes"),
    }
    for rule, (facts, policy, words) in told.items():
        assert any(words in verdict.threshold for verdict in RULES[rule](facts, policy, NOW)), rule
    assert LEAVING.until == day(28) == (NOW + timedelta(days=28)).date()
