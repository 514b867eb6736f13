"""`/client remarks Acme`: what they said, and what became of it."""

from __future__ import annotations

from bot.nudges.remarks import shown
from bot.views import remarks as views
from bot.views.forms import account as forms
from handlers import which
from handlers.answer import Answer
from handlers.visit import Visit
from storage import remarks


def run(visit: Visit, rest: str) -> Answer:
    """Show the open remarks of the account with their buttons, then those that were answered last."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("remarks", "What a client said"))
        account, _ = which.leading(session, visit, rest)
        found = remarks.of_account(session, visit.team_id, account.id, limit=views.MOST + 1)
        listed = shown(session, visit.team_id, found[: views.MOST], visit.zone)
    return Answer(views.remarks(account.name, listed, visit.today, more=len(found) > views.MOST))
