"""Next meetings, as touches tell of them: a later word replaces an earlier one, a touch that counts as met keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from bot.policy import Counts, Direction, Kind, Policy
from bot.work import desk
from bot.work.times import pairs
from storage import meetings, touches
from storage.tables import Account, Meeting, Touch


@dataclass
class _Planned:
    """A meeting as history tells it; no `touch_id`: it came from elsewhere, and no touch takes it away."""

    touch_id: str | None
    announced_at: datetime
    kept_by: str | None = None


def zone_of(session: Session, account: Account) -> tzinfo:
    """Where an account's days are: its owner's time zone, else the workspace's."""
    return desk.zone_of(session, account.team_id, account.owner_id)


def after_touch(session: Session, policy: Policy, touch: Touch, zone: tzinfo) -> None:
    """Let a touch that was just written down keep what was planned, and plan what it says is next.

    Days are those of `zone`. The account is locked.
    """
    if Counts.MET in policy.resets(Kind(touch.kind), Direction(touch.direction)):
        meetings.keep(session, touch.team_id, touch.account_id, _day(touch.occurred_at, zone), touch.id)
    if touch.next_on is not None:
        meetings.drop_open_from(session, touch.team_id, touch.account_id, _day(touch.logged_at, zone))
        meetings.plan(session, touch.team_id, touch.account_id, touch.next_on, touch.id, touch.logged_at)


def replay(session: Session, policy: Policy, account: Account, zone: tzinfo) -> None:
    """Set an account's meetings as its touches tell them, in the order they were logged. The account is locked."""
    session.flush()
    rows = {row.planned_on: row for row in meetings.of_accounts(session, account.team_id, [account.id])}
    if not rows and not touches.names_a_next(session, account.team_id, account.id):
        return
    told = _told(session, policy, account, zone, rows)
    meetings.drop(session, account.team_id, [row.id for day, row in rows.items() if day not in told])
    for day, planned in told.items():
        if day not in rows:
            meetings.plan(session, account.team_id, account.id, day, planned.touch_id, planned.announced_at)
        meetings.put(session, account.team_id, account.id, day, planned.touch_id, planned.kept_by)


def _told(
    session: Session, policy: Policy, account: Account, zone: tzinfo, rows: dict[date, Meeting]
) -> dict[date, _Planned]:
    told = {day: _Planned(None, row.created_at) for day, row in rows.items() if row.touch_id is None}
    for touch in touches.telling(session, account.team_id, account.id, pairs(policy, Counts.MET)):
        if Counts.MET in policy.resets(Kind(touch.kind), Direction(touch.direction)):
            day = _day(touch.occurred_at, zone)
            for planned in [planned for on, planned in told.items() if on <= day and planned.kept_by is None]:
                planned.kept_by = touch.id
        if touch.next_on is not None:
            today = _day(touch.logged_at, zone)
            told = {on: planned for on, planned in told.items() if _stays(on, planned, today)}
            told.setdefault(touch.next_on, _Planned(touch.id, touch.logged_at))
    return told


def _stays(on: date, planned: _Planned, today: date) -> bool:
    return on < today or planned.kept_by is not None or planned.touch_id is None


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
