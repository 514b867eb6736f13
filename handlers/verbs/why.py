"""`/client why Acme`: every rule with its clock, threshold, entries and what clears it."""

from __future__ import annotations

from bot.views import account as views
from bot.views.forms import account as forms
from handlers import look, which
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Explain the account."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("why", "Why?"))
        found, _ = which.leading(session, visit, rest)
        return Answer(views.why(look.sheet(session, visit, found.id)))
