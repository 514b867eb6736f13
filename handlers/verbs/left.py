"""`/client left Acme Jane Doe`: somebody is no longer there."""

from __future__ import annotations

from bot.views import problems
from bot.views.forms import contact as forms
from bot.work import find
from bot.work.find import Ambiguous, Unknown
from handlers import leavers, which
from handlers.answer import Answer
from handlers.verbs.contact import cut_apart, read
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Note that they left; in doubt about who, ask in the form."""
    with visit.tend.store.read() as session:
        linked = which.linked(session, visit)
        if not rest.strip() and not visit.chosen:
            return Answer(view=forms.left((linked.id, linked.name) if linked else None))
        account, name = cut_apart(session, visit, read(session, visit, rest))
        named = (account.id, account.name)
        if not name:
            return Answer(view=forms.left(named))
        try:
            gone = find.contact(session, visit.team_id, account.id, name)
        except (Unknown, Ambiguous) as doubt:
            problem = problems.doubtful_contact(name, account.name, doubt.names)
            return Answer(view=forms.left(named, problem))
    return leavers.left(visit, gone.id)
