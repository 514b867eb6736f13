"""`/client reopen Acme: they stay`: an account is not leaving after all, or was lost by mistake."""

from __future__ import annotations

from bot.views.forms import account as account_forms
from bot.views.forms import loss as forms
from handlers import losses, which
from handlers.answer import Answer
from handlers.tokens import decode
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Reopen it, with the reason; without one, ask in the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("reopen", "Reopen an account"))
        account, after = which.leading(session, visit, rest)
    why = decode(after).strip(' :"“”')
    if not why:
        return Answer(view=forms.reopen(account.id, account.name))
    return losses.reopen(visit, account.id, why)
