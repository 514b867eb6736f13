"""What people thought of nudges."""

from __future__ import annotations

from sqlalchemy import and_, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from storage.tables import Nudge, NudgeVote


def by_rule(session: Session, team_id: str) -> dict[str, tuple[int, int]]:
    """By rule: how many votes said useful, and how many there were."""
    rule = col(Nudge.rule)
    useful = func.sum(case((col(NudgeVote.useful), 1), else_=0))
    joined = and_(col(Nudge.team_id) == col(NudgeVote.team_id), col(Nudge.id) == col(NudgeVote.nudge_id))
    mine = select_columns(rule, useful, func.count()).join(NudgeVote, joined).where(col(Nudge.team_id) == team_id)
    return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(mine.group_by(rule))}
