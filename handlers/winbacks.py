"""Win-back: shown, and decided by a form."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from bot.policy import TraitKind
from bot.rules.winback import RULE
from bot.views import winbacks as views
from bot.views.forms import winback as forms
from bot.views.forms.winback import WinbackForm
from bot.views.winbacks import WinbackShown
from bot.work import winbacks as work
from bot.work.deed import Refused
from bot.work.winbacks import Wanted
from handlers import ours
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, losses, nudges, traits, winbacks
from storage.tables import Account, Winback


def show(visit: Visit, account_id: str) -> Answer:
    """Where the win-back of an account stands; of one that has none, the form where it is lost."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
        found = winbacks.last_of(session, visit.team_id, account_id)
        if account is None:
            raise Refused("That account is no longer on record.")
        if found is None:
            if account.status == "lost":
                return Answer(view=forms.decide(_form(session, account, None)))
            return Answer(views.none(account.name))
        burdens = _burdens(session, visit.team_id, account_id)
        return Answer(views.one(shown(session, visit.team_id, found), visit.today, burdens))


def decide(visit: Visit, wanted: Wanted) -> Answer:
    """Keep what was decided."""
    done = work.decide(visit.tend.store, visit.deed(), wanted)
    with visit.tend.store.read() as session:
        return Answer(views.decided(shown(session, visit.team_id, done.winback), visit.today))


def asked(visit: Visit, account_id: str) -> Answer:
    """Decide: the form, as it stands."""
    return Answer(view=forms.decide(form(visit, account_id)))


def asked_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Decide, on a card."""
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
    if nudge is None or nudge.rule != RULE:
        raise Refused(work.GONE)
    return asked(visit, nudge.account_id)


def sent(visit: Visit, sent_form: Form) -> Answer:
    """What was decided in the form."""
    wanted = sent_form.choice("wanted") == "yes"
    if wanted and sent_form.day("next") is None:
        with at("next"):
            raise Refused(work.NO_DAY)
    keeper = sent_form.choice("keeper")
    ours.chosen(visit, "keeper", keeper)
    with at("why"):
        return decide(
            visit,
            Wanted(
                account_id=str(sent_form.metadata["account"]),
                wanted=wanted,
                why=sent_form.text("why"),
                next_on=sent_form.day("next"),
                must_change=sent_form.text("change"),
                burdens=sent_form.text("burdens"),
                keeper_id=keeper,
            ),
        )


def form(visit: Visit, account_id: str) -> WinbackForm:
    """The form as it stands."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
        if account is None:
            raise Refused("That account is no longer on record.")
        return _form(session, account, winbacks.last_of(session, visit.team_id, account_id))


def shown(session: Session, team_id: str, found: Winback) -> WinbackShown:
    """A win-back as people read it."""
    loss = losses.get(session, team_id, found.loss_id)
    return WinbackShown(
        account_id=found.account_id,
        account=accounts.names(session, team_id, [found.account_id])[found.account_id],
        decide_by=found.decide_by,
        ended_on=loss.ended_on if loss else None,
        wanted=found.wanted,
        why=found.why,
        must_change=found.must_change,
        burdens=found.burdens,
        next_on=found.next_on,
        keeper_id=found.keeper_id,
        state=found.state,
    )


def _form(session: Session, account: Account, found: Winback | None) -> WinbackForm:
    blank = WinbackForm((account.id, account.name), keeper_id=account.owner_id)
    told = replace(blank, told_burdens=_burdens(session, account.team_id, account.id))
    if found is None:
        return told
    return replace(
        told,
        wanted=found.wanted,
        why=found.why,
        next_on=found.next_on,
        must_change=found.must_change,
        burdens=found.burdens,
        keeper_id=found.keeper_id,
    )


def _burdens(session: Session, team_id: str, account_id: str) -> list[str]:
    """What is on record as a burden that they brought."""
    return [one.text for one in traits.of_account(session, team_id, account_id) if one.kind == TraitKind.BURDEN]
