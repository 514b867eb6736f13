"""Touches: what people say happened with a client."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.settle import ClockMove, settle
from bot.policy import Direction, Kind, Sign
from bot.work import checks, desk, meetings, rhythms, times
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.permission import allow
from bot.work.slips import Slips
from storage import accounts, contacts, nudges, people, touches, votes
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Touch

_FIELDS = ("account_id", "kind", "direction", "occurred_at", "note", "temperature", "signs", "next_on")


@dataclass(frozen=True, slots=True)
class NewTouch:
    """What somebody says happened. `people` are ids of ours, none meaning whoever logs it; `contacts` of the client's.

    `occurred_at` is an aware moment, `next_on` a day of the workspace. `signs` are words of `Sign`; `link` leads to
    the message that it was. `external_id` is the source's own id.
    """

    account_id: str
    kind: Kind
    direction: Direction
    occurred_at: datetime
    note: str = ""
    people: Sequence[str] = ()
    contacts: Sequence[str] = ()
    temperature: int | None = None
    signs: Sequence[str] = ()
    next_on: date | None = None
    link: str = ""
    source: str = "command"
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class TouchLogged:
    """A touch as it stands now, its account, and what moved."""

    touch: Touch
    account: Account
    moves: list[ClockMove]


def log(store: Store, deed: Deed, new: NewTouch, *, moved_by: str | None = None) -> TouchLogged:
    """Log a touch: its row, the account's times, meetings, clocks and nudges, in one transaction.

    `moved_by` is the nudge that moved somebody to it, of use to them if it is about this account.
    Raises `Refused`, and `AlreadyDone` for a repeated request or an external id that its source logged before.
    """
    touch_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, touch_id)
        allow(session, deed, "touch.log")
        account = desk.hold(session, deed, new.account_id)
        touch = put(session, deed, touch_id, new, account)
        if moved_by is not None:
            _was_of_use(session, deed, moved_by, account.id)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id, touch=touch)
    return TouchLogged(touch, account, moves)


def put(session: Session, deed: Deed, touch_id: str, new: NewTouch, account: Account) -> Touch:
    """Write a new touch of a locked account down, with the account's times and meetings; settling is the caller's.

    Raises `Refused`, and `AlreadyDone` for an external id that its source logged before.
    """
    policy, zone = policy_of(desk.workspace(session, deed.team_id)), meetings.zone_of(session, account)
    checked = check(session, deed, new, zone)
    if new.external_id is not None:
        known = touches.by_external_id(session, deed.team_id, new.source, new.external_id)
        if known:
            raise AlreadyDone(known.id)
    touch = row(deed, touch_id, checked)
    touches.add(session, [(touch, checked.people, checked.contacts)])
    times.advance(session, policy, account, touch)
    rhythms.advance(session, policy, account, touch, zone)
    times.met(session, policy, touch, checked.contacts)
    meetings.after_touch(session, policy, touch, zone)
    session.flush()
    _record(session, deed, "touch.log", touch, None, _shown(touch, checked.people, checked.contacts))
    return touch


def _was_of_use(session: Session, deed: Deed, nudge_id: str, account_id: str) -> None:
    nudge = nudges.get(session, deed.team_id, nudge_id)
    if nudge is not None and nudge.account_id == account_id and deed.person_id is not None:
        votes.imply(session, deed.team_id, nudge_id, deed.person_id, deed.now)


def edit(store: Store, deed: Deed, touch_id: str, new: NewTouch) -> TouchLogged:
    """Put a touch right: `new` says all of it anew, also another account if it went to the wrong one.

    The times, meetings and clocks of the accounts concerned are counted anew. Source, external id and logger stay,
    and so does the message that it was. Raises `Refused` and `AlreadyDone`.
    """
    return _edit(store, deed, "touch.edit", touch_id, lambda _: new, new.account_id)


def amend(store: Store, deed: Deed, touch_id: str, how: Callable[[NewTouch], NewTouch]) -> TouchLogged:
    """Put a touch right by what it says: `how` is told the touch as it stands, and says all of it anew.

    Nobody comes between; the account stays. Raises `Refused` and `AlreadyDone`.
    """
    return _edit(store, deed, "touch.edit", touch_id, how)


def join(store: Store, deed: Deed, touch_id: str, how: Callable[[NewTouch], NewTouch]) -> TouchLogged:
    """Add what somebody says to a touch that logged itself: as `amend`, for anybody of ours."""
    return _edit(store, deed, "touch.join", touch_id, how)


def standing(session: Session, touch: Touch) -> NewTouch:
    """A touch as it stands, in the words of whoever would log it."""
    ours, theirs = _parts(session, touch)
    return _said(touch, ours, theirs)


def _edit(
    store: Store, deed: Deed, what: str, touch_id: str, how: Callable[[NewTouch], NewTouch], *accounts_too: str
) -> TouchLogged:
    with store.write() as session:
        desk.begin(session, deed, touch_id)
        touch, locked = _held(session, deed, touch_id, *accounts_too)
        allow(session, deed, what, touch=touch, account=_by_id(touch.account_id, locked))
        ours, theirs = _parts(session, touch)
        new = how(_said(touch, ours, theirs))
        zone = meetings.zone_of(session, _by_id(new.account_id, locked))
        checked = check(session, deed, new, zone, before=touch)
        before = _shown(touch, ours, theirs)
        for field in _FIELDS:
            setattr(touch, field, _plain(getattr(checked, field)))
        touch.link = touch.link or checked.link or None
        touches.put_parts(session, touch, checked.people, checked.contacts)
        recount(session, locked, {*theirs, *checked.contacts})
        ids = [account.id for account in locked]
        moves = settle(session, deed.team_id, ids, deed.now, by=deed.person_id, touch=touch)
        after = _shown(touch, checked.people, checked.contacts)
        _record(session, deed, what, touch, *desk.difference(before, after))
    return TouchLogged(touch, _by_id(touch.account_id, locked), moves)


def undo(store: Store, deed: Deed, touch_id: str) -> TouchLogged:
    """Take a touch back: it stays on record and counts no more. Raises `Refused` and `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, touch_id)
        touch, locked = _held(session, deed, touch_id)
        allow(session, deed, "touch.undo", touch=touch, account=_by_id(touch.account_id, locked))
        touch.undone_at = deed.now
        recount(session, locked, _parts(session, touch)[1])
        moves = settle(session, deed.team_id, [touch.account_id], deed.now, by=deed.person_id)
        _record(session, deed, "touch.undo", touch, {"undone_at": None}, {"undone_at": deed.now})
    return TouchLogged(touch, _by_id(touch.account_id, locked), moves)


def check(session: Session, deed: Deed, new: NewTouch, zone: tzinfo, *, before: Touch | None = None) -> NewTouch:
    """The touch as `tidy` leaves it, its people known and its contacts the account's own. Raises `Refused`.

    `before` is the touch that it corrects: a next date that was fine when it was logged stays so.
    """
    same_next = before is not None and before.next_on == new.next_on
    logger = before.logged_by if before else deed.person_id
    tidied = tidy(new, deed.now, zone, logger=logger, history=same_next)
    _check_parts(session, deed.team_id, new.account_id, tidied.people, tidied.contacts)
    return tidied


def tidy(
    new: NewTouch, now: datetime, zone: tzinfo, slips: Slips | None = None, *, logger: str | None, history: bool = False
) -> NewTouch:
    """The touch with its texts tidied and, where nobody is named, `logger` as who took part.

    `zone` is where the account's days are. `history`: what was next may have passed by now.
    Raises `Refused`: what is wrong with it, behind the `slips` there are already.
    """
    slips = slips or Slips()
    signs = dict.fromkeys(new.signs or ())
    if new.next_on is not None:
        day = (new.occurred_at if history else now).astimezone(zone).date()
        slips.of(partial(checks.coming_day, new.next_on, day, "next"))
    if new.temperature is not None:
        slips.of(partial(checks.between, new.temperature, -2, 2, "temperature"))
    checked: dict[str, Any] = {
        "occurred_at": slips.of(lambda: checks.happened(new.occurred_at, now)),
        "note": slips.of(lambda: checks.note(new.note)),
        "signs": slips.each(lambda sign: checks.word(sign, Sign, "sign of warning"), signs),
        "link": slips.of(lambda: checks.link(new.link)),
        "people": slips.of(lambda: checks.some(new.people or filter(None, [logger]), "people")),
        "contacts": slips.of(lambda: checks.some(new.contacts, "contacts")),
    }
    slips.tell()
    return replace(new, **checked)


def row(deed: Deed, touch_id: str, new: NewTouch) -> Touch:
    """The row of a checked touch. Where nobody logs it, the first of our people in it stands for them."""
    return Touch(
        team_id=deed.team_id,
        id=touch_id,
        source=new.source,
        external_id=new.external_id,
        link=new.link or None,
        logged_by=deed.person_id or next(iter(new.people), ""),
        logged_at=deed.now,
        **{field: _plain(getattr(new, field)) for field in _FIELDS},
    )


def recount(session: Session, locked: Collection[Account], met: Collection[str]) -> None:
    """Count the times, rhythms and meetings of locked accounts, and when contacts were last met, anew from touches."""
    for team_id in {account.team_id for account in locked}:
        policy = policy_of(desk.workspace(session, team_id))
        times.recount(session, policy, locked)
        rhythms.recount(session, policy, locked)
        times.recount_met(session, policy, team_id, met)
        for account in locked:
            meetings.replay(session, policy, account, meetings.zone_of(session, account))
    session.flush()


def _check_parts(
    session: Session, team_id: str, account_id: str, ours: Collection[str], theirs: Collection[str]
) -> None:
    for id_ in ours:
        person = people.get(session, team_id, id_)
        if person is None:
            raise Refused(f"I do not know <@{id_}> yet; mention somebody of ours.", id_)
        if person.is_stranger:
            raise Refused(f"{person.name} is from another company: put them down as a contact of the client.")
    for id_ in theirs:
        contact = contacts.get(session, team_id, id_)
        if contact is None or contact.account_id != account_id:
            raise Refused("One of the client's people is not on record at this account; add them as a contact first.")


def _held(session: Session, deed: Deed, touch_id: str, *also: str) -> tuple[Touch, list[Account]]:
    """The touch, its account and others, locked."""
    touch = touches.lock(session, deed.team_id, touch_id)
    if touch is None:
        raise Refused("That touch is no longer on record.")
    if touch.undone_at is not None:
        raise Refused("That touch was undone before.")
    locked = accounts.lock(session, deed.team_id, {touch.account_id, *also})
    if not {touch.account_id, *also} <= {account.id for account in locked}:
        raise Refused("That account is no longer on record.")
    return touch, locked


def _parts(session: Session, touch: Touch) -> tuple[list[str], list[str]]:
    ours = touches.people_of(session, touch.team_id, [touch.id])
    theirs = touches.contacts_of(session, touch.team_id, [touch.id])
    return ours.get(touch.id, []), theirs.get(touch.id, [])


def _said(touch: Touch, ours: Sequence[str], theirs: Sequence[str]) -> NewTouch:
    said = {field: getattr(touch, field) for field in (*_FIELDS, "source", "external_id")}
    words = {"kind": Kind(touch.kind), "direction": Direction(touch.direction)}
    return NewTouch(**{**said, **words}, people=ours, contacts=theirs)


def _by_id(account_id: str, locked: list[Account]) -> Account:
    return next(account for account in locked if account.id == account_id)


def _plain(value: Any) -> Any:
    """What the database keeps: a word of a fixed choice as text, and no list for an empty one."""
    if isinstance(value, list):
        return [str(word) for word in value] or None
    return str(value) if isinstance(value, StrEnum) else value


def _shown(touch: Touch, ours: Sequence[str], theirs: Sequence[str]) -> dict[str, Any]:
    """What the audit keeps of a touch."""
    shown = {field: getattr(touch, field) for field in _FIELDS}
    return {**shown, "people": sorted(ours), "contacts": sorted(theirs)}


def _record(
    session: Session, deed: Deed, what: str, touch: Touch, before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    desk.record(session, deed, what, account_id=touch.account_id, subject_id=touch.id, before=before, after=after)
