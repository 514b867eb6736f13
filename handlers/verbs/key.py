"""`/client key`: which accounts ought to be key; with one behind it, where that one stands."""

from __future__ import annotations

from bot.digest import readers
from bot.ranking import keys_of
from bot.views import keys as views
from handlers import keys, which
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """To a lead their team's accounts, to an admin all, to others their own, each compared with all."""
    with visit.tend.store.read() as session:
        if not rest.strip() and not visit.chosen:
            owners = readers.of_person(session, visit.person).scope.owner_ids
            return Answer(views.keys(keys_of(session, visit.team_id, owners, visit.now)))
        found, _ = which.leading(session, visit, rest)
    return keys.stands(visit, found)
