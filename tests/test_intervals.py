from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot import intervals
from bot.intervals import MONTHLY, ONCE, USUAL, Interval, next_due, nth

WEEKLY = Interval(1, "week")


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("once", ONCE),
        ("Weekly", WEEKLY),
        ("every week", WEEKLY),
        ("every 2 weeks", Interval(2, "week")),
        ("every other month", Interval(2)),
        ("each quarter", Interval(3)),
        ("every two quarters", Interval(6)),
        ("every half year", Interval(6)),
        ("once a year", Interval(12)),
        ("every three days", Interval(3, "day")),
        ("every fortnight,", Interval(2, "week")),
    ],
)
def test_intervals_are_read_in_words(text: str, interval: Interval) -> None:
    assert intervals.read(text) == interval


@pytest.mark.parametrize("text", ["", "often", "every", "every 0 weeks", "every 400 days", "every 99 years", "2w"])
def test_what_is_none_is_none(text: str) -> None:
    assert intervals.read(text) is None


@pytest.mark.parametrize("interval", [*USUAL, Interval(3, "week"), Interval(5), Interval(10, "day")])
def test_what_an_interval_is_called_is_read_as_it(interval: Interval) -> None:
    assert intervals.read(str(interval)) == interval


def test_a_month_that_is_too_short_ends_on_its_last_day_and_the_next_goes_on_as_before() -> None:
    days = [nth(MONTHLY, date(2026, 1, 31), number) for number in range(4)]
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("due_on", "delivered_on", "then"),
    [
        (date(2026, 6, 1), date(2026, 6, 1), date(2026, 7, 1)),
        (date(2026, 6, 1), date(2026, 6, 9), date(2026, 7, 1)),  # late: the days stay where they are
        (date(2026, 6, 1), date(2026, 5, 28), date(2026, 7, 1)),  # early
        (date(2026, 6, 1), date(2026, 5, 4), date(2026, 6, 1)),  # extra
        (date(2026, 6, 1), date(2026, 8, 9), date(2026, 9, 1)),  # two were missed
        (date(2026, 6, 1), date(2026, 2, 1), date(2026, 6, 1)),  # recorded late
    ],
)
def test_a_delivery_sets_the_next_day(due_on: date, delivered_on: date, then: date) -> None:
    assert next_due(MONTHLY, date(2026, 3, 1), due_on, delivered_on) == then


def test_what_was_wanted_once_has_no_next_day() -> None:
    assert next_due(ONCE, date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1)) is None


INTERVALS = st.one_of(
    st.builds(Interval, st.integers(1, 60), st.just("day")),
    st.builds(Interval, st.integers(1, 30), st.just("week")),
    st.builds(Interval, st.integers(1, 24), st.just("month")),
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(INTERVALS, DAYS, st.integers(0, 40), DAYS)
def test_the_next_day_is_one_of_the_clients_own_and_lies_ahead_and_near(
    interval: Interval, first_on: date, number: int, delivered_on: date
) -> None:
    due_on = nth(interval, first_on, number)
    then = next_due(interval, first_on, due_on, delivered_on)
    assert then is not None
    assert then >= due_on
    assert then > delivered_on
    assert then in {nth(interval, first_on, n) for n in range(number, number + 5000) if _near(interval, n, number)}
    step = nth(interval, delivered_on, 2) - delivered_on
    assert then == due_on or then <= delivered_on + step


def _near(interval: Interval, number: int, since: int) -> bool:
    return interval.days * (number - since) < 20 * 366


@given(INTERVALS, DAYS, st.lists(st.integers(0, 90), min_size=1, max_size=8))
def test_deliveries_on_the_day_follow_the_rhythm_for_ever(interval: Interval, first_on: date, late: list[int]) -> None:
    due_on = first_on
    for number, days in enumerate(late, start=1):
        assume(interval.days > 2)
        then = next_due(interval, first_on, due_on, due_on)
        assert then == nth(interval, first_on, number), days
        due_on = then


@given(INTERVALS, DAYS, st.lists(DAYS, min_size=1, max_size=6))
def test_in_whatever_order_deliveries_are_recorded_the_next_day_is_the_same_or_later(
    interval: Interval, first_on: date, delivered: list[date]
) -> None:
    due_on = first_on
    for day in delivered:
        then = next_due(interval, first_on, due_on, day)
        assert then is not None
        assert then >= due_on
        due_on = then
    assert due_on > max(delivered) or due_on == first_on
    assert due_on - max(*delivered, first_on) <= timedelta(days=3 * max(interval.days, 1) + 62)
