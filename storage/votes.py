"""What people thought of nudges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from storage.tables import Nudge, NudgeVote
from storage.upsert import insert_or_skip, insert_or_update


def cast(session: Session, team_id: str, nudge_id: str, person_id: str, now: datetime, *, useful: bool) -> None:
    """Note whether a person found a nudge useful; a second vote replaces the first."""
    row = _row(team_id, nudge_id, person_id, now, useful=useful)
    insert_or_update(session, NudgeVote, row, ("team_id", "nudge_id", "person_id"), ("useful", "voted_at"))


def imply(session: Session, team_id: str, nudge_id: str, person_id: str, now: datetime) -> None:
    """Note that a nudge was useful to whoever acted on it, unless they have said what they think of it."""
    insert_or_skip(session, NudgeVote, _row(team_id, nudge_id, person_id, now, useful=True))


def by_rule(session: Session, team_id: str, since: Mapping[str, datetime] | None = None) -> dict[str, tuple[int, int]]:
    """By rule: how many votes said useful, and how many there were.

    Of the rules in `since`, only votes on nudges that were opened from that moment on.
    """
    rule, opened_at = col(Nudge.rule), col(Nudge.opened_at)
    useful = func.sum(case((col(NudgeVote.useful), 1), else_=0))
    joined = and_(col(Nudge.team_id) == col(NudgeVote.team_id), col(Nudge.id) == col(NudgeVote.nudge_id))
    late_enough = [and_(rule == name, opened_at >= at) for name, at in (since or {}).items()]
    mine = (col(Nudge.team_id) == team_id, or_(rule.not_in(since or {}), *late_enough))
    counted = select_columns(rule, useful, func.count()).join(NudgeVote, joined).where(*mine).group_by(rule)
    return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(counted)}


def _row(team_id: str, nudge_id: str, person_id: str, now: datetime, *, useful: bool) -> dict[str, object]:
    return {"team_id": team_id, "nudge_id": nudge_id, "person_id": person_id, "useful": useful, "voted_at": now}
