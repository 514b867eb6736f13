"""`/client why Acme`: every rule with its clock, threshold, entries and what clears it."""

from __future__ import annotations

from bot.views import account as views
from bot.views.forms.account import which
from handlers import look
from handlers.answer import Answer
from handlers.verbs.naming import names_nothing
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Explain the account."""
    with visit.tend.store.read() as session:
        if names_nothing(session, visit, rest):
            return Answer(view=which("why", "Why?"))
        found = look.account(session, visit, rest)
        return Answer(views.why(look.sheet(session, visit, found.id)))
