"""Real calendars, read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.calendars.events import NoCalendar, Occurrence, occurrences

FILES = Path(__file__).parent / "calendars"
NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")


def read(name: str, back: int = 60, ahead: int = 30) -> list[Occurrence]:
    content = (FILES / f"{name}.ics").read_bytes().replace(b"\n", b"\r\n")
    return occurrences(content, NOW - timedelta(days=back), NOW + timedelta(days=ahead), LISBON)


def weekly(of: list[Occurrence]) -> list[str]:
    return [f"{one.begins:%m-%d %H:%M}" for one in of if "weekly" in one.key]


def test_a_series_is_read_day_by_day_without_the_days_that_were_taken_out_cancelled_or_moved() -> None:
    assert weekly(read("google", back=70, ahead=16)) == [
        "03-03 10:00", "03-10 10:00", "03-17 10:00", "03-24 10:00", "03-31 09:00",
        "04-14 09:00", "04-21 09:00", "04-28 09:00", "05-13 15:00", "05-19 09:00", "05-26 09:00",
    ]  # fmt: skip


def test_a_day_that_was_moved_is_still_known_as_the_one_that_was_planned() -> None:
    [moved] = [one for one in read("google") if one.begins.day == 13]

    assert moved.key == "6kq1weekly@google.com/20260512T0900"


def test_who_takes_part_is_told_by_address_and_who_will_not_come_apart() -> None:
    [review] = read("outlook")

    assert review.begins == datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
    assert review.attendees == ("jane@acme.com", "ben@brightside.test", "ana@brightside.test")
    assert review.declined == ("ben@brightside.test",)
    assert review.title == "Quarterly review"


def test_a_zone_without_its_definition_is_known_by_its_name() -> None:
    [call] = read("icloud")

    assert (call.begins, call.ends) == (
        datetime(2026, 4, 30, 21, 0, tzinfo=UTC),
        datetime(2026, 4, 30, 21, 30, tzinfo=UTC),
    )
    assert call.attendees == ("chris@brightside.test", "jane@acme.com")


def test_a_day_without_a_time_is_taken_as_its_noon_where_the_person_is() -> None:
    [dentist] = [one for one in read("google") if one.title == "Dentist"]

    assert dentist.begins == datetime(2026, 5, 11, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"\xff\xfe"])
def test_what_is_no_calendar_is_told_so(content: bytes) -> None:
    with pytest.raises(NoCalendar, match="no calendar"):
        occurrences(content, NOW, NOW + timedelta(days=1), UTC)


@given(st.binary(max_size=300), st.integers(0, 2_500))
def test_a_calendar_that_is_broken_anywhere_never_breaks_more_than_itself(noise: bytes, at: int) -> None:
    whole = (FILES / "google.ics").read_bytes()

    try:
        found = occurrences(whole[:at] + noise + whole[at:], NOW - timedelta(days=30), NOW, LISBON)
    except NoCalendar:
        return

    assert all(one.begins <= one.ends for one in found)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=SECONDLY", 0),
        ("FREQ=MINUTELY;INTERVAL=1", 0),
        (f"FREQ=DAILY;BYSECOND={','.join(map(str, range(60)))}", 0),
        ("FREQ=DAILY;COUNT=100000000", 74),
    ],
)
def test_an_event_that_repeats_every_minute_does_not_take_all_the_time_there_is(rule: str, days: int) -> None:
    content = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260512T080000Z\r\n"
        f"DTEND:20260512T080001Z\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()

    assert len(occurrences(content, NOW, NOW + timedelta(days=74), UTC)) == days
