"""`/client exit Acme`: the exit interview: how to hold it, what to ask, and what they answered."""

from __future__ import annotations

from bot.views.forms import account as account_forms
from handlers import losses, which
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Show the guide, the questionnaire to copy and what is on record."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("exit", "Exit interview"))
        account, _ = which.leading(session, visit, rest)
    return losses.guide(visit, account.id)
