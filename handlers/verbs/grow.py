"""`/client grow Acme referral next month: could Jane introduce us?`: what could grow on accounts that are well."""

from __future__ import annotations

from bot.views import problems
from bot.views.forms import opening as forms
from bot.work.openings import Kind, NewOpening
from handlers import openings, which
from handlers.afterline import parse_after
from handlers.answer import Answer
from handlers.dates import read_date
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Where it would be good to ask; what is noted on one account; or note it, in the form where a word is missing."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return openings.where(visit)
        account, after = which.leading(session, visit, rest, keys=tuple(Kind))
    said = parse_after(after, tuple(Kind), today=visit.today, read_date=read_date)
    if not said.word:
        return openings.show(visit, account.id)
    if said.problems or not said.said:
        told = "\n".join(problems.sentence(str(problem)) for problem in said.problems)
        named = (account.id, account.name)
        return Answer(view=forms.note(named, text=said.said, kind=said.word, ask_on=said.day, problem=told))
    return openings.note(visit, NewOpening(account.id, Kind(said.word), said.said, said.day))
