"""Accounts that are added as leaving or lost: what ended before it was on record here is kept as such."""

from __future__ import annotations

from sqlmodel import Session

from bot.policy import Status
from bot.work import desk
from bot.work.deed import Deed
from bot.work.permission import allow
from storage.tables import Account, Loss


def record(session: Session, deed: Deed, account: Account) -> None:
    """Keep the end of an account that was just added; no gate, and no audit by itself. Raises `Refused`."""
    if account.status not in (Status.LEAVING, Status.LOST):
        return
    is_lost = account.status == Status.LOST
    if is_lost:
        allow(session, deed, "loss.past")
    loss = Loss(
        team_id=deed.team_id,
        account_id=account.id,
        state=account.status,
        ended_on=account.lost_on,
        value_minor=account.annual_value_minor,
        currency=account.currency,
        is_past=is_lost,
        recorded_by=deed.person_id,
        recorded_at=deed.now,
        closed_by=deed.person_id if is_lost else None,
        closed_at=deed.now if is_lost else None,
    )
    session.add(loss)
    session.flush()
    after = loss.model_dump(include={"state", "ended_on", "is_past"})
    desk.record(session, deed, "loss.past", account_id=account.id, subject_id=loss.id, after=after)
