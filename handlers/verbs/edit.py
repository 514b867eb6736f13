"""`/client edit Acme tier:key cadence:monthly alias:acme`: change an account."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from bot.policy import Status
from bot.views import problems
from bot.views.forms import account as forms
from bot.work import accounts as work
from handlers import account_form, deeds, fields, which
from handlers.answer import Answer
from handlers.arguments import parse_pairs
from handlers.visit import Visit
from storage import account_parts
from storage.tables import Account


def run(visit: Visit, rest: str) -> Answer:
    """Change what the line says; a line that says nothing more than the name opens the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("edit", "Edit an account"))
        account, after = which.leading(session, visit, rest, {*fields.KEYS, *Status})
        said = parse_pairs(f"status:{after}" if after.casefold() in list(Status) else after, fields.KEYS, named=True)
        read = fields.read(session, visit, {fields.KEYS[key]: text for key, text in said.pairs.items()})
        wrong = [*map(fields.unknown, said.unknown), *read.problems.values()]
        wrong += [problems.not_a_field(word) for word in said.words]
        if wrong or not said.pairs:
            form = account_form.standing(session, account, visit.person, "\n".join(map(problems.sentence, wrong)))
            return Answer(view=forms.edit(form, account.id))
        read.given |= _joined(session, account, read.given)
        if read.closures:
            known = account_parts.closures(session, account.team_id, [account.id]).get(account.id, [])
            read.closures = [*((closure.first_on, closure.last_on) for closure in known), *read.closures]
    return deeds.edit_account(visit, account.id, read)


def _joined(session: Session, account: Account, given: dict[str, Any]) -> dict[str, Any]:
    """In a line, what an account has several of is added to what it has; "none" empties it."""
    stands = work.shown(session, account)
    return {name: [*stands[name], *given[name]] for name in fields.LISTS if given.get(name)}
