"""`/client touches Acme`: what was logged, newest first."""

from __future__ import annotations

from bot.views import touch as views
from bot.views.forms import account as forms
from handlers import look, which
from handlers.answer import Answer
from handlers.visit import Visit
from storage import touches

_SHOWN = 20


def run(visit: Visit, rest: str) -> Answer:
    """Show the latest touches of the account."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("touches", "Touches of an account"))
        account, _ = which.leading(session, visit, rest)
        latest = touches.of_account(session, visit.team_id, account.id, limit=_SHOWN + 1)
        shown = look.shown(session, visit.team_id, latest[:_SHOWN], account.name, visit.zone)
        return Answer(views.history(account.name, shown, len(latest) > _SHOWN, visit.today))
