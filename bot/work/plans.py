"""Plans: a playbook is laid on an account, and its steps are done, skipped or moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from bot.nudges.settle import ClockMove, settle
from bot.work import checks, desk, steps
from bot.work.deed import Deed, Refused
from bot.work.laying import add_offered, add_to, finish, lay, shelved
from bot.work.permission import allow
from bot.work.steps import DONE, SKIPPED, NewStep
from storage import people, plans
from storage.engine import Store
from storage.tables import Account, Plan, Step

__all__ = [
    "DONE",
    "DROPPED",
    "SKIPPED",
    "NewPlan",
    "NewStep",
    "PlanKept",
    "StepKept",
    "StepsAdded",
    "add_step",
    "add_steps",
    "add_to",
    "do_step",
    "edit_plan",
    "end_plan",
    "finish",
    "hand_over",
    "lay",
    "move_step",
    "open_plan",
    "skip_step",
]

DROPPED: Final = "dropped"
RESCUE: Final = "rescue"  # its plan comes and goes with it
_WAY = {"from_text", "to_text", "lead_id"}
NO_REASON = "Please say why it is skipped: who looks later will want to know."
NO_PROOF = "Please say how we know that it works: a measure is done when there is proof."


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A playbook to be laid on an account, `only` the offers of these keys (`bot.playbooks.gaps.Offer`), else all.

    `own`: free steps behind them.
    """

    account_id: str
    playbook: str
    from_text: str = ""
    to: str = ""
    lead_id: str | None = None
    only: Collection[str] | None = None
    own: Sequence[NewStep] = ()


@dataclass(frozen=True, slots=True)
class PlanKept:
    """A plan as it stands now with all its steps, its account, and the clocks that moved."""

    plan: Plan
    steps: list[Step]
    account: Account
    moves: list[ClockMove]


@dataclass(frozen=True, slots=True)
class StepsAdded:
    """A plan, and the steps that it did not have before."""

    plan: Plan
    new: list[Step]


@dataclass(frozen=True, slots=True)
class StepKept:
    """A step as it stands now, its plan and account, and the clocks that moved. `was_last`: the plan ended with it."""

    step: Step
    plan: Plan
    account: Account
    moves: list[ClockMove]
    was_last: bool = False


def hand_over(session: Session, account: Account, old: str | None) -> None:
    """Have the steps that waited for the owner before wait for the owner now. The account is locked."""
    plans.hand_over(session, account.team_id, account.id, old, account.owner_id)


def open_plan(store: Store, deed: Deed, new: NewPlan) -> PlanKept:
    """Lay a playbook on an account. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, new.account_id)
        account = desk.hold(session, deed, new.account_id)
        allow(session, deed, "plan.open", account=account)
        if new.playbook == RESCUE:
            raise Refused(f"A rescue is opened with /client rescue {account.name}: what happened, in a sentence.")
        if plans.open_of(session, deed.team_id, account.id, new.playbook):
            raise Refused(f"{account.name} has an open plan of that kind already: add steps to it, or end it first.")
        plan = lay(
            session, deed, account, new.playbook,
            from_text=new.from_text, to=new.to, lead_id=new.lead_id, only=new.only,
        )  # fmt: skip
        for one in new.own:
            add_to(session, deed, plan, one)
        return _kept(session, deed, plan, account)


def edit_plan(store: Store, deed: Deed, plan_id: str, from_text: str, to: str, lead_id: str | None = None) -> PlanKept:
    """Say from where to where a plan leads, and who leads it. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, plan_id)
        plan, account = _held(session, deed, plan_id)
        _allow(session, deed, "plan.edit", plan, account)
        before = plan.model_dump(include=_WAY)
        plan.from_text, plan.to_text = checks.note(from_text, "“from”"), checks.note(to, "“to”")
        plan.lead_id = desk.one_of_ours(session, deed, lead_id, "the lead of a plan").id if lead_id else None
        session.flush()
        old, new = desk.difference(before, plan.model_dump(include=_WAY))
        if new:
            desk.record(session, deed, "plan.edit", account_id=account.id, subject_id=plan.id, before=old, after=new)
        return _kept(session, deed, plan, account)


def end_plan(store: Store, deed: Deed, plan_id: str, outcome: str = "", *, dropped: bool = False) -> PlanKept:
    """End a plan: it did what it was for, or it is dropped. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, plan_id)
        plan, account = _held(session, deed, plan_id)
        _allow(session, deed, "plan.end", plan, account)
        if plan.playbook == RESCUE:
            raise Refused(f"This is a rescue: how it ended is said with /client rescue {account.name} end.")
        finish(session, deed, plan, DROPPED if dropped else DONE, outcome)
        return _kept(session, deed, plan, account)


def add_step(store: Store, deed: Deed, plan_id: str, new: NewStep) -> StepKept:
    """Add a free step to a plan. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, plan_id)
        plan, account = _held(session, deed, plan_id)
        _allow(session, deed, "step.add", plan, account)
        step = add_to(session, deed, plan, new)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return StepKept(step, plan, account, moves)


def add_steps(
    store: Store, deed: Deed, plan_id: str, only: Collection[str] = (), own: Sequence[NewStep] = ()
) -> StepsAdded:
    """Add to a plan what its playbook offers (`only`: the keys), and free steps. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, plan_id)
        plan, account = _held(session, deed, plan_id)
        _allow(session, deed, "step.add", plan, account)
        new = add_offered(session, deed, plan, account, only)
        new += [add_to(session, deed, plan, one) for one in own]
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return StepsAdded(plan, new)


def do_step(store: Store, deed: Deed, step_id: str, note: str = "", client_told: bool | None = None) -> StepKept:
    """Note that a step is done; of a measure the note is the proof. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, step_id)
        step, plan, account = _held_step(session, deed, step_id)
        allow(session, deed, "step.do", account=account)
        said = checks.note(note, "note")
        if step.kind == "measure" and not said:
            raise Refused(NO_PROOF)
        step.client_told = client_told
        steps.settled(session, deed, step, DONE, said)
        was_last = _end_with_its_last(session, deed, plan)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return StepKept(step, plan, account, moves, was_last)


def skip_step(store: Store, deed: Deed, step_id: str, why: str) -> StepKept:
    """Note that a step will not be done, and why. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, step_id)
        step, plan, account = _held_step(session, deed, step_id)
        _allow(session, deed, "step.skip", plan, account, step)
        said = checks.note(why, "reason")
        if not said:
            raise Refused(NO_REASON)
        steps.settled(session, deed, step, SKIPPED, said)
        was_last = _end_with_its_last(session, deed, plan)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return StepKept(step, plan, account, moves, was_last)


def move_step(
    store: Store, deed: Deed, step_id: str, owner_id: str | None = None, due_on: date | None = None
) -> StepKept:
    """Give a step to somebody else, or another day; what is None stays as it is. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, step_id)
        step, plan, account = _held_step(session, deed, step_id)
        _allow(session, deed, "step.move", plan, account, step)
        before = step.model_dump(include={"owner_id", "due_on"})
        step.owner_id = steps.owner(session, deed, owner_id) or step.owner_id
        step.due_on = steps.day(session, deed, due_on) or step.due_on
        session.flush()
        old, new = desk.difference(before, step.model_dump(include={"owner_id", "due_on"}))
        if new:
            desk.record(session, deed, "step.move", account_id=account.id, subject_id=step.id, before=old, after=new)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return StepKept(step, plan, account, moves)


def _kept(session: Session, deed: Deed, plan: Plan, account: Account) -> PlanKept:
    moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return PlanKept(plan, plans.steps_of(session, deed.team_id, [plan.id]).get(plan.id, []), account, moves)


def _held(session: Session, deed: Deed, plan_id: str) -> tuple[Plan, Account]:
    """An open plan and its account, locked."""
    plan = plans.get(session, deed.team_id, plan_id)
    if plan is None:
        raise Refused("That plan is no longer on record.")
    account = desk.hold(session, deed, plan.account_id)
    session.refresh(plan)
    if plan.state != "open":
        raise Refused(f"The plan “{plan.title}” is over: open another one to go on.")
    return plan, account


def _held_step(session: Session, deed: Deed, step_id: str) -> tuple[Step, Plan, Account]:
    """An open step with its plan and account, locked."""
    step = plans.step(session, deed.team_id, step_id)
    plan = plans.get(session, deed.team_id, step.plan_id) if step else None
    if step is None or plan is None:
        raise Refused("That step is no longer on record.")
    account = desk.hold(session, deed, step.account_id)
    session.refresh(step)
    if step.state != "open":
        by = people.get(session, deed.team_id, step.done_by) if step.done_by else None
        raise Refused(f"This was {step.state} before{f', by {by.name}' if by else ''}.")
    return step, plan, account


def _allow(session: Session, deed: Deed, what: str, plan: Plan, account: Account, step: Step | None = None) -> None:
    """Who leads the plan and whose step it is may do what who keeps the account may."""
    is_theirs = deed.person_id in (plan.lead_id, step.owner_id if step else None)
    allow(session, deed, what, account=account, person_id=deed.person_id if is_theirs else None)


def _end_with_its_last(session: Session, deed: Deed, plan: Plan) -> bool:
    """End a plan with its last step where its playbook says so; whether it did."""
    waiting = [one for one in plans.steps_of(session, deed.team_id, [plan.id])[plan.id] if one.state == "open"]
    if waiting or not shelved(session, deed, plan.playbook).playbook.closes_itself:
        return False
    finish(session, deed, plan, DONE)
    return True
