from __future__ import annotations

import pytest

from bot.facts import AccountFacts, WishFact
from bot.policy import Policy, Status
from bot.rules import RULES, Verdict
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, contact, day, rings
from tests.rules.promised import wish


def asked(facts: AccountFacts, policy: Policy = POLICY) -> list[Verdict]:
    return list(RULES["wish"](facts, policy, NOW))


def test_without_wishes_nothing_is_watched() -> None:
    assert asked(account()) == []


def test_it_is_early_before_its_day_due_on_it_and_critical_some_working_days_later() -> None:
    [verdict] = asked(account(wishes=(wish(8),)))
    assert rings(verdict) == [(5, "early"), (8, "due"), (13, "critical")]
    assert (verdict.subject, verdict.rests_on, verdict.hearer) == ("w1", ("w1",), "U0BEN")


def test_it_is_about_whoever_wished_for_it() -> None:
    [verdict] = asked(account(wishes=(wish(8, contact_id="jane"),), contacts=(contact("Jane"),)))
    assert verdict.contact_id == "jane"


@pytest.mark.parametrize(("every", "ahead"), [(1, 0), (7, 1), (14, 2), (30, 3), (90, 3), (0, 3)])
def test_what_comes_often_is_said_less_long_before(every: int, ahead: int) -> None:
    [verdict] = asked(account(wishes=(wish(10, days=every),)))
    assert next(on for on, _ in rings(verdict)) == 10 - ahead


def test_it_is_never_said_before_the_day_after_the_last_delivery() -> None:
    [verdict] = asked(account(wishes=(wish(1, delivered_on=day(-1)),)))
    assert rings(verdict) == [(0, "early"), (1, "due"), (6, "critical")]


def test_a_day_on_a_weekend_is_said_on_the_friday_before() -> None:
    week = Calendar()
    [verdict] = asked(account(calendar=week, wishes=(wish(4),)))
    assert rings(verdict, week) == [(-1, "early"), (2, "due"), (9, "critical")]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (wish(8), "Jane Doe would like “a usage report” monthly; it is due by 21 May 2026."),
        (wish(-1, contact=""), "They would like “a usage report” monthly; it was due by 12 May 2026."),
        (wish(8, delivered_on=day(-22)), "monthly; the next is due by 21 May 2026; last delivered on 21 April 2026."),
        (wish(8, days=0, every="once"), "would like “a usage report”; it is due by"),
    ],
)
def test_the_reason_says_who_would_like_what_how_often_and_when(one: WishFact, words: str) -> None:
    [verdict] = asked(account(wishes=(one,)))
    assert words in verdict.reason


def test_the_days_are_settings() -> None:
    [verdict] = asked(account(wishes=(wish(8),)), Policy(wish_ahead_days=1, wish_late_days=2))
    assert rings(verdict) == [(7, "early"), (8, "due"), (10, "critical")]


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert asked(account(wishes=(wish(1),), status=Status.LOST)) == []
    [paused] = asked(account(wishes=(wish(1),), status=Status.PAUSED))
    assert paused.steps == ()
