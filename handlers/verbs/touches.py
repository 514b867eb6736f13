"""`/client touches Acme`: what was logged, newest first."""

from __future__ import annotations

from bot.views import touch as views
from bot.views.forms.account import which
from handlers import look
from handlers.answer import Answer
from handlers.verbs.naming import names_nothing
from handlers.visit import Visit
from storage import touches

_SHOWN = 20


def run(visit: Visit, rest: str) -> Answer:
    """Show the latest touches of the account."""
    with visit.tend.store.read() as session:
        if names_nothing(session, visit, rest):
            return Answer(view=which("touches", "Touches of an account"))
        account = look.account(session, visit, rest)
        latest = touches.of_account(session, visit.team_id, account.id, limit=_SHOWN + 1)
        shown = look.shown(session, visit.team_id, latest[:_SHOWN], account.name, visit.zone)
        return Answer(views.history(account.name, shown, len(latest) > _SHOWN, visit.today))
