"""`/client promise Acme "the new price list" by Friday`: what was promised; without words, all promises."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from bot.shown import promises_shown
from bot.views import problems
from bot.views import promises as views
from bot.views.forms import account as account_forms
from bot.views.forms import promise as forms
from bot.views.forms.promise import PromiseForm
from bot.views.promises import Record
from bot.work.promises import NewPromise, Side
from handlers import dateshape, look, promises, which
from handlers.answer import Answer
from handlers.dates import read_date
from handlers.named import one_of_ours, one_of_theirs, unread
from handlers.namefirst import name_first
from handlers.promiseline import PromiseLine, parse_promise
from handlers.visit import Visit
from storage import promises as rows
from storage.tables import Account


def run(visit: Visit, rest: str) -> Answer:
    """Put the promise on record; what is missing or in doubt is asked for in the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("promise", "A promise"))
        name, after = name_first(session, visit, rest)
        account = which.account(session, visit, name)
        said = parse_promise(after, visit.today, read_date)
        if said.is_empty:
            return _listed(session, visit, account)
        contact, doubt = one_of_theirs(session, account, said.who)
    owner_id, unsure = one_of_ours(visit, said.people)
    problem = [*doubt, *unsure, *_day_problems(visit, said), *unread(said.unread)]
    if problem or not said.words or said.due_on is None:
        form = PromiseForm(
            account=(account.id, account.name),
            text=said.words,
            is_theirs=said.is_theirs,
            due_on=said.due_on,
            contact=contact,
            owner_id=owner_id,
            problem="\n".join(problem),
        )
        return Answer(view=forms.make(form))
    side = Side.THEIRS if said.is_theirs else Side.OURS
    new = NewPromise(
        account.id, said.words, said.due_on, side, contact_id=contact[0] if contact else None, owner_id=owner_id
    )
    return promises.make(visit, new)


def _listed(session: Session, visit: Visit, account: Account) -> Answer:
    found = rows.of_account(session, visit.team_id, account.id, limit=views.MOST + 1)
    listed = promises_shown(session, visit.team_id, found[: views.MOST])
    days = look.policy(session, visit.team_id).broken_days
    tally = rows.tally(session, visit.team_id, [account.id], visit.today - timedelta(days=days)).get(account.id)
    record = Record(*tally, days) if tally else None
    more = len(found) > views.MOST
    return Answer(views.promises(account.name, account.id, listed, record, visit.today, more=more))


def _day_problems(visit: Visit, said: PromiseLine) -> list[str]:
    if said.due_text and said.due_on is None:
        why, example = dateshape.why_not(said.due_text, prefer="future")
        return [problems.sentence(f"“{said.due_text}” {why}: try {example}")]
    if said.due_on is not None and said.due_on < visit.today:
        return [problems.sentence(f"“{said.due_text}” has gone by: when is the day?")]
    return []
