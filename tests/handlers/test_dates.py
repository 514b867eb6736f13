"""Days in words, read strictly. Today is Wednesday, 20 May 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import dateshape
from handlers.dates import NEAR, read_date

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 5, 20)


def past(text: str) -> date | None:
    return read_date(text, TODAY, prefer="past")


def future(text: str) -> date | None:
    return read_date(text, TODAY, prefer="future")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 5, 20)),
        ("this morning", date(2026, 5, 20)),
        ("just now", date(2026, 5, 20)),
        ("Yesterday", date(2026, 5, 19)),
        ("yesterday evening", date(2026, 5, 19)),
        ("last night", date(2026, 5, 19)),
        ("the day before yesterday", date(2026, 5, 18)),
        ("3 days ago", date(2026, 5, 17)),
        ("three days ago", date(2026, 5, 17)),
        ("2w ago", date(2026, 5, 6)),
        ("a week ago", date(2026, 5, 13)),
        ("last week", date(2026, 5, 13)),
        ("last month", date(2026, 4, 20)),
        ("a fortnight ago", date(2026, 5, 6)),
        ("Monday", date(2026, 5, 18)),
        ("on Monday", date(2026, 5, 18)),
        ("last tuesday", date(2026, 5, 19)),
        ("this past friday", date(2026, 5, 15)),
        ("12 May", date(2026, 5, 12)),
        ("on 12 May", date(2026, 5, 12)),
        ("May 12", date(2026, 5, 12)),
        ("the 12th of May", date(2026, 5, 12)),
        ("Tue 12 May", date(2026, 5, 12)),
        ("12 December", date(2025, 12, 12)),
        ("12 May 2025", date(2025, 5, 12)),
        ("May 12, 2025", date(2025, 5, 12)),
        ("29 February 2024", date(2024, 2, 29)),
        ("2026-05-12", date(2026, 5, 12)),
        ("25/12/2025", date(2025, 12, 25)),
        ("12/25/2025", date(2025, 12, 25)),
        ("05/05/2026", date(2026, 5, 5)),
        ("12.5.2026", date(2026, 5, 12)),
    ],
)
def test_days_that_have_been(text: str, day: date) -> None:
    assert past(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", date(2026, 5, 21)),
        ("the day after tomorrow", date(2026, 5, 22)),
        ("2w", date(2026, 6, 3)),
        ("in 2w", date(2026, 6, 3)),
        ("two weeks from now", date(2026, 6, 3)),
        ("10d", date(2026, 5, 30)),
        ("3 months", date(2026, 8, 20)),
        ("a year", date(2027, 5, 20)),
        ("week", date(2026, 5, 27)),
        ("next week", date(2026, 5, 27)),
        ("next quarter", date(2026, 8, 20)),
        ("Friday", date(2026, 5, 22)),
        ("sat", date(2026, 5, 23)),
        ("next friday", date(2026, 5, 22)),
        ("this coming friday", date(2026, 5, 22)),
        ("3 June", date(2026, 6, 3)),
        ("1 January", date(2027, 1, 1)),
        ("end of month", date(2026, 5, 31)),
        ("end of next month", date(2026, 6, 30)),
        ("eoq", date(2026, 6, 30)),
        ("end of the year", date(2026, 12, 31)),
        ("end of the week", date(2026, 5, 22)),
    ],
)
def test_days_ahead(text: str, day: date) -> None:
    assert future(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "call", "may", "mar", "2", "12", "a", "d", "w", "in w", "second", "Jane", "24/7", "1/2", "12/5", "5 pm",
        "may 40", "12 May 3 June", "10 may be", "2026", "May 2026", "99", "9999 years", "9999y ago", "0000-01-01", "🙂",
    ],
)  # fmt: skip
def test_what_is_not_plainly_a_day_is_none(text: str) -> None:
    assert past(text) is None
    assert future(text) is None


def test_a_bare_length_lies_ahead_and_never_behind() -> None:
    assert future("2w") == TODAY + timedelta(weeks=2)
    assert past("2w") is None


@pytest.mark.parametrize(
    ("text", "why", "example"),
    [
        ("30 February", "is not a date", "28 February or yesterday"),
        ("31 June 2026", "is not a date", "30 June 2026 or yesterday"),
        ("29 Feb 2027", "is not a date", "28 February 2027 or yesterday"),
        ("29 February", "needs its year", "29 February 2028 or yesterday"),
        ("2026-02-30", "is not a date", "2026-02-28 or yesterday"),
        ("2026-13-01", "is not a date", "2026-05-12 or yesterday"),
        ("03/04/2026", "could be 3 April 2026 or 4 March 2026", "3 April 2026"),
        ("soonish", "is not a date that I can read", "12 May, 2026-05-12 or yesterday"),
    ],
)
def test_what_cannot_be_a_day_is_told_why(text: str, why: str, example: str) -> None:
    assert past(text) is None
    assert dateshape.why_not(text) == (why, example)


def test_examples_of_days_to_come_lie_ahead() -> None:
    assert dateshape.why_not("30 February", prefer="future") == ("is not a date", "28 February or 2w")


def test_a_day_just_ahead_is_not_taken_for_last_years() -> None:
    assert past("3 June") == date(2026, 6, 3)
    assert past("20 July") == date(2025, 7, 20)


def test_a_day_just_gone_by_is_not_taken_for_next_years() -> None:
    assert future("12 May") == date(2026, 5, 12)
    assert future("1 March") == date(2027, 3, 1)


def test_a_day_of_the_other_year_is_the_one_over_new_year() -> None:
    assert read_date("28 December", date(2027, 1, 4), prefer="past") == date(2026, 12, 28)
    assert read_date("4 January", date(2026, 12, 28), prefer="future") == date(2027, 1, 4)


def test_a_month_after_the_31st_is_the_last_of_the_month() -> None:
    assert read_date("1 month", date(2026, 1, 31), prefer="future") == date(2026, 2, 28)


def test_a_length_alone_has_the_shape_of_no_day() -> None:
    assert not dateshape.fits_date("2w")
    assert dateshape.length("2w") == (2, "week")


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@unhurried
@given(DAYS, DAYS, st.sampled_from(["past", "future"]))
def test_a_written_out_day_is_read_back(day: date, today: date, prefer: dateshape.Prefer) -> None:
    month = dateshape.MONTHS[day.month - 1]
    for text in (day.isoformat(), f"{day.day} {month} {day.year}", f"{month[:3]} {day.day}, {day.year}"):
        assert read_date(text, today, prefer=prefer) == day


@unhurried
@given(DAYS)
def test_a_day_without_its_year_is_that_day_and_near(today: date) -> None:
    for offset in (-300, -100, -10, 0, 10, 100, 300):
        day = today + timedelta(days=offset)
        if (day.month, day.day) == (2, 29):
            continue
        prefer: dateshape.Prefer = "past" if offset <= 0 else "future"
        found = read_date(f"{day.day} {dateshape.MONTHS[day.month - 1]}", today, prefer=prefer)
        assert found is not None
        assert (found.month, found.day) == (day.month, day.day)
        assert found == day or abs(found - today) <= NEAR


@unhurried
@given(st.text(max_size=40), DAYS)
def test_any_text_is_read_without_an_error(text: str, today: date) -> None:
    read_date(text, today, prefer="past")
    read_date(text, today, prefer="future")
    why, example = dateshape.why_not(text)
    assert why
    assert example


WORDS = [
    "next",
    "last",
    "on",
    "in",
    "ago",
    "may",
    "12",
    "2",
    "w",
    "of",
    "end",
    "month",
    "monday",
    "the",
    "this",
    "-",
    "/",
]


@unhurried
@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), DAYS)
def test_whatever_is_read_as_a_day_has_the_shape_of_one_or_of_a_length(text: str, today: date) -> None:
    if read_date(text, today, prefer="past") is not None:
        phrase = dateshape.tidy(text)
        assert dateshape.fits_date(text) or dateshape.is_weekday(phrase)
