from __future__ import annotations

from typing import Any

import pytest

from bot.facts import AccountFacts, RemarkFact
from bot.policy import Level, Policy, Status
from bot.rules import RULES, Verdict
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, ago, contact, day, rings


def remark(days: float = 0, due_in: int = 10, **changes: Any) -> RemarkFact:
    said = {"id": "r1", "text": "who else uses it?", "said_by": "Jane Doe", "reported_by": "Ana Souza", **changes}
    return RemarkFact(reported_at=ago(days), due_on=day(due_in), **said)


def asked(facts: AccountFacts, policy: Policy = POLICY) -> list[Verdict]:
    return list(RULES["remark"](facts, policy, NOW))


def test_without_remarks_nothing_is_watched() -> None:
    assert asked(account()) == []


def test_it_is_about_whoever_said_it() -> None:
    [verdict] = asked(account(remarks=(remark(contact_id="jane"),), contacts=(contact("Jane"),)))
    assert verdict.contact_id == "jane"


def test_it_is_early_from_the_day_on_which_it_was_passed_on_then_due_then_critical() -> None:
    [verdict] = asked(account(remarks=(remark(2, 8),)))
    assert rings(verdict) == [(-2, "early"), (8, "due"), (11, "critical")]
    assert (verdict.subject, verdict.rests_on, verdict.level_at(NOW)) == ("r1", ("r1",), Level.EARLY)


def test_whoever_is_to_answer_it_hears_it_first() -> None:
    [verdict] = asked(account(remarks=(remark(owner_id="U0BEN"),)))
    assert verdict.hearer == "U0BEN"


def test_days_are_working_days_and_what_comes_on_a_sunday_waits_for_monday() -> None:
    [verdict] = asked(account(calendar=Calendar(), remarks=(remark(3, 3),)))  # Sunday, and Saturday
    assert rings(verdict, Calendar()) == [(-2, "early"), (5, "due"), (8, "critical")]


def test_each_remark_has_a_clock_of_its_own() -> None:
    both = asked(account(remarks=(remark(9, -1), remark(0, 2, id="r2"))))
    assert [(one.subject, one.level_at(NOW)) for one in both] == [("r1", Level.DUE), ("r2", Level.EARLY)]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            remark(2, 8),
            "Jane Doe said “who else uses it?”; heard by Ana Souza on 11 May 2026, an answer is due by 21",
        ),
        (remark(0, 0), "heard by Ana Souza on 13 May 2026, an answer is due by 13 May 2026."),
        (remark(9, -1), "an answer was due by 12 May 2026."),
        (remark(said_by="", reported_by=""), "They said “who else uses it?”; heard on 13 May 2026"),
        (remark(text="long " * 200), "long…”; heard by"),
    ],
)
def test_the_reason_says_who_said_what_and_by_when_it_is_answered(one: RemarkFact, words: str) -> None:
    [verdict] = asked(account(remarks=(one,)))
    assert words in verdict.reason
    assert len(verdict.reason) < 500


def test_the_threshold_is_that_of_its_size() -> None:
    policy = Policy(remark_big_days=1, remark_small_days=7, remark_late_days=4)
    [big, small] = asked(account(remarks=(remark(is_big=True), remark(id="r2"))), policy)
    assert big.threshold == "1 working day for a big remark; 4 more are urgent"
    assert small.threshold == "7 working days for a small remark; 4 more are urgent"
    assert rings(big)[-1] == (14, "critical")


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert asked(account(remarks=(remark(),), status=Status.LOST)) == []
    [paused] = asked(account(remarks=(remark(),), status=Status.PAUSED))
    assert paused.steps == ()
    [for_a_while] = asked(account(remarks=(remark(9, -1),), status=Status.PAUSED, paused_until=day(4)))
    assert rings(for_a_while) == [(5, "critical")]
