"""The message that offers newcomers as contacts, put together when it is sent or revised."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from bot.anonymous import SOMEBODY, is_nobodys
from bot.views.newcomers import MOST, NewcomerShown, Offer, Outcome
from bot.views.post import Post
from storage import account_parts, accounts, contacts, newcomers, people
from storage.tables import Message, Newcomer, Person

Show = Callable[[Offer], Post]

ABOUT = "newcomers"


def compose(session: Session, message: Message, show: Show) -> Post | None:
    """A message about to be sent: all who wait to be offered at the client; None when nobody does any more."""
    newcomers.hang(session, message.team_id, _account_id(message), message.id, MOST)
    offer = _offer(session, message)
    return show(offer) if offer and any(one.outcome is Outcome.OPEN for one in offer.newcomers) else None


def compose_again(session: Session, message: Message, show: Show) -> Post | None:
    """A posted message as it should read now: the same people, some of them with what was said."""
    offer = _offer(session, message)
    return show(offer) if offer and offer.newcomers else None


def _offer(session: Session, message: Message) -> Offer | None:
    account = accounts.get(session, message.team_id, _account_id(message))
    if account is None:
        return None
    offered = newcomers.offered_by(session, message.team_id, message.id)
    known = people.many(session, message.team_id, [one.person_id for one in offered])
    return Offer(
        account_id=account.id,
        account=account.name,
        channels=account_parts.channels(session, account.team_id, [account.id]).get(account.id, ()),
        newcomers=[_shown(session, one, known.get(one.person_id)) for one in offered],
    )


def _shown(session: Session, one: Newcomer, person: Person | None) -> NewcomerShown:
    email = person.email if person else None
    contact = contacts.known_as(session, one.team_id, one.account_id, one.person_id, email)
    is_settled = one.declined_by is not None or is_nobodys(one.person_id)
    outcome = Outcome.CONTACT if contact else Outcome.DECLINED if is_settled else Outcome.OPEN
    return NewcomerShown(
        person_id=one.person_id,
        name=person.name if person else SOMEBODY,
        title=person.title if person else "",
        email=email or "",
        outcome=outcome,
        declined_by=one.declined_by or "",
    )


def _account_id(message: Message) -> str:
    return str((message.body or {})["account"])
