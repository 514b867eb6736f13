from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.moments import MONTH, WEEK, Moment, Mornings, Window, due, when
from bot.nudges.hearer import Hearer
from bot.policy import Policy
from bot.worktime import Calendar

LISBON, AUCKLAND = ZoneInfo("Europe/Lisbon"), ZoneInfo("Pacific/Auckland")
OFFICE = Calendar(LISBON)
MONDAY = datetime(2026, 5, 11, 8, tzinfo=UTC)  # nine in Lisbon
DAY = timedelta(days=1)
BOTH = (WEEK, MONTH)


def mornings(reader: Calendar = OFFICE, office: Calendar = OFFICE, hour: int = 9) -> Mornings:
    return Mornings(office, reader, hour)


def test_a_week_has_its_digest_on_its_first_working_day_at_the_readers_hour() -> None:
    assert mornings().week(date(2026, 5, 14)) == Moment("digest:2026-W20", MONDAY)
    assert mornings(hour=11).week(date(2026, 5, 17)) == Moment("digest:2026-W20", MONDAY + timedelta(hours=2))


def test_nine_in_auckland_comes_before_nine_in_lisbon() -> None:
    moment = mornings(Calendar(AUCKLAND)).week(date(2026, 5, 11))

    assert moment == Moment("digest:2026-W20", datetime(2026, 5, 10, 21, tzinfo=UTC))


def test_a_month_has_its_report_on_its_first_working_day() -> None:
    assert mornings().month(date(2026, 5, 31)) == Moment("report:2026-05", datetime(2026, 5, 1, 8, tzinfo=UTC))
    assert mornings().month(date(2026, 8, 1)) == Moment("report:2026-08", datetime(2026, 8, 3, 8, tzinfo=UTC))


def test_days_off_put_it_off_and_a_week_of_them_has_none() -> None:
    off = Calendar(LISBON, days_off=frozenset({date(2026, 5, 11)}))
    closed = Calendar(LISBON, days_off=frozenset(date(2026, 5, day) for day in range(11, 16)))

    assert mornings(off, off).week(date(2026, 5, 11)) == Moment("digest:2026-W20", MONDAY + DAY)
    assert mornings(closed, closed).week(date(2026, 5, 11)) is None


def test_who_works_from_wednesday_on_gets_it_on_wednesday() -> None:
    moment = mornings(Calendar(LISBON, working_days=(2, 3))).week(date(2026, 5, 11))

    assert moment == Moment("digest:2026-W20", MONDAY + 2 * DAY)


def test_a_night_finds_what_comes_before_the_next() -> None:
    night = MONDAY - timedelta(hours=6)

    assert list(due(mornings(), Window(night, night + DAY), BOTH)) == [Moment("digest:2026-W20", MONDAY)]
    assert list(due(mornings(), Window(night + DAY, night + 2 * DAY), BOTH)) == []
    assert list(due(mornings(), Window(night, night + DAY), (MONTH,))) == []


def test_after_a_long_time_only_the_last_of_each_kind_is_found() -> None:
    found = list(due(mornings(), Window(MONDAY - 60 * DAY, MONDAY + 2 * DAY), BOTH))

    assert [moment.slot for moment in found] == ["digest:2026-W20", "report:2026-05"]


@settings(deadline=None, max_examples=10)
@given(first=st.dates(date(2024, 1, 1), date(2030, 1, 1)), zone=st.sampled_from([LISBON, AUCKLAND]))
def test_a_year_of_nights_finds_each_week_and_each_month_once(first: date, zone: ZoneInfo) -> None:
    nights = [OFFICE.at(first + n * DAY, 3) for n in range(366)]
    found = [
        moment
        for since, until in pairwise(nights)
        for moment in due(mornings(Calendar(zone)), Window(since, until), BOTH)
    ]

    slots = [moment.slot for moment in found]
    assert len(set(slots)) == len(slots)
    assert 51 <= sum(slot.startswith(WEEK) for slot in slots) <= 53
    assert 11 <= sum(slot.startswith(MONTH) for slot in slots) <= 13


def reader(**said: object) -> Hearer:
    return Hearer("U0BEN", "Ben", OFFICE, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "told_at"),
    [
        (MONDAY, MONDAY),
        (MONDAY + timedelta(hours=3), MONDAY + timedelta(hours=3)),
        (MONDAY - timedelta(hours=1), MONDAY),
        (MONDAY + timedelta(hours=10), MONDAY + DAY),
        (MONDAY + 5 * DAY, MONDAY + 7 * DAY),
    ],
)
def test_it_is_told_within_the_readers_hours(now: datetime, told_at: datetime) -> None:
    assert when(reader(), Policy(), now) == told_at


def test_it_waits_from_morning_to_morning_while_its_reader_is_away() -> None:
    away = reader(away_from=date(2026, 5, 10), away_until=date(2026, 5, 12))

    assert when(away, Policy(), MONDAY) == MONDAY + DAY
    assert when(away, Policy(), MONDAY + DAY) == MONDAY + 2 * DAY
    assert when(away, Policy(), MONDAY + 2 * DAY) == MONDAY + 2 * DAY


def test_it_is_not_told_to_who_left() -> None:
    assert when(reader(is_here=False), Policy(), MONDAY) is None
