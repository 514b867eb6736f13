"""Losses of clients, and the audits that follow them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, literal, or_
from sqlmodel import Session, col, select

from storage.tables import Account, Audit, Loss, LossAudit, Rescue, Step, Touch
from storage.types import UtcDateTime

_STANDING = ("leaving", "lost")


def get(session: Session, team_id: str, loss_id: str) -> Loss | None:
    """The loss with an id."""
    return session.get(Loss, (team_id, loss_id))


def standing(session: Session, team_id: str, account_id: str) -> Loss | None:
    """The loss of an account that is leaving or lost."""
    mine = select(Loss).where(*_of(team_id, account_id), col(Loss.state).in_(_STANDING))
    return session.exec(mine).first()


def of_account(session: Session, team_id: str, account_id: str) -> list[Loss]:
    """Every loss of an account, those that were withdrawn too, the newest first."""
    mine = select(Loss).where(*_of(team_id, account_id))
    return list(session.exec(mine.order_by(col(Loss.recorded_at).desc(), col(Loss.id).desc())))


def ids_of(session: Session, team_id: str, account_id: str) -> set[str]:
    """The ids of every loss of an account, and of their audits."""
    ended = select(Loss.id).where(*_of(team_id, account_id))
    audited = select(LossAudit.id).where(col(LossAudit.team_id) == team_id, col(LossAudit.account_id) == account_id)
    return {*session.exec(ended), *session.exec(audited)}


def lost(session: Session, team_id: str) -> list[Loss]:
    """Every account that was lost, whether it came back or not, by the day on which it ended."""
    mine = select(Loss).where(col(Loss.team_id) == team_id, col(Loss.state).in_(("lost", "won_back")))
    return list(session.exec(mine.order_by(col(Loss.ended_on), col(Loss.id))))


def reopened_at(session: Session, team_id: str, account_id: str) -> datetime | None:
    """When an account was last said to go on after all."""
    return session.exec(select(func.max(Loss.reopened_at)).where(*_of(team_id, account_id))).one()


def was_rescued(session: Session, team_id: str, account_id: str, since: datetime, done: datetime) -> bool:
    """Whether somebody tried to keep an account: a rescue that was opened after `since`, and went on after `done`.

    A step was done, or somebody was in touch, or tried to be, while it was open.
    """
    mine = (col(Rescue.team_id) == team_id, col(Rescue.account_id) == account_id, col(Rescue.opened_at) >= since)
    found = select(Rescue.id).where(*mine, *_tried(team_id, done))
    return session.exec(found.limit(1)).first() is not None


def rescued(session: Session, team_id: str, since: datetime) -> int:
    """Accounts, not lost, that somebody tried to keep since a moment, and since they were last said to go on."""
    again = select(func.max(Loss.reopened_at)).where(
        col(Loss.team_id) == team_id, col(Loss.account_id) == col(Rescue.account_id), col(Loss.reopened_at) >= since
    )
    done = func.coalesce(again.correlate(Rescue).scalar_subquery(), literal(since, UtcDateTime))
    living = select(Account.id).where(col(Account.team_id) == team_id, col(Account.status) != "lost")
    mine = (col(Rescue.team_id) == team_id, col(Rescue.opened_at) >= since, col(Rescue.account_id).in_(living))
    return session.exec(
        select(func.count(col(Rescue.account_id).distinct())).where(*mine, *_tried(team_id, done))
    ).one()


def gated(session: Session, team_id: str, since: datetime) -> int:
    """Accounts, not lost, that the gate takes for key accounts: that are, or were made another tier since a moment."""
    was_key = exists(select(Audit.id).where(
        col(Audit.team_id) == team_id,
        col(Audit.account_id) == col(Account.id),
        col(Audit.deed) == "account.edit",
        col(Audit.at) >= since,
        col(Audit.before)["tier"].as_string() == "key",
    ))  # fmt: skip
    mine = select(func.count()).select_from(Account).where(Account.team_id == team_id, Account.status != "lost")
    return session.exec(mine.where(or_(col(Account.tier) == "key", was_key))).one()


def audit(session: Session, team_id: str, audit_id: str) -> LossAudit | None:
    """The audit with an id."""
    return session.get(LossAudit, (team_id, audit_id))


def audit_of(session: Session, team_id: str, loss_id: str) -> LossAudit | None:
    """The audit of a loss."""
    mine = select(LossAudit).where(col(LossAudit.team_id) == team_id, col(LossAudit.loss_id) == loss_id)
    return session.exec(mine).first()


def audits_of(session: Session, team_id: str, loss_ids: Collection[str]) -> dict[str, LossAudit]:
    """The audits of some losses, by loss."""
    mine = select(LossAudit).where(col(LossAudit.team_id) == team_id, col(LossAudit.loss_id).in_(loss_ids))
    return {one.loss_id: one for one in session.exec(mine)}


def reopen(loss: Loss, state: str, why: str, by: str | None, at: datetime) -> None:
    """Note that they came back, stayed, or that it was a mistake."""
    loss.state, loss.reopen_why, loss.reopened_by, loss.reopened_at = state, why, by, at


def close_audit(audit: LossAudit, state: str, by: str | None, at: datetime) -> None:
    """Note that an audit is done, or dropped."""
    audit.state, audit.closed_by, audit.closed_at = state, by, at


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Loss.team_id) == team_id, col(Loss.account_id) == account_id


def _tried(team_id: str, done: Any) -> tuple[Any, ...]:
    stepped = (
        col(Step.team_id) == team_id,
        col(Step.plan_id) == col(Rescue.plan_id),
        col(Step.state) == "done",
        col(Step.done_at) >= done,
    )
    touched = (
        col(Touch.team_id) == team_id,
        col(Touch.account_id) == col(Rescue.account_id),
        col(Touch.undone_at).is_(None),
        col(Touch.kind) != "note",
        col(Touch.occurred_at) >= col(Rescue.opened_at),
        col(Touch.occurred_at) >= done,
        or_(col(Rescue.ended_at).is_(None), col(Touch.occurred_at) <= col(Rescue.ended_at)),
    )
    tried = or_(exists(select(Step.id).where(*stepped)), exists(select(Touch.id).where(*touched)))
    return col(Rescue.state) != "dropped", tried
