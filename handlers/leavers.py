"""Contacts who have left, and who have not after all: by a line, a form, or one tap on a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.nudges.plans import shown
from bot.rules import Verdict
from bot.views import contacts as views
from bot.views import plans as plan_views
from bot.views.contacts import Gap
from bot.work import contacts as work
from handlers import look
from handlers.answer import Answer
from handlers.visit import Visit

_GAPS = ("senior", "single_thread")
_SOON = timedelta(days=2)  # a gap that somebody leaves behind begins to ring on the next day


def left(visit: Visit, contact_id: str) -> Answer:
    """Somebody is no longer at the client: what is open now, what follows, and a way back."""
    done = work.mark_left(visit.tend.store, visit.deed(), contact_id)
    with visit.tend.store.read() as session:
        gaps = _gaps(session, visit, done.account.id)
        plans = shown(session, visit.team_id, [done.plan], visit.zone) if done.plan else []
    post = views.left(done.account.name, done.contact.name, gaps, visit.today)
    told = plan_views.after_leaving(post, plans[0], visit.today) if plans else post
    return Answer(views.undoable(told, contact_id, done.contact.name))


def back(visit: Visit, contact_id: str) -> Answer:
    """Undo: they are there as before."""
    done = work.bring_back(visit.tend.store, visit.deed(), contact_id)
    with visit.tend.store.read() as session:
        gaps = _gaps(session, visit, done.account.id)
    begun = done.plan.title if done.plan else ""
    return Answer(views.back(done.account.name, done.contact.name, gaps, visit.today, begun), replaces=True)


def _gaps(session: Session, visit: Visit, account_id: str) -> list[Gap]:
    """What is missing at the account now, or will be said to be soon."""
    by = look.policy(session, visit.team_id)
    facts = look.facts(session, visit, [account_id])[account_id]
    said = [v for v in look.verdicts(facts, by, visit.now) if v.rule in _GAPS and not v.subject]
    return [_gap(v, facts, visit.now) for v in said if v.level_at(visit.now + _SOON)]


def _gap(said: Verdict, facts: AccountFacts, now: datetime) -> Gap:
    opens = None if said.level_at(now) else said.next_step(now)
    return Gap(said.reason, facts.calendar.day(opens) if opens else None)


ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {views.LEFT: left, views.BACK: back}
