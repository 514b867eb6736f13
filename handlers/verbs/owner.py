"""`/client owner Acme @ben`: give an account to somebody."""

from __future__ import annotations

from bot.views import problems
from bot.views.forms import account as forms
from handlers import deeds, fields, which
from handlers.answer import Answer
from handlers.arguments import parse_pairs
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Give it away; without a person, or in doubt about who, ask in the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.owner(None, None))
        account, after = which.leading(session, visit, rest)
        named = (account.id, account.name)
        words = [word for word in parse_pairs(after).words if word.casefold() != "to"]
        if not words:
            return Answer(view=forms.owner(named, account.owner_id))
        read = fields.read(session, visit, {"owner": " ".join(words)})
        if read.problems:
            problem = problems.sentence(read.problems["owner"])
            return Answer(view=forms.owner(named, account.owner_id, problem))
    return deeds.give_to(visit, account.id, read.given["owner_id"])
