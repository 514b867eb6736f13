"""Whom a line names: somebody at the client, somebody of ours. What is in doubt comes with a word for the form."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from bot.views import mrkdwn, problems
from bot.work import find
from bot.work.deed import Refused
from bot.work.find import Ambiguous, Unknown
from handlers import ours
from handlers.visit import Visit
from storage.tables import Account


def one_of_theirs(session: Session, account: Account, who: str) -> tuple[tuple[str, str] | None, list[str]]:
    """The contact of a name (id, name), and what is in doubt (mrkdwn)."""
    if not who:
        return None, []
    try:
        found = find.contact(session, account.team_id, account.id, who)
    except Unknown as unknown:
        return None, [problems.doubtful_contact(who, account.name, [name for _, name in unknown.nearest])]
    except Ambiguous as ambiguous:
        return None, [problems.doubtful_contact(who, account.name, [name for _, name in ambiguous.candidates])]
    return (found.id, found.name), []


def one_of_ours(visit: Visit, people: Sequence[str]) -> tuple[str | None, list[str]]:
    """The id of the first who is mentioned, and what is in doubt (mrkdwn)."""
    if not people:
        return None, []
    try:
        person_id = ours.named(visit, people[0])
        ours.meet(visit, [person_id])
    except Refused as refused:
        return None, [problems.sentence(str(refused), refused.mentioned)]
    return person_id, []


def unread(text: str) -> list[str]:
    """What stands behind the words and could not be read (mrkdwn)."""
    return [f"I could not make out {mrkdwn.code(text, 200)} behind the words."] if text else []
