"""What Tend does as a step of a workflow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.policy import Direction, Kind
from bot.views import problems
from bot.work import find, touches
from bot.work.checks import clean
from bot.work.deed import AlreadyDone, Refused
from bot.work.find import AmbiguousAccount, AmbiguousContact, UnknownAccount, UnknownContact
from bot.work.touches import NewTouch
from handlers import touching, words
from handlers.drafting import ONE_WAY
from handlers.visit import Visit
from storage.tables import Account


def log_touch(visit: Visit, inputs: Mapping[str, Any]) -> dict[str, str]:
    """Log a touch. Raises `Refused` with a sentence for whoever made the workflow, or ran it."""
    said = {name: clean(str(value)) for name, value in inputs.items() if value is not None}
    kind = _kind(said.get("kind", ""))
    with visit.tend.store.read() as session:
        account = _account(session, visit, said.get("account", ""))
        contact = _contact(session, account, said.get("contact", ""))
    unknown = f"with {said['contact']}" if said.get("contact") and contact is None else ""
    new = NewTouch(
        account_id=account.id,
        kind=kind,
        direction=Direction.TO_CLIENT if kind in ONE_WAY else Direction.TWO_WAY,
        occurred_at=_moment(visit, said.get("date", "")),
        note=": ".join(filter(None, [unknown, said.get("note", "")])),
        people=[visit.person.id],
        contacts=[contact] if contact else [],
        source="workflow",
        external_id=visit.request_id,
    )
    try:
        done = touches.log(visit.tend.store, visit.deed(), new)
    except AlreadyDone as before:
        done = touching.before(visit, before)
    return {"touch_id": done.touch.id, "words": touching.in_words(visit, done)}


def _kind(typed: str) -> Kind:
    known = words.KIND_OF.get(" ".join(typed.casefold().split()))
    if known is None:
        raise Refused(problems.not_one_of(typed, "kind", list(Kind)))
    return Kind(known)


def _account(session: Session, visit: Visit, typed: str) -> Account:
    try:
        return find.account(session, visit.team_id, typed)
    except UnknownAccount as doubt:
        raise Refused(problems.no_account_named(typed, doubt.names)) from doubt
    except AmbiguousAccount as doubt:
        raise Refused(problems.several_accounts_named(typed, doubt.names)) from doubt


def _contact(session: Session, account: Account, typed: str) -> str | None:
    """Who it is at the client; somebody who is not known there is named in the note."""
    try:
        return find.contact(session, account.team_id, account.id, typed).id if typed else None
    except (UnknownContact, AmbiguousContact):
        return None


def _moment(visit: Visit, typed: str) -> datetime:
    try:
        return visit.moment_of(date.fromisoformat(typed)) if typed else visit.now
    except ValueError as error:
        raise Refused(problems.no_day(typed)) from error
