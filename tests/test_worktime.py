from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.worktime import Calendar, common_zone

LISBON = ZoneInfo("Europe/Lisbon")
WEDNESDAY = datetime(2026, 5, 6, 15, 30, tzinfo=UTC)
ZONES = (
    "Europe/Lisbon",
    "America/New_York",
    "Africa/Cairo",  # springs forward at midnight
    "America/Havana",  # falls back to midnight
    "Australia/Lord_Howe",  # by half an hour
    "America/Nuuk",  # springs from eleven at night to tomorrow
)

dates = st.dates(date(2025, 1, 1), date(2027, 12, 31))
minutes = st.integers(0, 3 * 365 * 24 * 60).map(lambda count: timedelta(minutes=count))
moments = minutes.map(lambda since: datetime(2025, 1, 1, tzinfo=UTC) + since)
closures = st.lists(st.tuples(dates, st.integers(0, 20)).map(lambda c: (c[0], c[0] + timedelta(days=c[1]))), max_size=4)
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    working_days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    days_off=st.frozensets(dates, max_size=10),
    closures=closures.map(tuple),
)


def test_a_silence_is_counted_in_local_days_and_ends_as_a_day_begins() -> None:
    calendar = Calendar(zone=LISBON)
    assert calendar.after(WEDNESDAY, 14) == datetime(2026, 5, 20, tzinfo=LISBON)


def test_late_at_night_it_is_already_the_next_day_further_east() -> None:
    late = datetime(2026, 5, 5, 23, 30, tzinfo=UTC)
    assert Calendar().counted_days(late, WEDNESDAY) == 1
    assert Calendar(zone=LISBON).counted_days(late, WEDNESDAY) == 0


def test_nothing_becomes_due_on_a_weekend() -> None:
    assert Calendar().after(WEDNESDAY, 3) == datetime(2026, 5, 11, tzinfo=UTC)
    assert Calendar(working_days=(5, 6)).after(WEDNESDAY, 1) == datetime(2026, 5, 9, tzinfo=UTC)


def test_weekends_count_towards_a_silence() -> None:
    assert Calendar().counted_days(WEDNESDAY, WEDNESDAY + timedelta(days=7)) == 7


def test_days_off_and_closures_do_not_count() -> None:
    calendar = Calendar(days_off=frozenset({date(2026, 5, 8)}), closures=((date(2026, 5, 11), date(2026, 5, 13)),))
    assert calendar.after(WEDNESDAY, 7) == datetime(2026, 5, 18, tzinfo=UTC)  # the 17th is a Sunday
    assert calendar.counted_days(WEDNESDAY, datetime(2026, 5, 17, tzinfo=UTC)) == 7
    assert calendar.counted_days(WEDNESDAY, datetime(2026, 5, 12, tzinfo=UTC)) == 3


def test_a_touch_within_a_closure_is_counted_from_its_end() -> None:
    calendar = Calendar(closures=((date(2026, 5, 4), date(2026, 5, 10)),))
    assert calendar.after(WEDNESDAY, 2) == datetime(2026, 5, 12, tzinfo=UTC)


def test_overlapping_closures_are_left_out_once() -> None:
    overlapping = ((date(2026, 5, 7), date(2026, 5, 10)), (date(2026, 5, 9), date(2026, 5, 12)))
    calendar = Calendar(closures=overlapping, days_off=frozenset({date(2026, 5, 12)}))
    assert calendar.counted_days(WEDNESDAY, datetime(2026, 5, 14, tzinfo=UTC)) == 2


def test_a_silence_that_begins_tomorrow_has_no_days() -> None:
    assert Calendar().counted_days(WEDNESDAY, WEDNESDAY - timedelta(days=3)) == 0


def test_working_days_leave_out_weekends_and_days_off() -> None:
    calendar = Calendar(days_off=frozenset({date(2026, 5, 8)}))
    assert calendar.add_working_days(WEDNESDAY, 3) == datetime(2026, 5, 12, tzinfo=UTC)
    assert calendar.working_days_between(WEDNESDAY, datetime(2026, 5, 12, 1, tzinfo=UTC)) == 3


def test_the_next_morning_is_today_until_the_hour_has_struck() -> None:
    calendar = Calendar(zone=LISBON)
    nine = datetime(2026, 5, 6, 9, tzinfo=LISBON)
    assert calendar.next_morning(nine - timedelta(hours=2), 9) == nine
    assert calendar.next_morning(nine, 9) == nine
    assert calendar.next_morning(nine + timedelta(seconds=1), 9) == nine + timedelta(days=1)


def test_friday_evening_waits_for_monday_morning() -> None:
    friday = datetime(2026, 5, 8, 18, tzinfo=LISBON)
    assert Calendar(zone=LISBON).next_morning(friday, 9) == datetime(2026, 5, 11, 9, tzinfo=LISBON)


def test_an_absence_moves_the_morning_to_the_day_after_it() -> None:
    away = Calendar(zone=LISBON, closures=((date(2026, 5, 4), date(2026, 5, 15)),))
    assert away.next_morning(WEDNESDAY, 9) == datetime(2026, 5, 18, 9, tzinfo=LISBON)


def test_working_hours_are_local_and_end_before_the_last_hour() -> None:
    calendar = Calendar(zone=LISBON)
    assert calendar.in_hours(datetime(2026, 5, 6, 9, tzinfo=LISBON), (9, 18))
    assert not calendar.in_hours(datetime(2026, 5, 6, 18, tzinfo=LISBON), (9, 18))
    assert not calendar.in_hours(datetime(2026, 5, 6, 8, 59, tzinfo=LISBON), (9, 18))
    assert not calendar.in_hours(datetime(2026, 5, 9, 12, tzinfo=LISBON), (9, 18))


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar(working_days=())


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 1, 2, 9, 23])
def test_every_working_day_of_two_years_has_exactly_one_morning(zone: str, hour: int) -> None:
    calendar = Calendar(zone=ZoneInfo(zone), working_days=tuple(range(7)), days_off=frozenset({date(2026, 1, 1)}))
    now, end = datetime(2025, 1, 1, 12, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    mornings = []
    while (now := calendar.next_morning(now, hour)) < end:
        mornings.append(calendar.day(now))
        now += timedelta(microseconds=1)
    first = mornings[0]
    days = [first + timedelta(days=n) for n in range((mornings[-1] - first).days + 1)]
    assert mornings == [day for day in days if day != date(2026, 1, 1)]
    assert len(mornings) >= 728


@settings(deadline=None)
@given(calendars, moments, st.integers(1, 120))
def test_a_day_count_and_the_moment_it_is_reached_agree(calendar: Calendar, since: datetime, days: int) -> None:
    reached = calendar.after(since, days)
    assert calendar.works(calendar.day(reached))
    assert calendar.counted_days(since, reached) >= days
    assert all(
        calendar.counted_days(since, reached - timedelta(days=n)) < days
        or not calendar.works(calendar.day(reached - timedelta(days=n)))
        for n in range(1, 40)
    )


@settings(deadline=None)
@given(calendars, moments, moments, st.integers(0, 120), st.integers(0, 120))
def test_later_beginnings_and_longer_counts_never_end_earlier(
    calendar: Calendar, one: datetime, other: datetime, few: int, many: int
) -> None:
    few, many = sorted((few, many))
    earlier, later = sorted((one, other))
    assert calendar.after(earlier, few) <= calendar.after(later, few)
    assert calendar.after(earlier, few) <= calendar.after(earlier, many)


@settings(deadline=None)
@given(calendars, st.tuples(dates, st.integers(0, 20)), moments, st.integers(0, 120))
def test_one_more_closure_never_makes_anything_due_earlier(
    calendar: Calendar, closed: tuple[date, int], since: datetime, days: int
) -> None:
    closure = (closed[0], closed[0] + timedelta(days=closed[1]))
    quieter = Calendar(calendar.zone, calendar.working_days, calendar.days_off, (*calendar.closures, closure))
    assert quieter.after(since, days) >= calendar.after(since, days)


@settings(deadline=None)
@given(calendars, moments, st.integers(1, 30))
def test_added_working_days_are_as_many_as_lie_between(calendar: Calendar, moment: datetime, days: int) -> None:
    assert calendar.working_days_between(moment, calendar.add_working_days(moment, days)) == days


def test_the_common_zone_is_of_the_clock_that_most_people_share() -> None:
    may = datetime(2026, 5, 12, 9, tzinfo=UTC)

    assert common_zone(["America/New_York", "Europe/Lisbon", "Europe/London"], may) == "Europe/Lisbon"
    assert common_zone(["America/New_York", "Europe/Lisbon", "Europe/London", "Europe/London"], may) == "Europe/London"
    assert common_zone(["Nowhere/At all"], may) == "Nowhere/At all"


OFFICE = (9, 18)
hours_of_day = st.tuples(st.integers(0, 23), st.integers(1, 24)).map(lambda span: (span[0], max(span[0] + 1, span[1])))
lengths = st.integers(0, 40 * 60).map(lambda count: timedelta(minutes=count))


@pytest.mark.parametrize(
    ("moment", "length", "reached"),
    [
        (WEDNESDAY, 2, datetime(2026, 5, 6, 17, 30, tzinfo=UTC)),
        (WEDNESDAY, 2.5, datetime(2026, 5, 6, 18, tzinfo=UTC)),  # as they close
        (WEDNESDAY, 4, datetime(2026, 5, 7, 10, 30, tzinfo=UTC)),
        (WEDNESDAY, 13, datetime(2026, 5, 11, 10, 30, tzinfo=UTC)),  # Friday is a day off
        (datetime(2026, 5, 9, 22, 15, tzinfo=UTC), 4, datetime(2026, 5, 11, 13, tzinfo=UTC)),  # a Saturday night
        (datetime(2026, 5, 6, 4, tzinfo=UTC), 4, datetime(2026, 5, 6, 13, tzinfo=UTC)),
    ],
)
def test_working_time_is_added_within_working_hours(moment: datetime, length: float, reached: datetime) -> None:
    calendar = Calendar(days_off=frozenset({date(2026, 5, 8)}))
    assert calendar.add_working_time(moment, timedelta(hours=length), OFFICE) == reached
    assert calendar.working_time(moment, reached, OFFICE) == timedelta(hours=length)


@pytest.mark.parametrize(("day", "lasts"), [(date(2026, 3, 29), 5), (date(2026, 10, 25), 7)], ids=["spring", "autumn"])
def test_on_a_day_when_the_clocks_change_the_hours_are_those_that_go_by(day: date, lasts: int) -> None:
    calendar = Calendar(zone=LISBON, working_days=tuple(range(7)))
    midnight = calendar.start_of(day)
    assert calendar.working_time(midnight, calendar.end_of(day), (0, 6)) == timedelta(hours=lasts)
    assert calendar.add_working_time(midnight, timedelta(hours=lasts), (0, 6)) == calendar.at(day, 6)


@settings(deadline=None)
@given(calendars, moments, lengths, hours_of_day)
def test_as_much_working_time_lies_between_as_was_added_and_it_ends_within_the_hours(
    calendar: Calendar, moment: datetime, length: timedelta, hours: tuple[int, int]
) -> None:
    reached = calendar.add_working_time(moment, length, hours)
    assert reached >= moment
    assert calendar.working_time(moment, reached, hours) == length
    just_before = reached - timedelta(microseconds=1)
    if length:
        assert calendar.works(calendar.day(just_before))
        assert calendar.working_time(moment, just_before, hours) < length


@settings(deadline=None)
@given(calendars, moments, moments, lengths, lengths, hours_of_day)
def test_working_time_adds_up_and_later_beginnings_never_end_earlier(
    calendar: Calendar, one: datetime, other: datetime, few: timedelta, more: timedelta, hours: tuple[int, int]
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add_working_time(earlier, few, hours) <= calendar.add_working_time(later, few, hours)
    at_once = calendar.add_working_time(earlier, few + more, hours)
    assert calendar.add_working_time(calendar.add_working_time(earlier, few, hours), more, hours) >= at_once
    if more:
        assert calendar.add_working_time(calendar.add_working_time(earlier, few, hours), more, hours) == at_once


@settings(deadline=None)
@given(calendars, st.tuples(dates, st.integers(0, 20)), moments, lengths)
def test_one_more_holiday_never_makes_working_hours_go_by_faster(
    calendar: Calendar, closed: tuple[date, int], moment: datetime, length: timedelta
) -> None:
    closure = (closed[0], closed[0] + timedelta(days=closed[1]))
    quieter = Calendar(calendar.zone, calendar.working_days, calendar.days_off, (*calendar.closures, closure))
    reached = quieter.add_working_time(moment, length, OFFICE)
    assert reached >= calendar.add_working_time(moment, length, OFFICE)
    assert not length or not closure[0] <= calendar.day(reached - timedelta(microseconds=1)) <= closure[1]
