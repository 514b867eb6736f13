"""`/client unsnooze Acme`: watch it again at once."""

from __future__ import annotations

from bot.views.forms import account as forms
from handlers import deeds, which
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Let the account's clocks speak again."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("unsnooze", "Unsnooze an account"))
        account, _ = which.leading(session, visit, rest)
    return deeds.unsnooze_account(visit, account.id)
