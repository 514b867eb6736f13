"""Plans, by buttons and forms: laid on an account, widened, ended."""

from __future__ import annotations

from sqlmodel import Session

from bot import playbooks
from bot.nudges.plans import shown, steps_shown
from bot.playbooks import Shelved, Who
from bot.playbooks.gaps import Offer
from bot.playbooks.standing import standing
from bot.views import mrkdwn
from bot.views import plans as views
from bot.views.forms import plan as forms
from bot.views.forms.plan import OfferShown, PlanForm
from bot.work import plans as work
from bot.work.deed import Refused
from bot.work.laying import Ground, ground
from bot.work.permission import allow
from bot.work.plans import NewPlan, NewStep
from handlers import ours, own_steps, plan_steps
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, plans
from storage.tables import Account, Plan

GONE = "That plan is no longer on record."
#: Playbooks whose plans come with something else, and with what.
_ELSEWHERE = {
    "rescue": "A rescue has its plan from the beginning: /client rescue {} and what happened, in a sentence.",
    "contact_left": "That plan is laid when somebody leaves: /client left {} and their name.",
    "winback": "That plan is laid when a client who left is wanted back: /client winback {}",
    "lesson": "A lesson lays its own tasks on the accounts that it is about: /client lessons",
}
_WHO = {
    Who.OWNER: "the owner",
    Who.BACKUP: "the backup",
    Who.SPONSOR: "our sponsor",
    Who.LEAD: "whoever leads it",
    Who.DOER: "you",
}


def form_for(session: Session, visit: Visit, account: Account, shelved: Shelved) -> Answer:
    """The form to lay a playbook on an account. Raises `Refused` for what something else lays, and `NotAllowed`."""
    if shelved.playbook.key in _ELSEWHERE:
        raise Refused(_ELSEWHERE[shelved.playbook.key].format(mrkdwn.quoted(account.name)))
    allow(session, visit.deed(), "plan.open", account=account)
    laid_on = ground(session, visit.deed(), account, None, None)
    book = shelved.playbook
    form = PlanForm(
        account_id=account.id,
        account=account.name,
        playbook=book.key,
        title=book.title,
        about=book.about,
        from_text=standing(laid_on.facts, visit.now),
        to=book.to,
        lead_id=account.owner_id,
        offers=() if shelved.is_off else [_offer(laid_on, offer) for offer in laid_on.offers(book)],
    )
    return Answer(view=forms.lay(form, visit.today))


def lay(visit: Visit, value: str) -> Answer:
    """Open: the form of one playbook, on the answer that lists the plans of an account."""
    account_id, _, key = value.partition(":")
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
        if account is None:
            raise Refused("That account is no longer on record.")
        return form_for(session, visit, account, playbooks.find(session, visit.team_id, key))


def laid(visit: Visit, form: Form) -> Answer:
    """A plan from the form."""
    lead = form.choice("lead")
    ours.chosen(visit, "lead", lead)
    new = NewPlan(
        account_id=str(form.metadata["account"]),
        playbook=str(form.metadata["playbook"]),
        from_text=form.text("from"),
        to=form.text("to"),
        lead_id=lead,
        only=_ticked(form),
        own=own_steps.read(form.text("own"), visit.today),
    )
    done = work.open_plan(visit.tend.store, visit.deed(), new)
    with visit.tend.store.read() as session:
        return Answer(views.laid(shown(session, visit.team_id, [done.plan], visit.zone)[0], visit.today))


def add(visit: Visit, plan_id: str) -> Answer:
    """Add a step: the form."""
    with visit.tend.store.read() as session:
        plan, _ = _open(session, visit, plan_id, "step.add")
    return Answer(view=forms.add(plan.id, plan.account_id, plan.title))


def added(visit: Visit, form: Form) -> Answer:
    """One step from the form."""
    owner = form.choice("owner")
    ours.chosen(visit, "owner", owner)
    new = NewStep(form.text("text"), owner, plan_steps.due(visit, form), contact_id=form.choice("contact"))
    return _widened(visit, form, (), [new])


def offer(visit: Visit, plan_id: str) -> Answer:
    """What else: the steps that its playbook offers now and that it does not have."""
    with visit.tend.store.read() as session:
        plan, account = _open(session, visit, plan_id, "step.add")
        there = {one.key for one in plans.steps_of(session, visit.team_id, [plan.id]).get(plan.id, [])}
        laid_on = ground(session, visit.deed(), account, plan.about, plan.lead_id)
        book = playbooks.load(session, visit.team_id, plan.playbook)
        offered = [_offer(laid_on, one) for one in laid_on.offers(book) if one.key not in there]
    return Answer(view=forms.offer(plan.id, plan.title, account.name, offered, visit.today))


def offered(visit: Visit, form: Form) -> Answer:
    """Steps that were ticked, and some of their own."""
    return _widened(visit, form, _ticked(form), own_steps.read(form.text("own"), visit.today))


def edit(visit: Visit, plan_id: str) -> Answer:
    """From and to: the form, as it stands."""
    with visit.tend.store.read() as session:
        plan, _ = _open(session, visit, plan_id, "plan.edit")
    return Answer(view=forms.edit(plan.id, plan.title, plan.from_text, plan.to_text, plan.lead_id))


def edited(visit: Visit, form: Form) -> Answer:
    """From where to where it leads now, and who leads it."""
    lead = form.choice("lead")
    ours.chosen(visit, "lead", lead)
    done = work.edit_plan(
        visit.tend.store, visit.deed(), str(form.metadata["plan"]), form.text("from"), form.text("to"), lead
    )
    with visit.tend.store.read() as session:
        return Answer(views.edited(shown(session, visit.team_id, [done.plan], visit.zone)[0], visit.today))


def end(visit: Visit, plan_id: str) -> Answer:
    """End the plan: how, and what came of it."""
    with visit.tend.store.read() as session:
        plan, account = _open(session, visit, plan_id, "plan.end")
        steps = plans.steps_of(session, visit.team_id, [plan.id]).get(plan.id, [])
    waiting = sum(one.state == "open" for one in steps)
    return Answer(view=forms.ended(plan.id, plan.title, account.name, waiting))


def ended(visit: Visit, form: Form) -> Answer:
    """The plan is over."""
    dropped = form.choice("state") == "dropped"
    with at("outcome"):
        done = work.end_plan(
            visit.tend.store, visit.deed(), str(form.metadata["plan"]), form.text("outcome"), dropped=dropped
        )
    with visit.tend.store.read() as session:
        return Answer(views.ended(shown(session, visit.team_id, [done.plan], visit.zone)[0], visit.today))


def _widened(visit: Visit, form: Form, only: tuple[str, ...], own: list[NewStep]) -> Answer:
    done = work.add_steps(visit.tend.store, visit.deed(), str(form.metadata["plan"]), only, own)
    with visit.tend.store.read() as session:
        [plan] = shown(session, visit.team_id, [done.plan], visit.zone)
        new = steps_shown(session, visit.team_id, done.new, visit.zone)
    return Answer(views.added(new, plan, visit.today))


def _open(session: Session, visit: Visit, plan_id: str, deed: str) -> tuple[Plan, Account]:
    """An open plan and its account; whoever asks may do that to it."""
    plan = plans.get(session, visit.team_id, plan_id)
    account = accounts.get(session, visit.team_id, plan.account_id) if plan else None
    if plan is None or account is None:
        raise Refused(GONE)
    if plan.state != "open":
        raise Refused(f"The plan “{plan.title}” is over: open another one to go on.")
    is_lead = plan.lead_id == visit.person.id
    allow(session, visit.deed(), deed, account=account, person_id=visit.person.id if is_lead else None)
    return plan, account


def _offer(laid_on: Ground, one: Offer) -> OfferShown:
    return OfferShown(one.key, one.text, _WHO[one.step.who], laid_on.due_on(one.step.days))


def _ticked(form: Form) -> tuple[str, ...]:
    return tuple(key for field in form.fields if field.startswith(forms.STEPS) for key in form.many(field))
