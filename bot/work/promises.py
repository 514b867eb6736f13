"""Promises, to a client or by one: made, then kept, broken, let go, moved to another day; open again after an error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot.nudges.settle import ClockMove, settle
from bot.rules.promise import RULE
from bot.work import checks, desk, keepers, ringing
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import contacts, people, promises
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Promise

KEPT, BROKEN, RELEASED = "kept", "broken", "released"
NO_WORDS = "What was promised? A few words are enough."
NO_REASON = "Please say what happened, in a few words: whoever speaks with them next will need it."
_WHAT = "who sees to a promise"
_END = {"state", "note", "client_told", "settled_on"}
_SHOWN = {"text", "side", "person_id", "contact_id", "owner_id", "due_on"}


class Side(StrEnum):
    """Whose promise it is."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What was promised by which day. `contact_id`: who of theirs was promised it, or promised it.

    `person_id`: who of ours promised it, or was promised it; nobody named: whoever puts it on record. `owner_id`: who
    sees to it; nobody named: who promised it where that is one of ours, else whoever keeps the account.
    """

    account_id: str
    text: str
    due_on: date
    side: Side = Side.OURS
    person_id: str | None = None
    contact_id: str | None = None
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """A promise as it is kept on record now, its account, and what moved."""

    promise: Promise
    account: Account
    moves: list[ClockMove]


def make(store: Store, deed: Deed, new: NewPromise) -> PromiseKept:
    """Put a promise on record: it is warned of before its day and after. Raises `Refused` and `Repeated`."""
    promise_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, promise_id)
        allow(session, deed, "promise.make")
        account = desk.hold(session, deed, new.account_id)
        promise = _row(session, deed, promise_id, new, account)
        session.add(promise)
        session.flush()
        after = promise.model_dump(include=_SHOWN)
        desk.record(session, deed, "promise.make", account_id=account.id, subject_id=promise_id, after=after)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return PromiseKept(promise, account, moves)


def keep(store: Store, deed: Deed, promise_id: str, on: date | None = None, note: str = "") -> PromiseKept:
    """Note that a promise was kept, today or on a day that has been. Raises `Refused` and `Repeated`."""
    return _settle(store, deed, promise_id, KEPT, checks.note(note), on=on)


def not_kept(store: Store, deed: Deed, promise_id: str, note: str, *, client_told: bool = False) -> PromiseKept:
    """Note that a promise was not kept, why, and whether the client knows. Raises `Refused` and `Repeated`."""
    return _settle(store, deed, promise_id, BROKEN, _reason(note), client_told=client_told)


def release(store: Store, deed: Deed, promise_id: str, note: str) -> PromiseKept:
    """Note that both sides let a promise go, and why. Raises `Refused` and `Repeated`."""
    return _settle(store, deed, promise_id, RELEASED, _reason(note))


def move(
    store: Store,
    deed: Deed,
    promise_id: str,
    *,
    due_on: date | None = None,
    owner_id: str | None = None,
    note: str = "",
) -> PromiseKept:
    """Note that another day was agreed, or that somebody else sees to it. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, promise_id)
        promise, account = _open(session, deed, promise_id)
        before = promise.model_dump(include=_SHOWN)
        if due_on is not None and due_on != promise.due_on:
            promise.due_on, promise.moved = _due_on(session, deed, due_on), promise.moved + 1
            promise.note = checks.note(note)
        if owner_id is not None:
            promise.owner_id = desk.one_of_ours(session, deed, owner_id, _WHAT).id
        session.flush()
        old, new = desk.difference(before, promise.model_dump(include=_SHOWN))
        desk.record(session, deed, "promise.move", account_id=account.id, subject_id=promise_id, before=old, after=new)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return PromiseKept(promise, account, moves)


def reopen(store: Store, deed: Deed, promise_id: str) -> PromiseKept:
    """Take back what was said of a promise by mistake: its clock goes on. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, promise_id)
        promise, account = _held(session, deed, promise_id)
        if promise.state == "open":
            raise Refused("This is open already.")
        before = promise.model_dump(include=_END)
        promise.state, promise.note, promise.client_told = "open", "", None
        promise.settled_on = promise.settled_by = promise.settled_at = None
        session.flush()
        desk.record(
            session, deed, "promise.reopen", account_id=account.id, subject_id=promise_id,
            before=before, after={"state": "open"},
        )  # fmt: skip
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return PromiseKept(promise, account, moves)


def _row(session: Session, deed: Deed, promise_id: str, new: NewPromise, account: Account) -> Promise:
    text = checks.note(new.text, "promise")
    if not text:
        raise Refused(NO_WORDS)
    _check_contact(session, deed, account, new.contact_id)
    person = desk.one_of_ours(session, deed, new.person_id, "who promised it").id if new.person_id else deed.person_id
    return Promise(
        team_id=deed.team_id,
        id=promise_id,
        account_id=account.id,
        text=text,
        side=new.side.value,
        person_id=person,
        contact_id=new.contact_id,
        owner_id=_owner(session, deed, new, person, account),
        made_by=deed.person_id or "",
        made_at=deed.now,
        due_on=_due_on(session, deed, new.due_on),
    )


def _owner(session: Session, deed: Deed, new: NewPromise, person: str | None, account: Account) -> str | None:
    if new.owner_id:
        return desk.one_of_ours(session, deed, new.owner_id, _WHAT).id
    if new.side is Side.OURS and person:
        return person
    return keepers.first(session, account)


def _check_contact(session: Session, deed: Deed, account: Account, contact_id: str | None) -> None:
    known = contacts.get(session, deed.team_id, contact_id) if contact_id else None
    if contact_id and (known is None or known.account_id != account.id):
        raise Refused(f"They are not on record at {account.name}: choose one of their contacts, or nobody.")


def _due_on(session: Session, deed: Deed, due_on: date) -> date:
    return checks.coming_day(due_on, _today(session, deed) - timedelta(days=1), "by")


def _reason(note: str) -> str:
    said = checks.note(note)
    if not said:
        raise Refused(NO_REASON)
    return said


def _settle(
    store: Store,
    deed: Deed,
    promise_id: str,
    state: str,
    note: str,
    *,
    on: date | None = None,
    client_told: bool | None = None,
) -> PromiseKept:
    with store.write() as session:
        desk.begin(session, deed, promise_id)
        promise, account = _open(session, deed, promise_id)
        today = _today(session, deed)
        promise.settled_on = checks.past_day(on, today, state) if on else today
        promise.state, promise.note, promise.client_told = state, note, client_told
        promise.settled_by, promise.settled_at = deed.person_id, deed.now
        session.flush()
        ringing.close(session, deed, account.id, RULE, promise_id, said_of(state), note)
        after = promise.model_dump(include=_END)
        desk.record(
            session, deed, f"promise.{state}", account_id=account.id, subject_id=promise_id,
            before={"state": "open"}, after=after,
        )  # fmt: skip
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return PromiseKept(promise, account, moves)


def said_of(state: str) -> str:
    """How an end is said: `kept`, `not kept`, `let go`."""
    return {KEPT: "kept", BROKEN: "not kept", RELEASED: "let go"}[state]


def _open(session: Session, deed: Deed, promise_id: str) -> tuple[Promise, Account]:
    """An open promise that the doer may settle, and its account, locked."""
    promise, account = _held(session, deed, promise_id)
    if promise.state != "open":
        by = people.get(session, deed.team_id, promise.settled_by) if promise.settled_by else None
        raise Refused(f"This was {said_of(promise.state)}, as was said before{f' by {by.name}' if by else ''}.")
    return promise, account


def _held(session: Session, deed: Deed, promise_id: str) -> tuple[Promise, Account]:
    """A promise of which the doer may say what became of it, and its account, locked."""
    promise = promises.get(session, deed.team_id, promise_id)
    if promise is None:
        raise Refused("That promise is no longer on record.")
    account = desk.hold(session, deed, promise.account_id)
    session.refresh(promise)
    allow(session, deed, "promise.settle", account=account, person_id=promise.owner_id)
    return promise, account


def _today(session: Session, deed: Deed) -> date:
    return deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
