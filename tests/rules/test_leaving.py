from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.facts import LeavingFact
from bot.policy import Level, Policy, Status
from bot.rules import RULES
from bot.rules.verdict import Verdict
from tests.rules.build import NOW, account

LEAVING = LeavingFact("l1", NOW - timedelta(days=1), until=NOW.date() + timedelta(days=28))


def asked(one: LeavingFact, days: float = 0) -> Verdict:
    facts = account(leaving=(one,), status=Status.LEAVING)
    [verdict] = RULES["leaving"](facts, Policy(), NOW + timedelta(days=days))
    return verdict


def levels(one: LeavingFact) -> list[Level | None]:
    return [asked(one).level_at(NOW + timedelta(days=days)) for days in (0, 20, 26, 30, 40)]


def test_the_exit_interview_is_asked_for_before_the_end_and_then_the_end_itself() -> None:
    assert levels(LEAVING) == [None, Level.EARLY, Level.DUE, Level.DUE, Level.CRITICAL]
    assert "there was no exit interview yet" in asked(LEAVING).reason
    assert "is it over, or do they stay?" in asked(LEAVING, 30).reason


def test_after_the_interview_only_the_end_is_asked_for() -> None:
    interviewed = replace(LEAVING, exit_on=NOW.date(), was_heard=True)
    assert levels(interviewed) == [None, None, None, Level.DUE, Level.CRITICAL]
    assert "the exit interview was on" in asked(interviewed).reason


def test_an_interview_of_which_nothing_is_kept_or_from_before_it_went_on_again_is_asked_for_as_none() -> None:
    empty = replace(LEAVING, exit_on=NOW.date())
    old = replace(empty, was_heard=True, exit_on=NOW.date() - timedelta(days=9), reopened_at=NOW - timedelta(days=2))
    assert levels(empty) == levels(old) == levels(LEAVING)
    assert "was on 13 May 2026, and nothing of what they said is noted yet" in asked(empty).reason
    assert "of 4 May 2026, is from before it was reopened" in asked(old).reason
    assert levels(replace(old, exit_on=NOW.date())) == [None, None, None, Level.DUE, Level.CRITICAL]


def test_without_a_day_it_rests_and_of_who_is_lost_or_stays_nothing_is_said() -> None:
    assert asked(replace(LEAVING, until=None)).steps == ()
    assert list(RULES["leaving"](account(leaving=(LEAVING,), status=Status.LOST), Policy(), NOW)) == []
    assert list(RULES["leaving"](account(), Policy(), NOW)) == []
