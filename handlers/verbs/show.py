"""`/client show Acme`: one account at a glance."""

from __future__ import annotations

from bot.views import account as views
from bot.views.forms import account as forms
from handlers import look, which
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Show the account."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("show", "Show an account"))
        found, _ = which.leading(session, visit, rest)
        return Answer(views.show(look.glance(session, visit, found.id)))
