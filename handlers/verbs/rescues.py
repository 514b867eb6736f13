"""`/client rescues`: those under way, those that ended, and what they teach."""

from __future__ import annotations

from bot.nudges.rescues import figures, shown
from bot.views import rescue_list as views
from handlers.answer import Answer
from handlers.visit import Visit
from storage import rescues


def run(visit: Visit, _rest: str) -> Answer:
    """List them, with how many were saved and how long the first contact took."""
    with visit.tend.store.read() as session:
        found = rescues.listed(session, visit.team_id, limit=views.MOST + 1)
        listed = shown(session, visit.team_id, found[: views.MOST], visit.zone, visit.now)
        counted = figures(session, visit.team_id)
    return Answer(views.rescues(listed, counted, more=len(found) > views.MOST))
