"""`/client know Acme proud of "their new plant"`: what is good to know of a client; without words, all of it."""

from __future__ import annotations

from sqlmodel import Session

from bot.known import traits_shown
from bot.policy import TraitKind
from bot.views import problems
from bot.views import traits as views
from bot.views.forms import account as account_forms
from bot.views.forms import trait as forms
from bot.views.forms.trait import TraitForm
from bot.work.traits import NewTrait
from handlers import dateshape, traits, which
from handlers.answer import Answer
from handlers.dates import read_date
from handlers.namefirst import name_first
from handlers.traitline import TraitLine, parse_trait
from handlers.visit import Visit
from storage.tables import Account


def run(visit: Visit, rest: str) -> Answer:
    """Note it; what is missing or in doubt is asked for in the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("know", "Good to know"))
        name, after = name_first(session, visit, rest)
        account = which.account(session, visit, name)
        said = parse_trait(after, visit.today, read_date)
        if said.is_empty:
            return _listed(session, visit, account)
    problem = _problem(said)
    if said.kind is None or not said.words or problem:
        form = TraitForm((account.id, account.name), said.kind, said.words, said.falls_on, problem)
        return Answer(view=forms.know(form))
    return traits.know(visit, NewTrait(account.id, said.kind, said.words, said.falls_on))


def _listed(session: Session, visit: Visit, account: Account) -> Answer:
    known = traits_shown(session, visit.team_id, account.id)
    return Answer(views.listed(account.name, account.id, known, visit.today))


def _problem(said: TraitLine) -> str:
    if said.day_text and said.falls_on is None:
        why, example = dateshape.why_not(said.day_text, prefer="past")
        return problems.sentence(f"“{said.day_text}” {why}: try {example}")
    if said.kind is TraitKind.ANNIVERSARY and said.falls_on is None:
        return "An anniversary comes round: on which day was the first?"
    return ""
