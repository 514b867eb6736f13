"""The forms of a rescue: opened, looked at, given a step, staffed and ended."""

from __future__ import annotations

from collections.abc import Callable

from bot.views.forms import rescue as forms
from bot.work import plans
from bot.work import rescues as work
from bot.work.deed import Refused
from bot.work.rescues import NewRescue
from handlers import ours, plan_steps, rescues
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit


def opened(visit: Visit, form: Form) -> Answer:
    """A rescue from the form."""
    with at("why"):
        if not form.text("why"):
            raise Refused(work.NO_WHY)
    new = NewRescue(
        account_id=form.text("account"),
        why=form.text("why"),
        words=form.text("words"),
        lead_id=form.choice("lead"),
        sponsor_id=form.choice("sponsor"),
        helpers=form.many("helpers"),
        channel_id=form.choice("channel"),
    )
    _staffed(visit, form)
    return rescues.open_(visit, new)


def reviewed(visit: Visit, form: Form) -> Answer:
    """How it stands."""
    with at("stands"):
        done = work.review(
            visit.tend.store, visit.deed(), str(form.metadata["rescue"]), form.text("stands"), form.text("next_step")
        )
    return rescues.show(visit, done.rescue.id, first="Noted: whoever helps reads it in its thread.")


def stepped(visit: Visit, form: Form) -> Answer:
    """A step, on the plan of the rescue."""
    rescue, _ = rescues.under_way(visit, str(form.metadata["rescue"]))
    ours.chosen(visit, "owner", form.choice("owner"))
    new = plans.NewStep(
        text=form.text("text"),
        owner_id=form.choice("owner") or rescue.lead_id,
        due_on=plan_steps.due(visit, form),
        kind=forms.kind_of(form.text("kind")),
    )
    with at("text"):
        plans.add_step(visit.tend.store, visit.deed(), rescue.plan_id, new)
    return rescues.show(visit, rescue.id)


def changed(visit: Visit, form: Form) -> Answer:
    """Who sees to it now."""
    _staffed(visit, form)
    changes = {
        "lead_id": form.choice("lead"),
        "sponsor_id": form.choice("sponsor"),
        "helpers": form.many("helpers"),
        "channel_id": form.choice("channel"),
        "words": form.text("words"),
    }
    done = work.change(visit.tend.store, visit.deed(), str(form.metadata["rescue"]), changes)
    return rescues.show(visit, done.rescue.id)


def ended(visit: Visit, form: Form) -> Answer:
    """How it ended: a client who goes is said where all that is asked of a loss is asked."""
    rescue, account = rescues.under_way(visit, str(form.metadata["rescue"]), "rescue.end")
    how = form.text("how")
    if how == work.LOST:
        return rescues.lost(visit, account, form.text("worked"))
    with at("worked"):
        work.end(visit.tend.store, visit.deed(), rescue.id, forms.end_of(how), form.text("worked"))
    return rescues.show(visit, rescue.id)


def _staffed(visit: Visit, form: Form) -> None:
    """Who sees to it is one of ours, and where it is spoken of is a channel of ours."""
    ours.chosen(visit, "lead", form.choice("lead"))
    ours.chosen(visit, "sponsor", form.choice("sponsor"))
    ours.chosen(visit, "helpers", *form.many("helpers"))
    with at("channel"):
        rescues.check_room(visit, form.choice("channel"))


FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    forms.OPEN: opened,
    forms.REVIEW: reviewed,
    forms.STEP: stepped,
    forms.CHANGE: changed,
    forms.END: ended,
}
