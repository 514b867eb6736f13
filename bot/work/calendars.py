"""Calendars that people let Tend read, and the meetings to come that stand in them (MISSION B6, C11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session

from bot.nudges.settle import settle
from bot.work import desk
from bot.work.deed import Deed
from bot.work.permission import allow
from storage import accounts, calendars, meetings
from storage.engine import Store
from storage.tables import Calendar


def put(store: Store, deed: Deed, person_id: str, sealed: str, host: str) -> Calendar:
    """Let Tend read somebody's calendar; `sealed` is its address. Raises `Refused` and `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, person_id)
        allow(session, deed, "calendar.put", person_id=person_id)
        known = calendars.lock(session, deed.team_id, person_id)
        row = known or Calendar(
            team_id=deed.team_id, person_id=person_id, address=sealed, host=host, added_at=deed.now, due_at=deed.now
        )
        row.address, row.host, row.added_at, row.due_at = sealed, host, deed.now, deed.now
        row.read_at, row.found, row.failures, row.failure = None, 0, 0, ""
        session.add(row)
        desk.record(session, deed, "calendar.put", subject_id=person_id, after={"host": host})
    return row


def remove(store: Store, deed: Deed, person_id: str) -> bool:
    """Read somebody's calendar no more; whether there was one. What was logged stays.

    The meetings to come that stand in it go with it. Raises `Refused` and `AlreadyDone`.
    """
    with store.write() as session:
        desk.begin(session, deed, person_id)
        allow(session, deed, "calendar.put", person_id=person_id)
        row = calendars.lock(session, deed.team_id, person_id)
        if row is None:
            return False
        today = deed.now.astimezone(desk.zone_of(session, deed.team_id, person_id)).date()
        _plan(session, deed, person_id, {}, today)
        session.delete(row)
        desk.record(session, deed, "calendar.remove", subject_id=person_id, before={"host": row.host})
    return True


def plan(store: Store, deed: Deed, person_id: str, wanted: Mapping[str, Collection[date]], today: date) -> None:
    """Put the meetings to come that stand in somebody's calendar on record, and take off those that no longer do.

    `wanted`: days from `today` on, by account. Raises `NotAllowed`.
    """
    with store.write() as session:
        allow(session, deed, "calendar.put", person_id=person_id)
        _plan(session, deed, person_id, wanted, today)


def _plan(session: Session, deed: Deed, person_id: str, wanted: Mapping[str, Collection[date]], today: date) -> None:
    team_id = deed.team_id
    known = {
        (row.account_id, row.planned_on): row.id for row in meetings.in_calendar_of(session, team_id, person_id, today)
    }
    asked = {(account_id, day) for account_id, days in wanted.items() for day in days}
    concerned = {account_id for account_id, _ in asked ^ known.keys()}
    here = {account.id for account in accounts.lock(session, team_id, concerned)}
    meetings.drop(session, team_id, [id_ for at, id_ in known.items() if at not in asked])
    for account_id, day in sorted(asked - known.keys()):
        if account_id in here:
            meetings.plan(session, team_id, account_id, day, None, deed.now, calendar_of=person_id)
    settle(session, team_id, sorted(here), deed.now, by=deed.person_id)
