"""`/client agenda Acme`: what to speak about at the next meeting with the main contact."""

from __future__ import annotations

from bot.known import traits_shown
from bot.views import agenda as views
from bot.views.forms import account as forms
from handlers import look, which
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Build it from what is open."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("agenda", "Agenda for a meeting"))
        account, _ = which.leading(session, visit, rest)
        facts = look.facts(session, visit, [account.id])[account.id]
        known = traits_shown(session, visit.team_id, account.id)
    return Answer(views.agenda(facts, visit.now, known))
