"""Breakdowns by buttons and forms: put on record, recovered, verified or not yet, given to somebody."""

from __future__ import annotations

from collections.abc import Callable, Collection

from bot.rules.breakdown import RULE
from bot.shown import breakdowns_shown
from bot.views import breakdowns as views
from bot.views import mrkdwn
from bot.views.breakdowns import BreakdownShown
from bot.views.forms import breakdown as forms
from bot.views.forms.breakdown import BreakdownForm
from bot.work import breakdowns as work
from bot.work.breakdowns import BreakdownKept, NewBreakdown
from bot.work.deed import Refused, Repeated
from bot.work.permission import allow
from handlers import ours
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.nudged import subject_of
from handlers.visit import Visit
from storage import accounts, breakdowns
from storage.tables import Account, Breakdown

GONE = "That breakdown is no longer on record."


def report(visit: Visit, new: NewBreakdown) -> Answer:
    """A breakdown, and the answer to it."""
    try:
        breakdown = work.report(visit.tend.store, visit.deed(), new).breakdown
    except Repeated as before:
        if not visit.command:
            raise
        breakdown = _kept(visit, before)
    return Answer(views.reported(_shown(visit, breakdown), visit.today))


def new(visit: Visit, account_id: str) -> Answer:
    """Something broke: an empty form for an account."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
    if account is None:
        raise Refused("That account is no longer on record.")
    return Answer(view=forms.report(BreakdownForm(account=(account.id, account.name), broke_on=visit.today)))


def sent(visit: Visit, form: Form) -> Answer:
    """A breakdown from the form."""
    owner_id = form.choice("owner")
    ours.chosen(visit, "owner", owner_id)
    with at("text"):
        if not form.text("text"):
            raise Refused(work.NO_WORDS)
    with at("broke_on"):
        account_id = str(form.metadata["account"])
        return report(visit, NewBreakdown(account_id, form.text("text"), form.day("broke_on"), owner_id))


def recover(visit: Visit, breakdown_id: str) -> Answer:
    """Recovered: what was done."""
    breakdown, account = _in(visit, breakdown_id, ("open",), "breakdown.recover")
    return Answer(view=forms.recovered(breakdown.id, account.name, breakdown.text))


def verify(visit: Visit, breakdown_id: str) -> Answer:
    """Verified: how, and whether the client knows."""
    breakdown, account = _in(visit, breakdown_id, (work.RECOVERED,), "breakdown.verify")
    return Answer(view=forms.verified(breakdown.id, account.name, breakdown.text, breakdown.recovery))


def again(visit: Visit, breakdown_id: str) -> Answer:
    """Not yet, or Reopen: what does not work."""
    breakdown, account = _in(visit, breakdown_id, (work.RECOVERED, work.VERIFIED), "breakdown.reopen")
    return Answer(view=forms.again(breakdown.id, account.name, breakdown.text))


def give(visit: Visit, breakdown_id: str) -> Answer:
    """Give to: somebody of ours."""
    breakdown, account = _in(visit, breakdown_id, ("open",), "breakdown.recover")
    return Answer(view=forms.given(breakdown.id, account.name, breakdown.text, breakdown.owner_id))


def recover_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Recovered, on a card."""
    return recover(visit, subject_of(visit, nudge_id, RULE, GONE))


def verify_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Verified, on a card."""
    return verify(visit, subject_of(visit, nudge_id, RULE, GONE))


def recovered(visit: Visit, form: Form) -> Answer:
    """What was done to put it right."""
    with at("words"):
        return _changed(visit, work.recover(visit.tend.store, visit.deed(), _id(form), form.text("words")))


def verified(visit: Visit, form: Form) -> Answer:
    """How somebody saw that it works again."""
    told = form.choice("told") == "yes"
    with at("words"):
        done = work.verify(visit.tend.store, visit.deed(), _id(form), form.text("words"), client_told=told)
    return _changed(visit, done)


def works_not_yet(visit: Visit, form: Form) -> Answer:
    """What does not work yet."""
    with at("words"):
        return _changed(visit, work.reopen(visit.tend.store, visit.deed(), _id(form), form.text("words")))


def given(visit: Visit, form: Form) -> Answer:
    """Who sees to it from now on."""
    owner_id = form.text("owner")
    with at("owner"):
        ours.meet(visit, [owner_id])
        return _changed(visit, work.give(visit.tend.store, visit.deed(), _id(form), owner_id))


def _changed(visit: Visit, done: BreakdownKept) -> Answer:
    return Answer(views.changed(_shown(visit, done.breakdown), visit.today))


def _shown(visit: Visit, breakdown: Breakdown) -> BreakdownShown:
    with visit.tend.store.read() as session:
        [shown] = breakdowns_shown(session, visit.team_id, [breakdown], visit.zone)
    return shown


def _in(visit: Visit, breakdown_id: str, states: Collection[str], what: str) -> tuple[Breakdown, Account]:
    """A breakdown in one of some states, for somebody who may do something with it."""
    with visit.tend.store.read() as session:
        breakdown = breakdowns.get(session, visit.team_id, breakdown_id)
        account = accounts.get(session, visit.team_id, breakdown.account_id) if breakdown else None
        if breakdown is None or account is None:
            raise Refused(GONE)
        allow(session, visit.deed(), what, account=account, person_id=breakdown.owner_id)
    if breakdown.state not in states:
        now = "not put right yet" if breakdown.state == "open" else breakdown.state
        raise Refused(f"This is {now}. All of them: /client broke {mrkdwn.quoted(account.name)}")
    return breakdown, account


def _kept(visit: Visit, before: Repeated) -> Breakdown:
    """The breakdown that the same request put on record before. Raises what it was given."""
    with visit.tend.store.read() as session:
        breakdown = breakdowns.get(session, visit.team_id, before.result_id or "")
    if breakdown is None:
        raise before
    return breakdown


def _id(form: Form) -> str:
    return str(form.metadata["breakdown"])


ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    "nudge.recover": recover_nudge,
    "nudge.verify": verify_nudge,
    views.NEW: new,
    views.RECOVER: recover,
    views.GIVE: give,
    views.VERIFY: verify,
    views.AGAIN: again,
}
FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    forms.BREAKDOWN: sent,
    forms.RECOVERED: recovered,
    forms.VERIFIED: verified,
    forms.AGAIN: works_not_yet,
    forms.GIVEN: given,
}
