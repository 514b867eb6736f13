"""Whether people found nudges useful."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from storage.tables import Nudge, NudgeVote
from storage.upsert import insert_or_update


def cast(session: Session, team_id: str, nudge_id: str, person_id: str, useful: bool, now: datetime) -> None:
    """Write a person's vote down; their last one stands."""
    row = {"team_id": team_id, "nudge_id": nudge_id, "person_id": person_id, "useful": useful, "voted_at": now}
    insert_or_update(session, NudgeVote, row, ("team_id", "nudge_id", "person_id"), ("useful", "voted_at"))


def by_rule(session: Session, team_id: str) -> dict[str, tuple[int, int]]:
    """Rule -> (votes for useful, votes for not useful)."""
    rule, useful = col(Nudge.rule), col(NudgeVote.useful)
    of_nudge = and_(col(Nudge.team_id) == col(NudgeVote.team_id), col(Nudge.id) == col(NudgeVote.nudge_id))
    counts = (func.sum(case((useful, 1), else_=0)), func.sum(case((useful, 0), else_=1)))
    mine = select_columns(rule, *counts).join(NudgeVote, of_nudge).where(col(Nudge.team_id) == team_id)
    return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(mine.group_by(rule))}
