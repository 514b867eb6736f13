"""From the database to the pasts of accounts, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.backtest.past import Past, PastContact, PastTouch
from bot.facts import StaffingFact
from bot.policy import Direction, Kind, Tier
from bot.titles import ContactLevel
from bot.worktime import Calendar, zone
from storage import facts as stored
from storage import history, workspaces
from storage.core import by_account

_CAME_TOGETHER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to accounts and to touches, by their ids."""

    tz: str
    touches: Mapping[str, Sequence[Any]]
    people: Mapping[str, Sequence[str]]
    theirs: Mapping[str, Sequence[str]]
    contacts: Mapping[str, Sequence[Any]]
    closures: Mapping[str, Sequence[Any]]
    gone: Mapping[str, datetime]
    handed: Mapping[str, Sequence[Any]]
    heard: Mapping[str, Sequence[Any]]


def pasts(session: Session, team_id: str, account_ids: Sequence[str]) -> Iterator[Past]:
    """The pasts of those accounts that exist. Raises `LookupError` for an unknown workspace."""
    workspace = workspaces.get(session, team_id)
    if workspace is None:
        raise LookupError(f"no workspace {team_id}")
    parts = _Parts(
        tz=workspace.tz,
        touches=by_account(history.touches(session, team_id, account_ids)),
        people=history.people(session, team_id, account_ids),
        theirs=history.contacts(session, team_id, account_ids),
        contacts=by_account(stored.contacts(session, team_id, account_ids)),
        closures=by_account(stored.closures(session, team_id, account_ids)),
        gone=history.gone(session, team_id),
        handed=by_account(history.owners(session, team_id, account_ids)),
        heard=by_account(history.remarks(session, team_id, account_ids)),
    )
    for row in stored.accounts(session, team_id, account_ids):
        yield _past(row, parts)


def _past(row: Any, parts: _Parts) -> Past:
    days = zone(row.owner_tz, zone(parts.tz))
    touches = tuple(_touch(touch, parts) for touch in parts.touches.get(row.id, ()))
    began_at = min(row.created_at, touches[0].occurred_at) if touches else row.created_at
    return Past(
        account_id=row.id,
        name=row.name,
        tier=Tier(row.tier),
        zone=days,
        closures=tuple((one.first_on, one.last_on) for one in parts.closures.get(row.id, ())),
        owner_id=row.owner_id,
        cadence_days=row.cadence_days,
        annual_value_minor=row.annual_value_minor,
        currency=row.currency,
        started_at=Calendar(days).start_of(row.client_since) if row.client_since else began_at,
        began_at=began_at,
        lost_on=row.lost_on,
        touches=touches,
        contacts=tuple(_contact(one, row, began_at, touches) for one in parts.contacts.get(row.id, ())),
        gone=parts.gone,
        handed=tuple(
            StaffingFact(one.id, one.changed_at, one.before_id, one.after_id) for one in parts.handed.get(row.id, ())
        ),
        heard=tuple(one.reported_at for one in parts.heard.get(row.id, ())),
    )


def _touch(row: Any, parts: _Parts) -> PastTouch:
    return PastTouch(
        id=row.id,
        occurred_at=row.occurred_at,
        kind=Kind(row.kind),
        direction=Direction(row.direction),
        temperature=row.temperature,
        next_on=row.next_on,
        people=tuple(parts.people.get(row.id, filter(None, (row.logged_by,)))),
        contacts=tuple(parts.theirs.get(row.id, ())),
        signs=tuple(row.signs or ()),
    )


def _contact(row: Any, account: Any, began_at: datetime, touches: Iterable[PastTouch]) -> PastContact:
    """Who was put down together with the account counts as known from its beginning; others from their first touch."""
    together = row.created_at - account.created_at <= _CAME_TOGETHER
    first_touch = next((touch.occurred_at for touch in touches if row.id in touch.contacts), row.created_at)
    return PastContact(
        id=row.id,
        name=row.name,
        level=ContactLevel(row.level),
        can_hire_or_fire=row.can_hire_or_fire,
        known_since=began_at if together else min(row.created_at, first_touch),
        left_at=row.left_at,
        roles=tuple(row.roles),
    )
