"""`/client winback Acme yes 1 March: they value what we do`: whether we want a client back, and when we ask."""

from __future__ import annotations

from bot.views import problems
from bot.views import winbacks as views
from bot.views.forms import winback as forms
from bot.work.winbacks import Wanted
from handlers import which, winbacks
from handlers.afterline import parse_after
from handlers.answer import Answer
from handlers.dates import read_date
from handlers.visit import Visit
from storage import winbacks as rows

_WORDS = ("yes", "no")


def run(visit: Visit, rest: str) -> Answer:
    """List those that are open; show one; decide about it, in the form where something is missing."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            found = rows.lately(session, visit.team_id, views.MOST + 1)
            listed = [winbacks.shown(session, visit.team_id, one) for one, _ in found[: views.MOST]]
            return Answer(views.listed(listed, visit.today, more=len(found) > views.MOST))
        account, after = which.leading(session, visit, rest, keys=_WORDS)
    said = parse_after(after, _WORDS, today=visit.today, read_date=read_date)
    if not said.word:
        return winbacks.show(visit, account.id)
    wanted = said.word == "yes"
    if said.problems or not said.said or (wanted and said.day is None):
        form = winbacks.form(visit, account.id)
        told = [problems.sentence(str(problem)) for problem in said.problems]
        return Answer(
            view=forms.decide(form.told(wanted, said.said or form.why, said.day or form.next_on, "\n".join(told)))
        )
    before = winbacks.form(visit, account.id)
    return winbacks.decide(
        visit,
        Wanted(account.id, wanted, said.said, said.day, before.must_change, before.burdens, before.keeper_id),
    )
