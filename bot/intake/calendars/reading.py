"""Reads the calendars that are due: what has been becomes touches, what is to come covers its account until then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import structlog

from bot.intake.addresses import Theirs, accounts_of
from bot.intake.calendars.events import NoCalendar, Occurrence, occurrences
from bot.intake.calendars.fetch import CannotFetch, fetch
from bot.policy import Direction, Kind
from bot.tend import Tend
from bot.work import calendars as work
from bot.work import checks, meetings, sources, touches
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.desk import zone_of
from bot.work.sources import Source
from bot.work.touches import NewTouch
from bot.workers import GoOn, Stopped
from storage import accounts, calendars, outbox, people
from storage import touches as touch_rows
from storage.tables import Account, Calendar, Person
from storage.vault import CannotOpen

log = structlog.get_logger()

EVERY = timedelta(minutes=30)
BACK, AHEAD = timedelta(days=14), timedelta(days=60)
FIRST_BACK = timedelta(days=90)  # when a calendar is read for the first time
TELL_AFTER = 3  # failures in a row
MOST_ATTENDEES = 50  # more is an event for many, and no meeting with a client
SOURCE = Source.CALENDAR.value


class CannotRead(Exception):
    """A calendar could not be read; the text says why, for its owner."""


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """What was found: events with clients, the accounts they are with, and how many touches are new."""

    found: int
    accounts: tuple[str, ...]
    logged: int


@dataclass(frozen=True, slots=True)
class _With:
    """An event with people of a client."""

    event: Occurrence
    account: Account
    theirs: Theirs


def owner(team_id: str, person_id: str) -> str:
    """Whose the sealed address of a calendar is (`storage.vault`)."""
    return f"calendar/{team_id}/{person_id}"


def wake_if_due(tend: Tend, now: datetime) -> None:
    """Have due calendars read beside everything else. `now`: aware UTC."""
    if tend.vault is not None and _is_due(tend, now):
        tend.calendars.begin(lambda go_on: read_all(tend, go_on))


def read_all(tend: Tend, go_on: GoOn) -> None:
    """Read one calendar after another until none is due. Never raises: what goes wrong is told, or reported."""
    try:
        while read_next(tend):
            go_on()
    except Stopped:
        return
    except Exception:
        log.exception("calendars.failed")  # the database: each is due again by itself


def read_next(tend: Tend) -> bool:
    """Read the calendar that is due for longest; whether there was one."""
    now = tend.now()
    with tend.store.write() as session:
        claimed = calendars.claim(session, now, now + EVERY)
    if claimed is None:
        return False
    try:
        read(tend, *claimed)
    except CannotRead as failed:
        log.info("calendar.unread", team_id=claimed[0], person_id=claimed[1], why=str(failed))
    return True


def read(tend: Tend, team_id: str, person_id: str) -> CalendarRead:
    """Read somebody's calendar now. Raises `CannotRead`; its owner is told when that happens again and again."""
    now = tend.now()
    with tend.store.read() as session:
        row, person = calendars.get(session, team_id, person_id), people.get(session, team_id, person_id)
        zone = zone_of(session, team_id, person_id)
    if row is None or person is None or person.deactivated_at:
        raise CannotRead("There is no calendar.")
    try:
        content = fetch(_address(tend, row), private=tend.private_calendars)
        since = now - (BACK if row.read_at else FIRST_BACK)
        events = occurrences(content, since, now + AHEAD, zone)
    except (CannotFetch, NoCalendar) as error:
        _failed(tend, row, str(error))
        raise CannotRead(str(error)) from None
    done = _write_down(tend, person, events, now)
    _went_well(tend, row, done.found)
    return done


def _is_due(tend: Tend, now: datetime) -> bool:
    with tend.store.read() as session:
        return calendars.is_due(session, now)


def _address(tend: Tend, row: Calendar) -> str:
    if tend.vault is None:
        raise CannotFetch("Its address lies under a key that is not there (TEND_ENCRYPTION_KEYS).")
    try:
        return tend.vault.open(row.address, owner(row.team_id, row.person_id))
    except CannotOpen:
        raise CannotFetch("Its address lies under a key that is no longer there; add the calendar again.") from None


def _write_down(tend: Tend, person: Person, events: Sequence[Occurrence], now: datetime) -> CalendarRead:
    concerned = _with_clients(tend, person, events)
    deed = Deed(person.team_id, None, now)
    new = _unknown(tend, person.team_id, [one for one in concerned if one.event.ends <= now])
    logged = sum(_log(tend, deed, person, one) for one in new)
    today, wanted = _to_come(tend, person, [one for one in concerned if one.event.begins > now], now)
    work.plan(tend.store, deed, person.id, wanted, today)
    names = tuple(sorted({one.account.name for one in concerned}))
    return CalendarRead(len({one.event.key for one in concerned}), names, logged)


def _with_clients(tend: Tend, person: Person, events: Sequence[Occurrence]) -> list[_With]:
    """Events that the person takes part in with somebody of an account that listens to calendars."""
    mine = (person.email or "").lower()
    going = [one for one in events if mine not in one.declined and 1 < len(one.attendees) <= MOST_ATTENDEES]
    found: list[_With] = []
    with tend.store.read() as session:
        for event in going:
            for account_id, theirs in accounts_of(session, person.team_id, event.attendees).items():
                account = accounts.get(session, person.team_id, account_id)
                if account is not None and sources.listens(account, Source.CALENDAR):
                    found.append(_With(event, account, theirs))
    return found


def _unknown(tend: Tend, team_id: str, past: Sequence[_With]) -> list[_With]:
    by_id = {_external_id(one): one for one in past}
    with tend.store.read() as session:
        known = touch_rows.known_external_ids(session, team_id, SOURCE, list(by_id))
    return [one for id_, one in by_id.items() if id_ not in known]


def _log(tend: Tend, deed: Deed, person: Person, one: _With) -> bool:
    coming = [address for address in one.event.attendees if address not in one.event.declined]
    with tend.store.read() as session:
        ours = [found.id for address in coming if (found := people.by_email(session, deed.team_id, address))]
    new = NewTouch(
        account_id=one.account.id,
        kind=Kind.MEETING,
        direction=Direction.TWO_WAY,
        occurred_at=one.event.begins,
        note=one.event.title[: checks.NOTE_LIMIT] if one.account.keeps_text else "",
        people=list(dict.fromkeys([person.id, *ours]))[: checks.LIST_LIMIT],
        contacts=one.theirs.contact_ids[: checks.LIST_LIMIT],
        source=SOURCE,
        external_id=_external_id(one),
    )
    try:
        touches.log(tend.store, deed, new)
    except (AlreadyDone, Refused):
        return False
    return True


def _to_come(tend: Tend, person: Person, coming: Sequence[_With], now: datetime) -> tuple[date, dict[str, set[date]]]:
    """Today, and the days of the meetings to come by account, each where its account's days are."""
    wanted: defaultdict[str, set[date]] = defaultdict(set)
    with tend.store.read() as session:
        for one in coming:
            zone = meetings.zone_of(session, one.account)
            wanted[one.account.id].add(one.event.begins.astimezone(zone).date())
        today = now.astimezone(zone_of(session, person.team_id, person.id)).date()
    return today, dict(wanted)


def _external_id(one: _With) -> str:
    return sha256(f"{one.event.key}/{one.account.id}".encode()).hexdigest()


def _went_well(tend: Tend, row: Calendar, found: int) -> None:
    with tend.store.write() as session:
        mine = calendars.lock(session, row.team_id, row.person_id)
        if mine is not None and mine.added_at == row.added_at:
            mine.read_at, mine.found, mine.failures, mine.failure = tend.now(), found, 0, ""


def _failed(tend: Tend, row: Calendar, why: str) -> None:
    now = tend.now()
    with tend.store.write() as session:
        mine = calendars.lock(session, row.team_id, row.person_id)
        if mine is None or mine.added_at != row.added_at:
            return
        mine.failures, mine.failure = mine.failures + 1, why
        if mine.failures >= TELL_AFTER:
            slot = f"calendar:{row.person_id}:{mine.read_at or mine.added_at:%Y%m%dT%H%M%S}"
            body = {"about": "calendar", "host": mine.host, "failure": why}
            outbox.notify(session, row.team_id, row.person_id, slot, body, now)
