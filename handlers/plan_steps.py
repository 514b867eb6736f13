"""Steps of plans, by buttons: done, skipped, moved; on a card, on a plan, on a checklist."""

from __future__ import annotations

from datetime import date, timedelta

from bot.nudges.plans import shown, steps_shown
from bot.rules.step import RULE
from bot.views import mrkdwn
from bot.views import plans as views
from bot.views.forms import plan as forms
from bot.work import checks
from bot.work import plans as work
from bot.work.deed import Refused
from bot.work.permission import allow
from bot.work.plans import StepKept
from handlers import ours
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, nudges, plans
from storage.tables import Step

GONE = "That step is no longer on record."


def do(visit: Visit, step_id: str) -> Answer:
    """Done; of a measure, how we know."""
    step = _open(visit, step_id, "step.do")
    if step.kind == "measure":
        return Answer(view=forms.proven(step.id, step.text))
    return _settled(visit, work.do_step(visit.tend.store, visit.deed(), step.id))


def skip(visit: Visit, step_id: str) -> Answer:
    """Skip: why."""
    step = _open(visit, step_id, "step.skip")
    return Answer(view=forms.skipped(step.id, step.text))


def move(visit: Visit, step_id: str) -> Answer:
    """Move: to whom, or to which day."""
    step = _open(visit, step_id, "step.move")
    return Answer(view=forms.moved(step.id, step.text, step.owner_id, step.due_on))


def do_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Done, on a card."""
    return do(visit, _of_nudge(visit, nudge_id))


def skip_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Skip, on a card."""
    return skip(visit, _of_nudge(visit, nudge_id))


def move_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Move, on a card."""
    return move(visit, _of_nudge(visit, nudge_id))


def proven(visit: Visit, form: Form) -> Answer:
    """A measure is done: its proof, and whether the client was told."""
    told = "yes" in form.many("told")
    with at("proof"):
        done = work.do_step(visit.tend.store, visit.deed(), str(form.metadata["step"]), form.text("proof"), told)
    return _settled(visit, done)


def skipped(visit: Visit, form: Form) -> Answer:
    """Why a step is skipped."""
    with at("why"):
        done = work.skip_step(visit.tend.store, visit.deed(), str(form.metadata["step"]), form.text("why"))
    return _settled(visit, done)


def moved(visit: Visit, form: Form) -> Answer:
    """To whom a step is given, or to which day."""
    owner = form.choice("owner")
    ours.chosen(visit, "owner", owner)
    with at("due_on"):
        done = work.move_step(
            visit.tend.store, visit.deed(), str(form.metadata["step"]), owner_id=owner, due_on=form.day("due_on")
        )
    with visit.tend.store.read() as session:
        [plan] = shown(session, visit.team_id, [done.plan], visit.zone)
        [step] = steps_shown(session, visit.team_id, [done.step], visit.zone)
    return Answer(views.moved(step, plan, visit.today))


def due(visit: Visit, form: Form) -> date | None:
    """By when a step of a form is to be done; a day that has been is said at its field."""
    due_on = form.day("due_on")
    with at("due_on"):
        return checks.coming_day(due_on, visit.today - timedelta(days=1), "by") if due_on else None


def _settled(visit: Visit, done: StepKept) -> Answer:
    with visit.tend.store.read() as session:
        [plan] = shown(session, visit.team_id, [done.plan], visit.zone)
        [step] = steps_shown(session, visit.team_id, [done.step], visit.zone)
    return Answer(views.settled(step, plan, visit.today, was_last=done.was_last))


def _open(visit: Visit, step_id: str, deed: str) -> Step:
    """An open step; whoever asks may do that to it."""
    with visit.tend.store.read() as session:
        step = plans.step(session, visit.team_id, step_id)
        plan = plans.get(session, visit.team_id, step.plan_id) if step else None
        account = accounts.get(session, visit.team_id, step.account_id) if step else None
        if step is None or plan is None or account is None:
            raise Refused(GONE)
        is_theirs = visit.person.id in (step.owner_id, plan.lead_id)
        allow(session, visit.deed(), deed, account=account, person_id=visit.person.id if is_theirs else None)
    if step.state != "open":
        raise Refused(f"This was {step.state} before. The whole plan: /client plan {mrkdwn.quoted(account.name)}")
    return step


def _of_nudge(visit: Visit, nudge_id: str) -> str:
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
    if nudge is None or nudge.rule != RULE:
        raise Refused(GONE)
    return nudge.subject
