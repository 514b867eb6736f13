"""Contacts: people at clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.nudges.settle import ClockMove, settle
from bot.policy import Status
from bot.titles import ContactLevel, Role, suggest_level
from bot.work import checks, desk, laying, newcomers
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.permission import allow
from bot.work.slips import Slips
from storage import contacts, names, plans
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Contact, Plan

_LEFT = "contact_left"  # the playbook
FIELDS = ("name", "title", "email", "slack_user_id", "level", "roles", "can_hire_or_fire")


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person at a client. No `level`: it is suggested from the title."""

    account_id: str
    name: str
    title: str = ""
    email: str | None = None
    level: ContactLevel | None = None
    roles: Sequence[Role] = ()
    can_hire_or_fire: bool = False
    slack_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """A contact as they stand now, their account, what changed (field -> before, after), and the clocks that moved.

    `plan`: the one that was laid because they left, or that goes on although they are back.
    """

    contact: Contact
    account: Account
    changed: dict[str, tuple[Any, Any]]
    moves: list[ClockMove]
    plan: Plan | None = None


def add(store: Store, deed: Deed, new: NewContact) -> ContactChanged:
    """Add a contact, or bring back one of that name who had left. Raises `Refused` and `AlreadyDone`."""
    contact_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, contact_id)
        account = desk.hold(session, deed, new.account_id)
        contact, changed = insert(session, deed, account, new, contact_id)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return ContactChanged(contact, account, changed, moves)


def edit(store: Store, deed: Deed, contact_id: str, changes: Mapping[str, Any]) -> ContactChanged:
    """Change fields of a contact: any of `FIELDS`, roles as a whole.

    A new title suggests a level anew, unless a person chose one. Raises `Refused` and `AlreadyDone`, and `KeyError`
    for what is no field.
    """
    with store.write() as session:
        desk.begin(session, deed, contact_id)
        contact, account = _held(session, deed, contact_id)
        changed = change(session, deed, contact, changes)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return ContactChanged(contact, account, changed, moves)


def mark_left(store: Store, deed: Deed, contact_id: str) -> ContactChanged:
    """Note that a contact has left the client; they stay on record, and a plan of thirty days says what to do now.

    Raises `Refused`, and `AlreadyDone` also for somebody who left before.
    """
    with store.write() as session:
        desk.begin(session, deed, contact_id)
        contact, account = _held(session, deed, contact_id)
        if contact.left_at is not None:
            raise AlreadyDone(contact_id)
        changed = leave(session, deed, contact, deed.now)
        plan = _lay_plan(session, deed, contact, account)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return ContactChanged(contact, account, changed, moves, plan)


def bring_back(store: Store, deed: Deed, contact_id: str) -> ContactChanged:
    """Note that a contact is at the client after all; a plan for their leaving on which nobody has begun is dropped.

    Raises `Refused`, and `AlreadyDone` also for somebody who is there.
    """
    with store.write() as session:
        desk.begin(session, deed, contact_id)
        contact, account = _held(session, deed, contact_id)
        allow(session, deed, "contact.back")
        if contact.left_at is None:
            raise AlreadyDone(contact_id)
        changed = _come_back(session, deed, contact)
        waiting = _plans_for(session, contact)
        begun = [plan for plan in waiting if not laying.is_as_laid(session, plan)]
        for plan in waiting:
            if plan not in begun:
                laying.finish(session, deed, plan, "dropped", "They have not left.")
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return ContactChanged(contact, account, changed, moves, next(iter(begun), None))


def insert(
    session: Session, deed: Deed, account: Account, new: NewContact, contact_id: str, slips: Slips | None = None
) -> tuple[Contact, dict[str, tuple[Any, Any]]]:
    """Write a new contact down; the account is locked, settling is the caller's.

    Raises `Refused`: what is wrong with it, behind the `slips` there are already.
    """
    allow(session, deed, "contact.add")
    slips = slips or Slips()
    given = asdict(new)
    given.pop("account_id")
    known = contacts.by_key(session, deed.team_id, account.id, names.key(new.name))
    if known is not None and known.left_at is None:
        raise Refused(f"{known.name} is already on record at {account.name}.")
    if known is not None:
        return known, _bring_back(session, deed, known, given, slips)
    contact = Contact(
        team_id=deed.team_id, id=contact_id, account_id=account.id, name="", name_key="", created_at=deed.now
    )
    before = shown(contact)
    _set(contact, _checked(session, contact, given, slips), chosen=new.level is not None)
    session.add(contact)
    session.flush()
    _is_known(session, deed, contact)
    _, after = desk.difference(before, shown(contact))
    _record(session, deed, "contact.add", contact, None, after)
    return contact, {field: (before[field], value) for field, value in after.items()}


def change(
    session: Session, deed: Deed, contact: Contact, changes: Mapping[str, Any], slips: Slips | None = None
) -> dict[str, tuple[Any, Any]]:
    """Change fields of a contact whose account is locked; what changed. Settling is the caller's.

    Raises `Refused`: what is wrong with it, behind the `slips` there are already.
    """
    allow(session, deed, "contact.edit")
    before = shown(contact)
    checked = _checked(session, contact, changes, slips or Slips())
    chosen = not contact.level_is_suggested
    if "level" in checked and checked["level"] != contact.level:
        chosen = checked["level"] is not None
    _set(contact, checked, chosen=chosen)
    session.flush()
    _is_known(session, deed, contact)
    old, new = desk.difference(before, shown(contact))
    if new:
        _record(session, deed, "contact.edit", contact, old, new)
    return {field: (old[field], new[field]) for field in new}


def leave(session: Session, deed: Deed, contact: Contact, when: datetime) -> dict[str, tuple[Any, Any]]:
    """Note when a contact left: their account is locked, settling is the caller's. Raises `Refused`."""
    allow(session, deed, "contact.left")
    left_at = checks.happened(when, deed.now)
    contact.left_at = left_at
    session.flush()
    _record(session, deed, "contact.left", contact, {"left_at": None}, {"left_at": left_at})
    return {"left_at": (None, left_at)}


def shown(contact: Contact) -> dict[str, Any]:
    """Every field of a contact that can be changed, as it stands."""
    return {field: getattr(contact, field) for field in FIELDS}


def tidy(given: Mapping[str, Any], slips: Slips) -> dict[str, Any]:
    """What was given of a contact, tidied and in plain values. What is refused is in `slips`."""
    how: dict[str, Callable[[Any], Any]] = {
        "name": lambda text: checks.name(text, "contact's name"),
        "title": lambda text: checks.short(text or "", "job title"),
        "email": lambda text: checks.email(text) if text else None,
        "slack_user_id": lambda id_: id_ or None,
        "level": lambda text: str(checks.word(str(text), ContactLevel, "level")) if text else None,
        "roles": lambda typed: slips.each(_role, dict.fromkeys(typed or ())),
        "can_hire_or_fire": bool,
    }
    return {field: slips.of(partial(how[field], value)) for field, value in given.items()}


def _role(typed: str) -> str:
    return str(checks.word(str(typed), Role, "role"))


def _bring_back(
    session: Session, deed: Deed, contact: Contact, given: dict[str, Any], slips: Slips
) -> dict[str, tuple[Any, Any]]:
    back = _come_back(session, deed, contact)
    for plan in _plans_for(session, contact):
        laying.finish(session, deed, plan, "dropped", "They are back.")
    said = {field: value for field, value in given.items() if value not in (None, "", (), False)}
    return {**change(session, deed, contact, said, slips), **back}


def _come_back(session: Session, deed: Deed, contact: Contact) -> dict[str, tuple[Any, Any]]:
    left_at, contact.left_at = contact.left_at, None
    session.flush()
    _record(session, deed, "contact.back", contact, {"left_at": left_at}, {"left_at": None})
    return {"left_at": (left_at, None)}


def _lay_plan(session: Session, deed: Deed, contact: Contact, account: Account) -> Plan | None:
    """Who follows, who introduces us, where did they go; nothing where we have no client there any more."""
    if account.status == Status.LOST or laying.shelved(session, deed, _LEFT).is_off:
        return None
    return laying.lay(session, deed, account, _LEFT, about=contact.id)


def _plans_for(session: Session, contact: Contact) -> list[Plan]:
    """What is under way because they left."""
    found = plans.open_of(session, contact.team_id, contact.account_id, _LEFT)
    return [plan for plan in found if plan.about == contact.id]


def _checked(session: Session, contact: Contact, given: Mapping[str, Any], slips: Slips) -> dict[str, Any]:
    """What was given, tidied and in plain values. Raises `Refused`."""
    checked = tidy(given, slips)
    if checked.get("name"):
        slips.of(lambda: _check_own(session, contact, checked["name"]))
    slips.tell()
    return checked


def _set(contact: Contact, checked: Mapping[str, Any], *, chosen: bool) -> None:
    """Set the fields. A level that was chosen stays whatever the title becomes; else the title suggests it."""
    for field, value in checked.items():
        if field != "level":
            setattr(contact, field, value)
    contact.name_key = names.key(contact.name)
    contact.level_is_suggested = not chosen
    contact.level = checked.get("level") or contact.level if chosen else str(suggest_level(contact.title))


def _is_known(session: Session, deed: Deed, contact: Contact) -> None:
    """Whoever was offered as a contact is one now."""
    if contact.slack_user_id is not None:
        newcomers.answered(session, deed, contact.account_id, contact.slack_user_id)


def _check_own(session: Session, contact: Contact, name: str) -> None:
    other = contacts.by_key(session, contact.team_id, contact.account_id, names.key(name))
    if other is not None and other.id != contact.id:
        raise Refused(f"{other.name} is already on record at this client; add a middle name to tell them apart.")


def _held(session: Session, deed: Deed, contact_id: str) -> tuple[Contact, Account]:
    """The contact and their account, locked."""
    contact = contacts.get(session, deed.team_id, contact_id)
    if contact is None:
        raise Refused("That contact is no longer on record.")
    account = desk.hold(session, deed, contact.account_id)
    session.refresh(contact)
    return contact, account


def _record(
    session: Session, deed: Deed, what: str, contact: Contact, before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    desk.record(session, deed, what, account_id=contact.account_id, subject_id=contact.id, before=before, after=after)
