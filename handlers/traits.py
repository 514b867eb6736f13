"""What is good to know of a client, by buttons and forms: noted, and taken off again."""

from __future__ import annotations

from bot.known import shown
from bot.policy import TraitKind
from bot.views import traits as views
from bot.views.forms import trait as forms
from bot.views.forms.trait import TraitForm
from bot.work import traits as work
from bot.work.deed import Refused, Repeated
from bot.work.traits import NewTrait
from handlers import look
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, traits
from storage.tables import Account, Trait


def know(visit: Visit, new: NewTrait) -> Answer:
    """Something to know, and the answer to it: when I speak of it, where it has a day."""
    try:
        done = work.know(visit.tend.store, visit.deed(), new)
        trait, account, is_new = done.trait, done.account, done.is_new
    except Repeated as before:
        if not visit.command:
            raise
        (trait, account), is_new = _kept(visit, before), True
    with visit.tend.store.read() as session:
        ahead = look.policy(session, visit.team_id).occasion_days
    return Answer(views.known(account.name, shown(trait), ahead, visit.today, is_new=is_new))


def new(visit: Visit, account_id: str) -> Answer:
    """Note something: an empty form for an account."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
    if account is None:
        raise Refused("That account is no longer on record.")
    return Answer(view=forms.know(TraitForm((account.id, account.name))))


def sent(visit: Visit, form: Form) -> Answer:
    """Something to know, from the form."""
    with at("text"):
        if not form.text("text"):
            raise Refused(work.NO_WORDS)
    with at("falls_on"):
        kind = TraitKind(form.text("kind"))
        return know(visit, NewTrait(str(form.metadata["account"]), kind, form.text("text"), form.day("falls_on")))


def forget(visit: Visit, trait_id: str) -> Answer:
    """Take it off."""
    done = work.forget(visit.tend.store, visit.deed(), trait_id)
    return Answer(views.forgotten(done.account.name, shown(done.trait), visit.today))


def _kept(visit: Visit, before: Repeated) -> tuple[Trait, Account]:
    """What the same request noted before. Raises what it was given."""
    with visit.tend.store.read() as session:
        trait = traits.get(session, visit.team_id, before.result_id or "")
        account = accounts.get(session, visit.team_id, trait.account_id) if trait else None
    if trait is None or account is None:
        raise before
    return trait, account
