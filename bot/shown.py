"""Promises, wishes and breakdowns from their rows to what people read, days where the reader is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, tzinfo

from sqlmodel import Session

from bot.intervals import ONCE, Interval
from bot.views import breakdowns as breakdown_views
from bot.views import promises as promise_views
from bot.views import wishes as wish_views
from bot.views.breakdowns import BreakdownShown
from bot.views.promises import PromiseShown
from bot.views.wishes import WishShown
from storage import accounts, breakdowns, contacts, promises, wishes
from storage.tables import Breakdown, Promise, Wish


def promised_lines(session: Session, team_id: str, ids: Collection[str], today: date, where: tzinfo) -> dict[str, str]:
    """Those of some ids that are promises, wishes or breakdowns, each in one line of mrkdwn."""
    made = promises_shown(session, team_id, list(promises.many(session, team_id, ids).values()))
    liked = wishes_shown(session, team_id, list(wishes.many(session, team_id, ids).values()))
    broke = breakdowns_shown(session, team_id, list(breakdowns.many(session, team_id, ids).values()), where)
    return {
        **{one.id: promise_views.one_line(one, today) for one in made},
        **{one.id: wish_views.one_line(one, today) for one in liked},
        **{one.id: breakdown_views.one_line(one, today) for one in broke},
    }


def promises_shown(session: Session, team_id: str, found: Sequence[Promise]) -> list[PromiseShown]:
    """Promises as people read them."""
    named = accounts.names(session, team_id, {one.account_id for one in found})
    theirs = _contacts(session, team_id, (one.contact_id for one in found))
    return [
        PromiseShown(
            id=one.id,
            account=named[one.account_id],
            text=one.text,
            is_ours=one.side == "ours",
            due_on=one.due_on,
            contact=theirs.get(one.contact_id or "", ""),
            person_id=one.person_id,
            owner_id=one.owner_id,
            moved=one.moved,
            state=one.state,
            note=one.note,
            client_told=bool(one.client_told),
            settled_on=one.settled_on,
            settled_by=one.settled_by,
        )
        for one in found
    ]


def wishes_shown(session: Session, team_id: str, found: Sequence[Wish]) -> list[WishShown]:
    """Wishes as people read them."""
    named = accounts.names(session, team_id, {one.account_id for one in found})
    theirs = _contacts(session, team_id, (one.contact_id for one in found))
    ids = [one.id for one in found]
    last, recorded = wishes.last_deliveries(session, team_id, ids), wishes.last_recorded(session, team_id, ids)
    return [
        WishShown(
            id=one.id,
            account=named[one.account_id],
            text=one.text,
            every=str(Interval(one.every, one.unit) if one.every else ONCE),
            due_on=one.due_on,
            contact=theirs.get(one.contact_id or "", ""),
            owner_id=one.owner_id,
            delivered_on=last[one.id].delivered_on if one.id in last else None,
            delivery_id=recorded[one.id].id if one.id in recorded else "",
            state=one.state,
            why=one.why,
        )
        for one in found
    ]


def breakdowns_shown(session: Session, team_id: str, found: Sequence[Breakdown], where: tzinfo) -> list[BreakdownShown]:
    """Breakdowns as people read them."""
    named = accounts.names(session, team_id, {one.account_id for one in found})

    return [
        BreakdownShown(
            id=one.id,
            account=named[one.account_id],
            text=one.text,
            broke_on=one.broke_on,
            owner_id=one.owner_id,
            state=one.state,
            recovery=one.recovery,
            recovered_by=one.recovered_by,
            recovered_on=one.recovered_at.astimezone(where).date() if one.recovered_at else None,
            proof=one.proof,
            client_told=one.client_told,
            verified_by=one.verified_by,
            verified_on=one.verified_at.astimezone(where).date() if one.verified_at else None,
        )
        for one in found
    ]


def _contacts(session: Session, team_id: str, ids: Iterable[str | None]) -> dict[str, str]:
    """Names of the client's people, by id."""
    return {id_: one.name for id_, one in contacts.many(session, team_id, [id_ for id_ in ids if id_]).items()}
