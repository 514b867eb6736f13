"""Somebody asks to be forgotten: their name goes from everything, and what it says of the client stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from bot.anonymous import SOMEBODY, Scrub, is_nobodys, nobodys_id, words_of
from bot.work import desk
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.permission import allow
from storage import accounts, audit, concerned, contacts, erasure, losses, names, newcomers, outbox, people, workspaces
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Contact, Person

_TOLD = ("name", "title", "email", "slack_user_id")
_MYSELF = "You cannot erase yourself: another admin can, or whoever runs Tend."


def contact(store: Store, deed: Deed, contact_id: str) -> Account:
    """Erase a contact: name, title, e-mail and Slack id, also from notes, warnings and the audit log; their account.

    What Slack told of them goes too, and is not written down again when they write in a channel of ours. Level, roles,
    touches, clocks and nudges stay. Raises `Refused`, and `AlreadyDone` for who was erased before.
    """
    with store.write() as session:
        desk.begin(session, deed, contact_id)
        erased = contacts.get(session, deed.team_id, contact_id)
        if erased is None:
            raise Refused("That contact is no longer on record.")
        account = desk.hold(session, deed, erased.account_id)
        session.refresh(erased)
        allow(session, deed, "contact.erase", account=account)
        if erased.erased_at is not None:
            raise AlreadyDone(contact_id)
        scrub = _scrub_of_contact(session, erased)
        took_part = erasure.touches_with_contact(session, deed.team_id, contact_id)
        took_part |= erasure.remarks_of_contact(session, deed.team_id, contact_id)
        took_part |= concerned.of_contact(session, deed.team_id, contact_id)
        took_part |= erasure.plans_about_contact(session, deed.team_id, contact_id)
        took_part |= losses.ids_of(session, deed.team_id, account.id)
        _make_nobody_of_stranger(session, deed, erased)
        _make_nobody_of_contact(session, deed, erased)
        _scrub(session, deed, scrub, took_part, erased=contact_id, account_id=account.id)
        desk.record(session, deed, "contact.erase", account_id=account.id, subject_id=contact_id)
        session.refresh(account)
    return account


def person(store: Store, deed: Deed, person_id: str) -> None:
    """Erase a person of ours: name, e-mail and Slack id, wherever they stand; another id, nobody's, takes their place.

    Who logged what, who knows whom and who owns what stay told apart. Who is still in Slack is known anew, without a
    past, as soon as Slack tells of them. Raises `Refused`, and `AlreadyDone` for who was erased or is not known.
    """
    with store.write() as session:
        desk.begin(session, deed, None)
        workspaces.lock(session, deed.team_id)
        accounts.lock(session, deed.team_id, accounts.ids(session, deed.team_id))
        allow(session, deed, "person.erase")
        if person_id == deed.person_id:
            raise Refused(_MYSELF)
        erased = people.lock(session, deed.team_id, person_id)
        if erased is None or is_nobodys(person_id):
            raise AlreadyDone(person_id)
        nobody = nobodys_id(new_id())
        scrub = _scrub_of_person(session, erased, nobody)
        took_part = erasure.touches_with_person(session, deed.team_id, person_id)
        took_part |= erasure.remarks_of_person(session, deed.team_id, person_id)
        took_part |= concerned.of_person(session, deed.team_id, person_id)
        took_part |= erasure.plans_of_person(session, deed.team_id, person_id)
        _make_nobody_of_person(session, deed, erased)
        erasure.forget_direct_messages(session, deed.team_id, person_id)
        erasure.forget_calendar(session, deed.team_id, person_id)
        erasure.remember_erased(session, deed.team_id, person_id, deed.now)
        session.flush()
        with audit.permit(session, deed.team_id, "erase"):
            erasure.replace_id(session, deed.team_id, person_id, nobody)
        _scrub(session, deed, scrub, took_part, erased=nobody)
        desk.record(session, deed, "person.erase", subject_id=nobody)


def _scrub(
    session: Session, deed: Deed, scrub: Scrub, took_part: set[str], *, erased: str, account_id: str | None = None
) -> None:
    """Take them out of every text; posts that showed their name are brought up to date."""

    def change(row: Any, value: Any) -> Any:
        subject = getattr(row, "subject_id", None)
        if subject is not None and subject == erased and isinstance(value, dict):
            value = {key: _blank(key, told) for key, told in value.items()}
        about = {subject or getattr(row, "id", None), getattr(row, "subject", None)}
        return scrub.value(value, thoroughly=not about.isdisjoint(took_part))

    with audit.permit(session, deed.team_id, "erase"):
        nudges = erasure.rewrite(session, deed.team_id, change, account_id=account_id)
    outbox.ask_revision(session, deed.team_id, nudges, deed.now)


def _blank(field: str, told: Any) -> Any:
    if field not in _TOLD or not told:
        return told
    return SOMEBODY if field == "name" else None


def _scrub_of_contact(session: Session, contact: Contact) -> Scrub:
    """All that the contact is or was known by, as far as the audit log tells."""
    told = [
        {"name": contact.name, "email": contact.email},
        *erasure.audited(session, contact.team_id, contact.id),
    ]
    others = [
        one.name for one in contacts.of_account(session, contact.team_id, contact.account_id) if one.id != contact.id
    ]
    ours = [one.name for one in people.all_of(session, contact.team_id)]
    ids = {contact.slack_user_id: SOMEBODY} if contact.slack_user_id else {}
    return Scrub(_all(told, "name"), _all(told, "email"), ids, words_of([*others, *ours]))


def _scrub_of_person(session: Session, person: Person, nobody: str) -> Scrub:
    others = [one.name for one in people.all_of(session, person.team_id) if one.id != person.id]
    theirs = [one.name for one in contacts.of_accounts(session, person.team_id, accounts.ids(session, person.team_id))]
    emails = (person.email,) if person.email else ()
    return Scrub((person.name,), emails, {person.id: nobody}, words_of([*others, *theirs]))


def _all(told: Iterable[dict[str, Any]], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said[field] for said in told if said.get(field)))


def _make_nobody_of_contact(session: Session, deed: Deed, contact: Contact) -> None:
    contact.name = _free_name(session, contact)
    contact.name_key = names.key(contact.name)
    contact.title, contact.email, contact.slack_user_id = "", None, None
    contact.level_is_suggested = False  # else the next change would suggest one from no title
    contact.erased_at = deed.now
    session.flush()


def _make_nobody_of_stranger(session: Session, deed: Deed, contact: Contact) -> None:
    """The Slack user of another company that a contact is."""
    by_id = people.get(session, deed.team_id, contact.slack_user_id) if contact.slack_user_id else None
    stranger = by_id or (people.by_email(session, deed.team_id, contact.email) if contact.email else None)
    if stranger is None or not stranger.is_stranger:
        return
    posts = newcomers.offers_of(session, deed.team_id, stranger.id)
    _make_nobody_of_person(session, deed, stranger)
    erasure.remember_erased(session, deed.team_id, stranger.id, deed.now)
    with audit.permit(session, deed.team_id, "erase"):
        erasure.replace_id(session, deed.team_id, stranger.id, nobodys_id(new_id()))
    for message_id in sorted(posts):
        outbox.ask_revision_of(session, deed.team_id, message_id, deed.now)


def _make_nobody_of_person(session: Session, deed: Deed, person: Person) -> None:
    person.name, person.title, person.email, person.dm_channel_id = SOMEBODY, "", None, None
    person.role, person.is_admin = "member", False
    person.working_days = person.away_from = person.away_until = person.preferences = None
    person.erased_at = deed.now
    session.flush()


def _free_name(session: Session, contact: Contact) -> str:
    """“somebody who left”, with a number where others at the client are called that already."""
    taken = {one.name_key for one in contacts.of_account(session, contact.team_id, contact.account_id)}
    number = 1
    while names.key(name := SOMEBODY if number == 1 else f"{SOMEBODY} {number}") in taken:
        number += 1
    return name
