"""What a calendar in iCalendar form (RFC 5545) says: single occurrences with who takes part. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

import icalendar
import recurring_ical_events

MOST_EVENTS = 5_000  # occurrences that are read of one calendar


_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
_TIMES_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_TIMES = 4


class NoCalendar(Exception):
    """What came is no calendar; the text says why, for a person."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event on one day. Moments are aware UTC; `attendees` are addresses, lower case, the organizer among them.

    `key` is the same in every calendar that has it, whoever's.
    """

    key: str
    begins: datetime
    ends: datetime
    title: str
    attendees: tuple[str, ...]
    declined: tuple[str, ...] = ()  # those of the attendees who will not come


def occurrences(content: bytes, since: datetime, until: datetime, zone: tzinfo) -> list[Occurrence]:
    """All that takes place between two moments (aware), earliest first; what is cancelled is none of it.

    `zone` is where days without a time, and times without a zone, are. Raises `NoCalendar`.
    """
    try:
        calendar = icalendar.Calendar.from_ical(content)
        calendar.subcomponents = [one for one in calendar.subcomponents if not _repeats_too_often(one)]
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        raise NoCalendar("What this address gives is no calendar (iCalendar, .ics).") from error
    read = (_occurrence(event, zone) for event in found[:MOST_EVENTS] if _takes_place(event))
    return sorted(read, key=lambda one: (one.begins, one.key))


def _repeats_too_often(component: icalendar.Component) -> bool:
    """Whether it would take all the time there is to tell its days: nobody meets every minute."""
    rules = component.get("RRULE") or []
    return any(
        str(rule.get("FREQ", [""])[0]).upper() in _TOO_OFTEN
        or any(len(rule.get(part, [])) > _MOST_TIMES for part in _TIMES_OF_DAY)
        for rule in (rules if isinstance(rules, list) else [rules])
    )


def _takes_place(event: icalendar.Event) -> bool:
    return str(event.get("STATUS", "")).upper() != "CANCELLED"


def _occurrence(event: icalendar.Event, zone: tzinfo) -> Occurrence:
    begins = _moment(event.start, zone)
    people = list(_people(event))
    return Occurrence(
        key=_key(event, zone),
        begins=begins,
        ends=max(begins, _moment(event.end, zone)),
        title=str(event.get("SUMMARY", "")),
        attendees=tuple(dict.fromkeys(address for address, _ in people)),
        declined=tuple(dict.fromkeys(address for address, answer in people if answer == "DECLINED")),
    )


def _key(event: icalendar.Event, zone: tzinfo) -> str:
    """The series, and which of its days this is: where that was moved to does not matter."""
    place = event.get("RECURRENCE-ID")
    planned = _moment(place.dt, zone) if place is not None else _moment(event.start, zone)
    return f"{event.get('UID', '')}/{planned:%Y%m%dT%H%M}"


def _people(event: icalendar.Event) -> Iterator[tuple[str, str]]:
    for name in ("ORGANIZER", "ATTENDEE"):
        said = event.get(name)
        for one in said if isinstance(said, list) else filter(None, [said]):
            address = _address(one)
            if address:
                yield address, str(getattr(one, "params", {}).get("PARTSTAT", "")).upper()


def _address(value: Any) -> str:
    kind, _, address = str(value).partition(":")
    bare = address.strip().lower()
    return bare if kind.lower() == "mailto" and "@" in bare and bare.isprintable() else ""


def _moment(value: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(12), zone).astimezone(UTC)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
