from __future__ import annotations

from typing import Any

import pytest

from bot.facts import AccountFacts, StepFact
from bot.policy import Level, Policy, Status
from bot.rules import RULES, Verdict
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, ago, contact, day, rings


def step(due_in: int | None = 10, days: float = 20, **changes: Any) -> StepFact:
    of_plan = {"plan_id": "p1", "plan": "Relationship for life", "playbook": "relationship", "opened_at": ago(days)}
    said = {"id": "s1", "text": "Meet Jane Doe", "kind": "step", "owner_id": "U0BEN", **of_plan, **changes}
    return StepFact(due_on=None if due_in is None else day(due_in), **said)


def asked(facts: AccountFacts, policy: Policy = POLICY) -> list[Verdict]:
    return list(RULES["step"](facts, policy, NOW))


def test_without_steps_or_without_a_day_nothing_rings() -> None:
    assert asked(account()) == []
    assert asked(account(steps=(step(None),))) == []


def test_it_is_early_two_days_before_its_day_due_on_it_and_critical_once_it_has_stalled() -> None:
    [verdict] = asked(account(steps=(step(10, contact_id="jane"),)))
    assert rings(verdict) == [(8, "early"), (10, "due"), (15, "critical")]
    assert (verdict.subject, verdict.rests_on, verdict.level_at(NOW)) == ("s1", ("s1", "jane"), None)


def test_it_is_about_whom_it_names() -> None:
    [verdict] = asked(account(steps=(step(10, contact_id="jane"),), contacts=(contact("Jane"),)))
    assert verdict.contact_id == "jane"


def test_its_owner_hears_it_first() -> None:
    [theirs, nobodys] = asked(account(steps=(step(), step(id="s2", owner_id=None))))
    assert (theirs.hearer, nobodys.hearer) == ("U0BEN", None)


def test_days_are_working_days() -> None:
    [verdict] = asked(account(calendar=Calendar(), steps=(step(5),)))  # Monday
    assert rings(verdict, Calendar()) == [(1, "early"), (5, "due"), (12, "critical")]


def test_a_plan_that_is_laid_today_does_not_ring_of_yesterday() -> None:
    [verdict] = asked(account(steps=(step(0, days=0),)))
    assert rings(verdict) == [(0, "due"), (5, "critical")]


def test_the_days_are_settings() -> None:
    [verdict] = asked(account(steps=(step(10),)), Policy(step_ahead_days=5, step_late_days=1))
    assert rings(verdict) == [(5, "early"), (10, "due"), (11, "critical")]
    assert verdict.threshold == "its day; 1 working day later it has stalled"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (step(3), "“Meet Jane Doe”, a step of the plan “Relationship for life”, is due by 16 May 2026."),
        (step(0), "is due by 13 May 2026."),
        (step(-1), "was due by 12 May 2026, 1 working day ago."),
        (step(-6), "was due by 7 May 2026, 6 working days ago."),
        (step(text="long " * 200), "long…”, a step of"),
    ],
)
def test_the_reason_says_what_is_to_be_done_and_by_when_and_blames_nobody(one: StepFact, words: str) -> None:
    [verdict] = asked(account(steps=(one,)))
    assert words in verdict.reason
    assert len(verdict.reason) < 500


def test_a_paused_account_is_left_in_peace() -> None:
    [paused] = asked(account(steps=(step(-9),), status=Status.PAUSED))
    assert paused.steps == ()
    [for_a_while] = asked(account(steps=(step(-9),), status=Status.PAUSED, paused_until=day(4)))
    assert rings(for_a_while) == [(5, "critical")]


def test_of_an_account_that_is_lost_only_what_begins_with_the_loss_rings() -> None:
    steps = [step(-9, id=playbook, playbook=playbook) for playbook in ("relationship", "closing", "winback", "lesson")]
    told = asked(account(steps=tuple(steps), status=Status.LOST))
    assert [(one.subject, one.level_at(NOW)) for one in told] == [
        ("closing", Level.CRITICAL),
        ("winback", Level.CRITICAL),
        ("lesson", Level.CRITICAL),
    ]
