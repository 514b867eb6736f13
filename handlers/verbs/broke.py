"""`/client broke Acme "the nightly export failed"`: what broke on our side; without words, all of it."""

from __future__ import annotations

from sqlmodel import Session

from bot.shown import breakdowns_shown
from bot.views import breakdowns as views
from bot.views import problems
from bot.views.forms import account as account_forms
from bot.views.forms import breakdown as forms
from bot.views.forms.breakdown import BreakdownForm
from bot.work.breakdowns import NewBreakdown
from handlers import breakdowns, dateshape, which
from handlers.answer import Answer
from handlers.brokeline import BrokeLine, parse_broke
from handlers.dates import read_date
from handlers.named import one_of_ours, unread
from handlers.namefirst import name_first
from handlers.visit import Visit
from storage import breakdowns as rows
from storage.tables import Account


def run(visit: Visit, rest: str) -> Answer:
    """Put the breakdown on record; what is missing or in doubt is asked for in the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("broke", "Something broke"))
        name, after = name_first(session, visit, rest)
        account = which.account(session, visit, name)
        said = parse_broke(after, visit.today, read_date)
        if said.is_empty:
            return _listed(session, visit, account)
    owner_id, unsure = one_of_ours(visit, said.people)
    problem = [*unsure, *_day_problems(visit, said), *unread(said.unread)]
    if problem or not said.words:
        form = BreakdownForm(
            (account.id, account.name), said.words, said.broke_on or visit.today, owner_id, "\n".join(problem)
        )
        return Answer(view=forms.report(form))
    return breakdowns.report(visit, NewBreakdown(account.id, said.words, said.broke_on or visit.today, owner_id))


def _listed(session: Session, visit: Visit, account: Account) -> Answer:
    found = rows.of_account(session, visit.team_id, account.id, limit=views.MOST + 1)
    listed = breakdowns_shown(session, visit.team_id, found[: views.MOST], visit.zone)
    return Answer(views.breakdowns(account.name, account.id, listed, visit.today, more=len(found) > views.MOST))


def _day_problems(visit: Visit, said: BrokeLine) -> list[str]:
    if said.day_text and said.broke_on is None:
        why, example = dateshape.why_not(said.day_text, prefer="past")
        return [problems.sentence(f"“{said.day_text}” {why}: try {example}")]
    if said.broke_on is not None and said.broke_on > visit.today:
        return [problems.sentence(f"“{said.day_text}” is still to come: when was it?")]
    return []
