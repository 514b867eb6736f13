from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.facts import AccountFacts, LitmusFact, ViewFact
from bot.policy import Band, Level, Manner, Policy, Status, Tier
from bot.rules import RULES, Verdict
from bot.worktime import Calendar
from tests.rules.build import NOW, account, ago, ask, day, rings


def closed(days: float, **changes: Any) -> LitmusFact:
    """A test that was closed so many days ago."""
    base = LitmusFact("t1", ago(days + 10), day(0), 3, 2, closed_at=ago(days), band=Band.SOUND, score=70)
    return replace(base, **changes)


def opened(days: float = 2, closes_in: int = 8, **changes: Any) -> LitmusFact:
    return replace(LitmusFact("t2", ago(days), day(closes_in), asked=4, given=1), **changes)


def waited_for(days: float = 2, closes_in: int = 8, person_id: str = "U0BEN") -> ViewFact:
    return ViewFact(person_id[2:].lower(), "t2", person_id, "Ben Okafor", ago(days), day(closes_in))


def views(facts: AccountFacts) -> list[Verdict]:
    return [verdict for verdict in RULES["litmus"](facts, Policy(), NOW) if verdict.subject]


def test_a_standard_account_is_to_be_tested_once_a_year_a_key_account_every_six_months() -> None:
    verdict = ask("litmus", account(litmus_tests=(closed(0),)))
    assert rings(verdict) == [(351, "early"), (365, "due"), (545, "critical")]
    key = ask("litmus", account(tier=Tier.KEY, litmus_tests=(closed(0),)))
    assert rings(key) == [(170, "early"), (184, "due"), (274, "critical")]
    assert key.reason == (
        "The last litmus test was on 13 May 2026; at a key account there should be one every 6 months."
    )


def test_what_is_said_ahead_of_the_day_waits_for_a_working_day_as_well() -> None:
    shut = Calendar(closures=((day(168), day(175)),))
    key = ask("litmus", account(tier=Tier.KEY, calendar=shut, litmus_tests=(closed(0),)))
    assert rings(key) == [(176, "early"), (184, "due"), (274, "critical")]


def test_months_end_where_a_month_ends() -> None:
    august = NOW.replace(month=8, day=31)
    facts = account(tier=Tier.KEY, litmus_tests=(closed(0, closed_at=august),))
    due = next(at for at, level in ask("litmus", facts).steps if level is Level.DUE)
    assert facts.calendar.day(due).isoformat() == "2027-02-28"


def test_the_months_of_a_tier_are_a_setting() -> None:
    policy = Policy.from_overrides({"tiers": {"standard": {"litmus_months": 3}}})
    assert ask("litmus", account(litmus_tests=(closed(100),)), policy=policy).level_at(NOW) is Level.DUE


def test_an_account_that_was_never_tested_counts_from_the_day_it_was_added_however_long_held() -> None:
    verdict = ask("litmus", account(started_at=ago(4000), added_at=ago(10)))
    assert rings(verdict)[1] == (355, "due")
    assert verdict.reason.startswith("There was no litmus test yet; ")


def test_only_the_last_test_counts() -> None:
    assert ask("litmus", account(litmus_tests=(closed(400), closed(5, id="t2")))).level_at(NOW) is None


def test_while_a_test_is_open_it_rings_when_that_is_to_be_closed_and_is_silent_until_then() -> None:
    verdict = ask("litmus", account(litmus_tests=(closed(800), opened())))
    assert rings(verdict) == [(9, "due")]
    assert verdict.level_at(NOW) is None
    assert "1 of 4 views given, it closes on 21 May 2026" in verdict.reason


def test_a_pause_holds_what_is_due_and_closes_what_is_open_all_the_same() -> None:
    paused = account(status=Status.PAUSED, litmus_tests=(closed(800),))
    assert ask("litmus", paused).steps == ()
    assert rings(ask("litmus", replace(paused, litmus_tests=(opened(),)))) == [(9, "due")]


def test_an_account_that_is_lost_is_left_in_peace() -> None:
    assert list(RULES["litmus"](account(status=Status.LOST, litmus_views=(waited_for(),)), Policy(), NOW)) == []


def test_each_view_that_is_waited_for_is_a_word_to_that_person_alone() -> None:
    facts = account(litmus_tests=(opened(),), litmus_views=(waited_for(), waited_for(person_id="U0CHRIS")))
    ben, chris = views(facts)
    assert [(one.subject, one.hearer, one.manner) for one in (ben, chris)] == [
        ("ben", "U0BEN", Manner.PRIVATE),
        ("chris", "U0CHRIS", Manner.PRIVATE),
    ]
    assert ben.reason == "The litmus test would like the view of Ben Okafor: a minute, until 21 May 2026."


def test_a_view_is_reminded_of_half_way_and_two_working_days_before_the_end() -> None:
    [every_day] = views(account(litmus_views=(waited_for(2, 8),)))
    assert rings(every_day) == [(3, "early"), (6, "due")]
    [weekdays] = views(account(calendar=Calendar(), litmus_views=(waited_for(2, 12),)))  # until Monday the 25th
    assert rings(weekdays, Calendar()) == [(5, "early"), (8, "due")]


def test_who_is_asked_on_the_last_days_is_not_reminded_at_once() -> None:
    [verdict] = views(account(litmus_views=(waited_for(0, 1),)))
    assert verdict.level_at(NOW) is None


def test_a_reminder_never_becomes_critical_it_is_only_a_view() -> None:
    [verdict] = views(account(litmus_views=(waited_for(60, -1),)))
    assert verdict.level_at(NOW) is Level.DUE
