"""`/client voices`: who speaks of clients beside their owners, and where only one voice is heard."""

from __future__ import annotations

from bot.digest import readers
from bot.views import voices as views
from bot.voices import voices_of
from handlers import look
from handlers.answer import Answer
from handlers.verbs.paging import page_number
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """To a lead their team's accounts, to an admin all, to others their own."""
    with visit.tend.store.read() as session:
        owners = readers.of_person(session, visit.person).scope.owner_ids
        policy, page = look.policy(session, visit.team_id), page_number(rest)
        told = voices_of(session, visit.team_id, owners, policy, visit.now, page=page, size=views.PAGE)
    return Answer(views.voices(told))
