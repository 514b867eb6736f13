"""Newcomers: people of another company who write in a linked channel and are no contacts there; offered once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.circles import hearer
from bot.policy import Policy
from bot.work import desk
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.permission import allow
from storage import newcomers, outbox, people
from storage.engine import Store
from storage.tables import Account, Newcomer

NOTICE = "newcomers"


def meet(store: Store, deed: Deed, account_id: str, person_id: str) -> bool:
    """Offer a Slack user as a contact of a client's, to its owner or whoever stands in; False when they were before.

    The offers of a day go out together on the next morning. Raises `Refused`.
    """
    with store.write() as session:
        account = desk.hold(session, deed, account_id)
        allow(session, deed, "contact.add")
        if not newcomers.add(session, deed.team_id, account_id, person_id, deed.now):
            return False
        policy = policy_of(desk.workspace(session, deed.team_id))
        told = _whom_to_tell(session, account, policy, deed.now)
        if told is not None:
            recipient, at = told
            body = {"about": NOTICE, "account": account_id}
            outbox.notify(session, deed.team_id, recipient, f"{NOTICE}:{account_id}:{person_id}", body, at)
    return True


def decline(store: Store, deed: Deed, account_id: str, person_id: str) -> Newcomer:
    """Note that a newcomer is no contact; the message that offers them says so. Raises `Refused` and `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, person_id)
        desk.hold(session, deed, account_id)
        allow(session, deed, "contact.decline")
        known = newcomers.get(session, deed.team_id, account_id, person_id)
        if known is None:
            raise Refused("I did not offer them as a contact.")
        if known.declined_by is not None:
            raise AlreadyDone(person_id)
        known.declined_by = deed.person_id or ""
        answered(session, deed, account_id, person_id)
        after = {"declined": True}
        desk.record(session, deed, "contact.decline", account_id=account_id, subject_id=person_id, after=after)
    return known


def answered(session: Session, deed: Deed, account_id: str, person_id: str) -> None:
    """What was to be known of a newcomer is known now: the message that offers them is brought up to date."""
    known = newcomers.get(session, deed.team_id, account_id, person_id)
    if known is not None and known.message_id is not None:
        session.flush()
        outbox.ask_revision_of(session, deed.team_id, known.message_id, deed.now)


def _whom_to_tell(session: Session, account: Account, policy: Policy, now: datetime) -> tuple[str, datetime] | None:
    """Owner, backup or sponsor, and their next morning: the first who is there then, else the first who will be."""
    keepers = [id_ for id_ in (account.owner_id, account.backup_id, account.sponsor_id) if id_]
    known = people.many(session, account.team_id, keepers)
    of_ours = [one for one in (hearer(known[id_], policy) for id_ in keepers if id_ in known) if one.is_here]
    mornings = [(one, one.calendar.next_morning(now, one.hour(policy))) for one in of_ours]
    there = [(one, at) for one, at in mornings if not one.absence(one.calendar.day(at))]
    return next(((one.id, at) for one, at in [*there, *mornings]), None)
