"""What could grow: noted, asked or dropped, and where it would be a good moment to ask."""

from __future__ import annotations

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.rules.healthy import ails
from bot.rules.opening import RULE
from bot.views import openings as views
from bot.views.forms import opening as forms
from bot.views.openings import OpeningShown, Well
from bot.work import openings as work
from bot.work.deed import Refused
from bot.work.openings import Kind, NewOpening
from handlers import look
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, lists, nudges, openings
from storage.tables import Opening

_LOOKED_AT = 200  # accounts of somebody's


def show(visit: Visit, account_id: str) -> Answer:
    """What is noted on one account."""
    with visit.tend.store.read() as session:
        facts = look.facts(session, visit, [account_id]).get(account_id)
        if facts is None:
            raise Refused("That account is no longer on record.")
        found = openings.of_account(session, visit.team_id, account_id, views.MOST)
        why_not = ails(facts, look.policy(session, visit.team_id), visit.now)
        listed = [_shown(one, facts.name) for one in found]
    return Answer(views.of_account((account_id, facts.name), listed, visit.today, why_not))


def where(visit: Visit) -> Answer:
    """The accounts of somebody that are well and on which nothing is noted: the longest held first."""
    with visit.tend.store.read() as session:
        mine, _ = lists.accounts(session, visit.team_id, limit=_LOOKED_AT, offset=0, owner_id=visit.person.id)
        noted = openings.with_any(session, visit.team_id)
        ids = [one.account.id for one in mine if one.account.id not in noted]
        policy = look.policy(session, visit.team_id)
        known = look.facts(session, visit, ids).values()
    found = [facts for facts in known if not ails(facts, policy, visit.now)]
    ordered = sorted(found, key=lambda facts: (facts.started_at, facts.name))
    return Answer(views.well([_well(facts, visit) for facts in ordered[: views.WELL]], len(found)))


def note(visit: Visit, new: NewOpening) -> Answer:
    """Keep what could grow."""
    done = work.note(visit.tend.store, visit.deed(), new)
    with visit.tend.store.read() as session:
        facts = look.facts(session, visit, [done.account.id])[done.account.id]
        why_not = ails(facts, look.policy(session, visit.team_id), visit.now)
    return Answer(views.noted(_shown(done.opening, done.account.name), visit.today, why_not))


def asked_to_note(visit: Visit, account_id: str) -> Answer:
    """Note something: the form."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
    return Answer(view=forms.note((account.id, account.name) if account else None))


def sent(visit: Visit, form: Form) -> Answer:
    """What could grow, from the form."""
    with at("text"):
        new = NewOpening(form.text("account"), Kind(form.text("kind")), form.text("text"), form.day("ask"))
        return note(visit, new)


def asked(visit: Visit, opening_id: str) -> Answer:
    """Asked: what they said."""
    with visit.tend.store.read() as session:
        opening, name = _open(session, visit, opening_id)
    return Answer(view=forms.asked(opening.id, name, opening.text))


def asked_sent(visit: Visit, form: Form) -> Answer:
    """What came of asking."""
    done = work.asked(visit.tend.store, visit.deed(), str(form.metadata["opening"]), form.text("outcome"))
    return Answer(views.ended(_shown(done.opening, done.account.name)))


def drop(visit: Visit, opening_id: str) -> Answer:
    """Let it be."""
    done = work.drop(visit.tend.store, visit.deed(), opening_id)
    return Answer(views.ended(_shown(done.opening, done.account.name)))


def asked_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Asked, on a card."""
    return asked(visit, _of_nudge(visit, nudge_id))


def drop_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Drop it, on a card."""
    return drop(visit, _of_nudge(visit, nudge_id))


def _of_nudge(visit: Visit, nudge_id: str) -> str:
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
    if nudge is None or nudge.rule != RULE:
        raise Refused(work.GONE)
    return nudge.subject


def _open(session: Session, visit: Visit, opening_id: str) -> tuple[Opening, str]:
    opening = openings.get(session, visit.team_id, opening_id)
    if opening is None:
        raise Refused(work.GONE)
    if opening.state != "open":
        raise Refused(f"This was {opening.state} before.")
    return opening, accounts.names(session, visit.team_id, [opening.account_id])[opening.account_id]


def _well(facts: AccountFacts, visit: Visit) -> Well:
    felt = [one.temperature for one in facts.encounters if one.temperature is not None]
    years = (visit.today - facts.calendar.day(facts.started_at)).days // 365
    return Well(facts.id, facts.name, max(0, years), felt[-1] if felt else None)


def _shown(one: Opening, account: str) -> OpeningShown:
    return OpeningShown(
        id=one.id,
        account=account,
        kind=one.kind,
        text=one.text,
        ask_on=one.ask_on,
        noted_by=one.noted_by,
        state=one.state,
        outcome=one.outcome,
    )
