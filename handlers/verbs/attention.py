"""`/client attention`: where attention goes beside what accounts are worth, and on whom alone senior lines hang."""

from __future__ import annotations

from bot.digest import readers
from bot.home.bus import bus_of
from bot.views import attention as views
from bot.weighing import attention_of
from handlers import look
from handlers.answer import Answer
from handlers.visit import Visit
from storage import people


def run(visit: Visit, rest: str) -> Answer:
    """To a lead their team's accounts, to an admin all, to others their own; `mine`: one's own in any case."""
    with visit.tend.store.read() as session:
        is_mine = rest.strip().casefold() in ("mine", "me")
        owners = [visit.person.id] if is_mine else readers.of_person(session, visit.person).scope.owner_ids
        policy = look.policy(session, visit.team_id)
        told = attention_of(session, visit.team_id, owners, policy, visit.now)
        known = people.many(session, visit.team_id, {one.held.owner_id for one in told.shares if one.held.owner_id})
        bus = bus_of(session, visit.team_id, owners, policy, visit.now)
    return Answer(views.attention(told, {id_: one.name for id_, one in known.items()}, bus, visit.person.id))
