"""`/client lost Acme 30 June price: "their words"`: an account has ended; the form asks when and why."""

from __future__ import annotations

from dataclasses import replace

from bot.endings import Confidence
from bot.views import problems
from bot.views.forms import account as account_forms
from bot.views.forms import loss as forms
from bot.views.forms.loss import LossForm
from handlers import losses, which
from handlers.answer import Answer
from handlers.dates import read_date
from handlers.dateshape import Prefer
from handlers.lossline import ENDS, LossLine, parse_loss
from handlers.visit import Visit
from storage import losses as rows


def run(visit: Visit, rest: str) -> Answer:
    """Open the form, filled with what the line says and what is on record."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("lost", "An account has ended"))
        account, after = which.leading(session, visit, rest, ENDS)
        known = losses.form_of(account, rows.standing(session, visit.team_id, account.id))
    return Answer(view=forms.end(filled(known, line(visit, after, "past"))))


def line(visit: Visit, after: str, prefer: Prefer) -> LossLine:
    """What the line says behind the account."""
    return parse_loss(after, visit.today, read_date, prefer)


def filled(known: LossForm, said: LossLine) -> LossForm:
    """The form with what the line says laid over what is known; a day that is none is said."""
    reasons = {
        sure: [*known.reasons.get(sure, ()), *(one.reason for one in said.reasons if one.confidence is sure)]
        for sure in Confidence
    }
    wrong = said.day_text if said.day_text and said.ended_on is None else ""
    return replace(
        known,
        ended_on=said.ended_on or known.ended_on,
        reasons={sure: list(dict.fromkeys(told)) for sure, told in reasons.items()},
        words=said.words or known.words,
        problem=problems.sentence(problems.no_day(wrong)) if wrong else "",
    )
