"""What a litmus test proposes is put on the account's plan."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bot.litmus.outcome import Point, from_json
from bot.litmus.reading import steps as proposed
from bot.nudges.settle import settle
from bot.playbooks import Who
from bot.work import desk, laying
from bot.work.deed import Deed, Refused
from bot.work.litmus import GONE
from bot.work.permission import allow
from bot.work.steps import NewStep
from storage import litmus, plans
from storage.engine import Store
from storage.tables import Account, Plan, Step

PLAYBOOK = "relationship"
NOTHING = "There is nothing to do about this test: it holds, or nobody gave a view."
ON_IT = "All that this test proposes is on the plan already."


@dataclass(frozen=True, slots=True)
class PutOnPlan:
    """The plan, and the steps that were put on it."""

    plan: Plan
    steps: list[Step]
    account: Account


def put_on_plan(store: Store, deed: Deed, test_id: str) -> PutOnPlan:
    """Put the steps of the last vulnerabilities on the open plan for life; without one, on a new one.

    Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, test_id)
        test = litmus.get(session, deed.team_id, test_id)
        if test is None:
            raise Refused(GONE)
        account = desk.hold(session, deed, test.account_id)
        allow(session, deed, "litmus.plan", account=account)
        points = proposed(from_json(test.result)) if test.result else []
        if not points:
            raise Refused(NOTHING)
        plan = _plan(session, deed, account)
        added = _add(session, deed, account, plan, points)
        if not added:
            raise Refused(ON_IT)
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return PutOnPlan(plan, added, account)


def _plan(session: Session, deed: Deed, account: Account) -> Plan:
    standing = plans.open_of(session, deed.team_id, account.id, PLAYBOOK)
    return standing[0] if standing else laying.lay(session, deed, account, PLAYBOOK, only=())


def _add(session: Session, deed: Deed, account: Account, plan: Plan, points: list[Point]) -> list[Step]:
    laid_on = laying.ground(session, deed, account, None, plan.lead_id)
    there = {one.key for one in plans.steps_of(session, deed.team_id, [plan.id]).get(plan.id, [])}
    new = [
        NewStep(
            one.step,
            owner_id=laid_on.parts[Who(one.who)] or laid_on.parts[Who.OWNER],
            due_on=laid_on.due_on(one.days) if one.days else None,
            key=f"litmus_{one.key}",
        )
        for one in points
    ]
    return [laying.add_to(session, deed, plan, one) for one in new if one.key not in there]
