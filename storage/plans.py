"""Plans laid on accounts, and their steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from storage.tables import Plan, Step


def slot(plan_id: str) -> str:
    """The slot of what is posted of a plan, and brought up to date when a step of it changes."""
    return f"plan:{plan_id}"


def get(session: Session, team_id: str, plan_id: str) -> Plan | None:
    """The plan with an id."""
    return session.get(Plan, (team_id, plan_id))


def step(session: Session, team_id: str, step_id: str) -> Step | None:
    """The step with an id."""
    return session.get(Step, (team_id, step_id))


def open_of(session: Session, team_id: str, account_id: str, playbook: str | None = None) -> list[Plan]:
    """The open plans of an account, perhaps only those laid from one playbook, the newest first."""
    mine = select(Plan).where(*_of(team_id, account_id), col(Plan.state) == "open")
    if playbook is not None:
        mine = mine.where(col(Plan.playbook) == playbook)
    return list(session.exec(mine.order_by(col(Plan.opened_at).desc(), col(Plan.id).desc())))


def of_account(session: Session, team_id: str, account_id: str, limit: int) -> list[Plan]:
    """Up to `limit` plans of an account: the open ones first, the newest first; then those that ended last."""
    ended = case((col(Plan.state) == "open", 0), else_=1)
    mine = select(Plan).where(*_of(team_id, account_id))
    newest = (col(Plan.ended_at).desc(), col(Plan.opened_at).desc(), col(Plan.id).desc())
    return list(session.exec(mine.order_by(ended, *newest).limit(limit)))


def steps_of(session: Session, team_id: str, plan_ids: Collection[str]) -> dict[str, list[Step]]:
    """The steps of some plans, by plan, in their order; nothing for a plan without any."""
    mine = select(Step).where(col(Step.team_id) == team_id, col(Step.plan_id).in_(plan_ids))
    found: defaultdict[str, list[Step]] = defaultdict(list)
    for one in session.exec(mine.order_by(col(Step.position), col(Step.id))):
        found[one.plan_id].append(one)
    return found


def next_position(session: Session, team_id: str, plan_id: str) -> int:
    """Where the next step of a plan stands: after all others."""
    mine = select(func.max(Step.position)).where(col(Step.team_id) == team_id, col(Step.plan_id) == plan_id)
    last = session.exec(mine).one()
    return 0 if last is None else last + 1


def hand_over(session: Session, team_id: str, account_id: str, old: str | None, new: str | None) -> None:
    """Have the open steps of an account that wait for one person wait for another."""
    mine = (col(Step.team_id) == team_id, col(Step.account_id) == account_id, col(Step.state) == "open")
    session.execute(update(Step).where(*mine, col(Step.owner_id) == old).values(owner_id=new))


def settle_step(one: Step, state: str, note: str, by: str | None, at: datetime) -> None:
    """Note that a step was done or skipped."""
    one.state, one.note, one.done_by, one.done_at = state, note, by, at


def end(plan: Plan, state: str, outcome: str, by: str | None, at: datetime) -> None:
    """Note that a plan is over, and how it went."""
    plan.state, plan.outcome, plan.ended_by, plan.ended_at = state, outcome, by, at


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Plan.team_id) == team_id, col(Plan.account_id) == account_id
