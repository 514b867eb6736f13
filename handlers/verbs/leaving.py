"""`/client leaving Acme until 30 June: "their words"`: they have said that they go; it is not over yet."""

from __future__ import annotations

from dataclasses import replace

from bot.views.forms import account as account_forms
from bot.views.forms import loss as forms
from bot.work import losses as work
from bot.work.losses import NewLoss
from handlers import losses, which
from handlers.answer import Answer
from handlers.lossline import ENDS
from handlers.verbs.lost import filled, line
from handlers.visit import Visit
from storage import losses as rows


def run(visit: Visit, rest: str) -> Answer:
    """Note it, with the day; without one, ask in the form. What was said before stays."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("leaving", "A client who is leaving"))
        account, after = which.leading(session, visit, rest, ENDS)
        before = rows.standing(session, visit.team_id, account.id)
        known = losses.form_of(account, before)
    said = line(visit, after, "future")
    if said.ended_on is None or said.ended_on <= visit.today:
        return Answer(view=forms.end(replace(filled(known, said), is_leaving=True)))
    told = work.told(before) if before else NewLoss(account.id, None)
    new = replace(told, ended_on=said.ended_on, reasons=[*told.reasons, *said.reasons], words=said.words or told.words)
    return Answer(losses.ended(visit, work.end(visit.tend.store, visit.deed(), new)))
