"""Touches per month, and in which months a rhythm was lost, from what is on record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.months import months_of
from bot.policy import Level, Policy, Tier
from bot.views.charts import Month
from bot.work import accounts, touches
from bot.work.accounts import NewAccount
from bot.work.deed import Deed
from bot.work.touches import NewTouch
from storage import workspaces
from storage.engine import Store

TEAM = "T0TEND"
NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)


@pytest.fixture
def acme(sqlite_store: Store) -> str:
    """A key account: early, due and critical after 10, 14 and 21 days."""
    with sqlite_store.write() as session:
        workspaces.ensure(session, TEAM, NOW)
    return accounts.add(sqlite_store, Deed(TEAM, None, NOW), NewAccount("Acme", Tier.KEY)).account.id


def touch(store: Store, account_id: str, *days: date, kind: str = "call") -> None:
    for day in days:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        new = NewTouch(account_id, kind=kind, direction="two-way", occurred_at=at)  # type: ignore[arg-type]
        touches.log(store, Deed(TEAM, None, NOW), new)


def months(store: Store, account_id: str) -> list[Month]:
    with store.read() as session:
        return months_of(session, TEAM, [account_id], Policy(), NOW)[account_id]


def every(days: int, first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, days)]


def test_a_rhythm_that_was_kept_has_no_month_that_is_marked(sqlite_store: Store, acme: str) -> None:
    touch(sqlite_store, acme, *every(7, date(2026, 3, 2), date(2026, 5, 11)))
    assert months(sqlite_store, acme) == [
        Month(date(2026, 3, 1), 5),
        Month(date(2026, 4, 1), 4),
        Month(date(2026, 5, 1), 2),
    ]


def test_the_month_in_which_a_silence_became_due_is_marked_and_where_it_became_critical_with_that(
    sqlite_store: Store, acme: str
) -> None:
    touch(sqlite_store, acme, date(2026, 2, 20), date(2026, 2, 27), date(2026, 3, 16), date(2026, 4, 15))
    touch(sqlite_store, acme, date(2026, 5, 4))
    lost = {month.first.month: month.lost for month in months(sqlite_store, acme)}
    assert lost == {2: None, 3: Level.DUE, 4: Level.CRITICAL, 5: None}


def test_a_silence_that_lasts_is_marked_in_this_month_too(sqlite_store: Store, acme: str) -> None:
    touch(sqlite_store, acme, date(2026, 4, 20))
    assert months(sqlite_store, acme)[-1] == Month(date(2026, 5, 1), 0, Level.CRITICAL)


def test_internal_notes_are_no_touches(sqlite_store: Store, acme: str) -> None:
    touch(sqlite_store, acme, date(2026, 5, 11))
    touch(sqlite_store, acme, date(2026, 5, 11), kind="note")
    assert months(sqlite_store, acme)[-1].touches == 1


def test_no_more_than_a_year_is_told(sqlite_store: Store, acme: str) -> None:
    touch(sqlite_store, acme, *every(100, date(2024, 1, 1), date(2026, 5, 1)))
    told = months(sqlite_store, acme)
    assert [told[0].first, told[-1].first, len(told)] == [date(2025, 6, 1), date(2026, 5, 1), 12]


def test_nobody_knows_the_months_of_an_unknown_account_or_workspace(sqlite_store: Store, acme: str) -> None:
    with sqlite_store.read() as session:
        assert months_of(session, TEAM, ["nowhere"], Policy(), NOW) == {}
        assert months_of(session, "T0OTHER", [acme], Policy(), NOW) == {}


def test_a_silence_that_began_before_the_year_is_no_loss_of_its_first_month(sqlite_store: Store, acme: str) -> None:
    touch(sqlite_store, acme, date(2025, 3, 3), date(2025, 7, 1))
    lost = {month.first: month.lost for month in months(sqlite_store, acme)}
    assert lost[date(2025, 6, 1)] is None
    assert lost[date(2025, 7, 1)] is Level.CRITICAL
