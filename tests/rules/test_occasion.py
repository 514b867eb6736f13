from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.facts import AccountFacts, TraitFact
from bot.policy import Level, Policy, Status, TraitKind
from bot.rules import RULES, Verdict
from bot.rules.years import anniversary, full_years
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, ago, day, rings


def trait(falls_on: date, kind: TraitKind = TraitKind.ANNIVERSARY, text: str = "founded") -> TraitFact:
    return TraitFact("t1", kind, text, falls_on)


def asked(facts: AccountFacts, policy: Policy = POLICY) -> list[Verdict]:
    return list(RULES["occasion"](facts, policy, NOW))


def only(facts: AccountFacts, policy: Policy = POLICY) -> Verdict:
    [verdict] = asked(facts, policy)
    return verdict


def client_for(years: int, in_days: int, **changes: Any) -> AccountFacts:
    """A client for so many years in so many days."""
    there = day(in_days)
    return account(client_since=there.replace(year=there.year - years), **changes)


def test_an_account_of_which_no_day_is_known_is_not_watched() -> None:
    assert asked(account()) == []


def test_a_round_year_as_a_client_is_early_a_week_before_and_due_on_the_day() -> None:
    verdict = only(client_for(5, in_days=5))
    assert (verdict.subject, rings(verdict)) == ("client-since", [(-2, "early"), (5, "due")])
    assert verdict.level_at(NOW) is Level.EARLY
    assert verdict.reason == "Client for 5 years on 18 May 2026."
    assert verdict.clears == "Congratulate them: a kind word, a visit or a meal, logged as thanks or as what it was."
    assert verdict.threshold == "7 days before, and on the day"
    assert only(client_for(10, in_days=0)).reason == "Client for 10 years today."


@pytest.mark.parametrize(("years", "is_due"), [(1, True), (2, False), (4, False), (5, True), (6, False), (15, True)])
def test_the_first_year_and_every_fifth_are_due_and_the_others_only_early(years: int, is_due: bool) -> None:
    verdict = only(client_for(years, in_days=0))
    assert [level for _, level in rings(verdict)] == (["early", "due"] if is_due else ["early"])
    assert verdict.threshold == ("7 days before, and on the day" if is_due else "7 days before")


def test_a_week_after_the_day_it_has_passed_and_the_next_one_is_a_year_away() -> None:
    facts = client_for(5, in_days=-7)
    last = only(facts)
    assert (last.level_at(NOW), last.until) == (Level.DUE, NOW.replace(hour=0) + timedelta(days=1))
    passed = only(client_for(5, in_days=-8))
    assert passed.level_at(NOW) is None
    assert passed.reason == "Client for 6 years on 5 May 2027."
    assert passed.next_step(NOW) == NOW.replace(hour=0, year=2027, day=1) - timedelta(days=3)  # the 28th of April


def test_it_wakes_up_at_its_next_level_then_when_it_is_over() -> None:
    verdict = only(client_for(5, in_days=5))
    assert verdict.until is not None
    on_the_day = NOW.replace(hour=0) + timedelta(days=5)
    assert [verdict.next_look(at) for at in (NOW, on_the_day, verdict.until)] == [on_the_day, verdict.until, None]
    assert verdict.level_at(verdict.until) is None


def test_an_anniversary_of_theirs_comes_round_every_year() -> None:
    founded = account(traits=(trait(date(1998, 5, 20)),))
    assert (only(founded).subject, rings(only(founded))) == ("t1", [(0, "early"), (7, "due")])
    assert only(founded).reason == "A day of theirs comes round on 20 May 2026, after 28 years: “founded”."
    assert only(founded).rests_on == ("t1",)
    first = only(account(traits=(trait(day(3), text="new plant opens"),)))
    assert first.reason == "A day of theirs on 16 May 2026: “new plant opens”."


def test_a_milestone_comes_once() -> None:
    ahead = account(traits=(trait(day(3), TraitKind.MILESTONE),))
    assert rings(only(ahead)) == [(-4, "early"), (3, "due")]
    assert rings(only(account(traits=(trait(day(-7), TraitKind.MILESTONE),)))) == [(-14, "early"), (-7, "due")]
    assert asked(account(traits=(trait(day(-8), TraitKind.MILESTONE),))) == []


def test_pride_and_burdens_have_no_day() -> None:
    assert asked(account(traits=(trait(day(3), TraitKind.PROUD), trait(day(3), TraitKind.BURDEN)))) == []


def test_every_day_of_theirs_has_a_clock_of_its_own() -> None:
    both = replace(client_for(2, in_days=100), traits=(trait(day(3)), replace(trait(day(4)), id="t2")))
    assert [one.subject for one in asked(both)] == ["client-since", "t1", "t2"]


def test_thanks_of_these_days_answer_it_and_earlier_ones_do_not() -> None:
    facts = client_for(5, in_days=0)
    assert only(replace(facts, last_thanks_at=ago(7))).steps == ()
    assert only(replace(facts, last_thanks_at=ago(8))).level_at(NOW) is Level.DUE


def test_what_falls_on_a_weekend_is_said_on_monday() -> None:
    saturday = client_for(5, in_days=3, calendar=Calendar())
    assert rings(only(saturday), Calendar()) == [(-2, "early"), (5, "due")]  # the early one, a Saturday too


@pytest.mark.parametrize("status", [Status.RESCUE, Status.LEAVING])
def test_nobody_is_congratulated_by_the_calendar_in_a_rescue_or_while_they_leave(status: Status) -> None:
    assert only(client_for(5, in_days=0, status=status)).steps == ()


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert asked(client_for(5, in_days=0, status=Status.LOST)) == []
    assert only(client_for(5, in_days=0, status=Status.PAUSED)).steps == ()
    soon = client_for(5, in_days=0, status=Status.PAUSED, paused_until=day(2))
    assert rings(only(soon)) == [(3, "due")]
    assert only(client_for(5, in_days=0, status=Status.PAUSED, paused_until=day(9))).steps == ()


def test_a_workspace_may_hear_it_sooner_or_not_at_all() -> None:
    facts = client_for(5, in_days=0)
    assert rings(only(facts, Policy(occasion_days=14))) == [(-14, "early"), (0, "due")]
    assert asked(facts, Policy(occasion_days=0)) == []


def test_a_29_february_comes_round_on_1_march() -> None:
    assert anniversary(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert (full_years(date(2024, 2, 29), date(2025, 2, 28)), full_years(date(2024, 2, 29), date(2025, 3, 1))) == (0, 1)
    leap = account(client_since=date(2024, 2, 29))
    told = ask_client_since(leap)
    assert told.reason == "Client for 3 years on 1 March 2027."


def ask_client_since(facts: AccountFacts) -> Verdict:
    return next(one for one in RULES["occasion"](facts, POLICY, NOW) if one.subject == "client-since")
