from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts import AccountFacts, PromiseFact
from bot.policy import Level, Policy, Status
from bot.rules import RULES, Verdict
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, ago, contact, day, rings
from tests.rules.promised import not_kept, promise


def asked(facts: AccountFacts, policy: Policy = POLICY, now: datetime = NOW) -> list[Verdict]:
    return list(RULES["promise"](facts, policy, now))


def test_without_promises_nothing_is_watched() -> None:
    assert asked(account()) == []


def test_ours_is_early_before_its_day_due_on_it_and_critical_after_it() -> None:
    [verdict] = asked(account(promises=(promise(6),)))
    assert rings(verdict) == [(4, "early"), (6, "due"), (7, "critical")]
    assert (verdict.subject, verdict.rests_on, verdict.hearer) == ("p1", ("p1",), "U0BEN")
    assert verdict.level_at(NOW) is None


def test_it_is_about_whoever_was_promised_it_while_they_are_there() -> None:
    jane, left = contact("Jane"), contact("Jane", left_at=ago(1))
    one = promise(6, contact_id="jane")
    said = [asked(account(promises=(one,), contacts=known)) for known in ((jane,), (left,), ())]
    assert [verdict.contact_id for [verdict] in said] == ["jane", None, None]


def test_theirs_is_due_after_its_day_and_never_critical() -> None:
    [verdict] = asked(account(promises=(promise(6, is_ours=False),)))
    assert rings(verdict) == [(4, "early"), (7, "due")]


def test_working_days_count_and_a_day_on_a_weekend_is_said_before_it() -> None:
    week = Calendar()
    [verdict] = asked(account(calendar=week, promises=(promise(4),)))  # Sunday: said on Wednesday, due on Friday
    assert rings(verdict, week) == [(0, "early"), (2, "due"), (5, "critical")]


def test_what_is_promised_for_today_is_due_at_once() -> None:
    [verdict] = asked(account(promises=(promise(0, made=0),)))
    assert rings(verdict) == [(0, "due"), (1, "critical")]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (promise(6), "We promised Jane Doe “the new price list” by 19 May 2026."),
        (promise(6, contact=""), "We promised them “the new price list”"),
        (promise(6, is_ours=False), "Jane Doe promised “the new price list” by 19 May 2026."),
        (promise(6, is_ours=False, contact=""), "They promised “the new price list”"),
        (promise(-1), "by 12 May 2026; that was 1 day ago."),
        (promise(-3), "by 10 May 2026; that was 3 days ago."),
        (promise(6, moved=2), "by 19 May 2026; another day was agreed 2 times."),
        (promise(6, text="long " * 200), "long…” by 19 May 2026."),
    ],
)
def test_the_reason_says_who_promised_what_by_when(one: PromiseFact, words: str) -> None:
    [verdict] = asked(account(promises=(one,)))
    assert words in verdict.reason
    assert len(verdict.reason) < 500


def test_those_that_were_not_kept_before_are_counted_side_by_side() -> None:
    both = (promise(6), promise(6, id="p2", is_ours=False))
    before = (not_kept(400), not_kept(30), not_kept(20, client_told=True), not_kept(10, is_ours=False))
    ours, theirs = asked(account(promises=both, broken=before))
    assert ours.reason.endswith("; 2 promises of ours were not kept in the last 365 days.")
    assert theirs.reason.endswith("; 1 promise of theirs was not kept in the last 365 days.")


def test_the_days_are_settings() -> None:
    policy = Policy(promise_ahead_days=4, promise_late_days=2)
    [verdict] = asked(account(promises=(promise(6),)), policy)
    assert rings(verdict) == [(2, "early"), (6, "due"), (8, "critical")]
    assert verdict.threshold == "4 working days before its day; 2 working days after it is urgent"


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert asked(account(promises=(promise(6),), status=Status.LOST)) == []
    [paused] = asked(account(promises=(promise(6),), status=Status.PAUSED))
    assert paused.steps == ()
    [for_a_while] = asked(account(promises=(promise(-1),), status=Status.PAUSED, paused_until=day(4)))
    assert rings(for_a_while) == [(5, "critical")]


DAYS = st.integers(-40, 40)


@given(made=st.integers(0, 60), due_in=DAYS, is_ours=st.booleans(), ahead=st.integers(0, 10), late=st.integers(1, 10))
def test_its_clock_warns_before_the_day_and_after_it_and_never_before_it_was_made(
    made: int, due_in: int, is_ours: bool, ahead: int, late: int
) -> None:
    week = Calendar()
    one = promise(max(due_in, -made), made=made, is_ours=is_ours)
    policy = Policy(promise_ahead_days=ahead, promise_late_days=late)
    [verdict] = asked(account(calendar=week, promises=(one,)), policy)
    days = [(week.day(at), level) for at, level in verdict.steps]
    assert all(week.works(on) for on, _ in days)
    assert all(on >= one.made_at.date() for on, _ in days)
    assert [level.loudness for _, level in days] == sorted({level.loudness for _, level in days})
    loudest_on, loudest = days[-1]
    assert loudest is (Level.CRITICAL if is_ours else Level.DUE)
    assert loudest_on > one.due_on
    warned_by = [on for on, level in days if level is not loudest]
    possible = _working(one.made_at.date(), one.due_on)
    assert bool(warned_by) >= bool(possible)
    assert all(on <= one.due_on for on in warned_by) or not possible


def _working(first: date, last: date) -> list[date]:
    week = Calendar()
    return [on for n in range((last - first).days + 1) if week.works(on := first + timedelta(days=n))]


@given(due_in=DAYS, moments=st.lists(st.integers(-60, 60), min_size=2, max_size=2).map(sorted))
def test_time_only_makes_an_open_promise_louder(due_in: int, moments: list[int]) -> None:
    facts = account(calendar=Calendar(), promises=(promise(due_in, made=60),))
    first, later = (ago(-days) for days in moments)
    loudness = [level.loudness if level else 0 for level in (_level(facts, first), _level(facts, later))]
    assert loudness == sorted(loudness)


def _level(facts: AccountFacts, now: datetime) -> Level | None:
    [verdict] = asked(facts, now=now.astimezone(UTC))
    return verdict.level_at(now)
