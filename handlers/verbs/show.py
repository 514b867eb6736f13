"""`/client show Acme`: one account at a glance."""

from __future__ import annotations

from bot.views import account as views
from bot.views.forms.account import which
from handlers import look
from handlers.answer import Answer
from handlers.verbs.naming import names_nothing
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Show the account."""
    with visit.tend.store.read() as session:
        if names_nothing(session, visit, rest):
            return Answer(view=which("show", "Show an account"))
        found = look.account(session, visit, rest)
        return Answer(views.show(look.sheet(session, visit, found.id)))
