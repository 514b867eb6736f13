"""`/client digest`: what changed, and what to do first, for whoever asks; `/client digest Acme`: about one account."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from bot.digest import readers
from bot.digest.gather import Gathering
from bot.digest.message import usual_since
from bot.digest.moments import MONTH, WEEK
from bot.digest.readers import About
from bot.nudges.circles import hearer
from bot.preferences import Event
from bot.views.digest import digest
from handlers import look, which
from handlers.answer import Answer
from handlers.visit import Visit

_REPORT = frozenset({"month", "monthly", "report"})


def run(visit: Visit, rest: str) -> Answer:
    """Show the digest of the last week, or the report of the last month."""
    kind = MONTH if rest.strip().casefold() in _REPORT else WEEK
    with visit.tend.store.read() as session:
        about = readers.of_person(session, visit.person) if kind == MONTH else _about(session, visit, rest)
        policy = look.policy(session, visit.team_id)
        reader = hearer(visit.person, policy)
        since = usual_since(reader.calendar, kind, visit.now)
        gathering = Gathering(session, visit.team_id, about, policy, reader.calendar, since, visit.now, kind == MONTH)
        told = gathering.digest()
    return Answer(digest(replace(told, often=reader.preferences.how_often(Event.DIGEST))))


def _about(session: Session, visit: Visit, typed: str) -> About:
    """The account that was typed or that the channel is linked to; without one, what the person looks after."""
    if which.none_named(session, visit, typed):
        return readers.of_person(session, visit.person)
    account, _ = which.leading(session, visit, typed)
    return readers.of_account(account.id, account.name)
