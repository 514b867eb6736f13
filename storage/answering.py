"""How long answers took of late: what a change of how long people have is measured by."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session, col

from storage.tables import Campaign, LitmusTest, LitmusView, PulseAnswer, Winback

_MOST = 5_000  # answers, the newest first

#: When something was asked for, and when it came; None: it never did.
Answered = tuple[datetime, datetime | None]


def views(session: Session, team_id: str, kind: str, since: datetime) -> list[Answered]:
    """Views that were given to what was asked since a moment in rounds of a kind, in tests that are closed."""
    of_test = and_(col(LitmusTest.team_id) == col(LitmusView.team_id), col(LitmusTest.id) == col(LitmusView.test_id))
    of_round = and_(col(Campaign.team_id) == col(LitmusTest.team_id), col(Campaign.id) == col(LitmusTest.campaign_id))
    asked = col(LitmusView.asked_at)
    mine = select(asked, col(LitmusView.given_at)).join(LitmusTest, of_test).join(Campaign, of_round)
    closed = (col(LitmusTest.state) == "closed", col(Campaign.kind) == kind, col(LitmusView.given_at).is_not(None))
    return _newest(session, mine.where(col(LitmusView.team_id) == team_id, asked >= since, *closed), asked)


def pulse(session: Session, team_id: str, since: datetime, today: date) -> list[Answered]:
    """What owners answered that were asked since a moment, in rounds of the pulse whose last day has gone by."""
    of_round = and_(col(Campaign.team_id) == col(PulseAnswer.team_id), col(Campaign.id) == col(PulseAnswer.campaign_id))
    asked = col(PulseAnswer.asked_at)
    mine = select(asked, col(PulseAnswer.answered_at)).join(Campaign, of_round)
    over = mine.where(col(PulseAnswer.team_id) == team_id, asked >= since, col(Campaign.due_on) < today)
    return _newest(session, over.where(col(PulseAnswer.answered_at).is_not(None)), asked)


def decisions(session: Session, team_id: str, since: datetime) -> list[Answered]:
    """Losses since a moment, and when it was decided whether we want them back."""
    opened = col(Winback.opened_at)
    mine = select(opened, col(Winback.decided_at)).where(col(Winback.team_id) == team_id, opened >= since)
    return _newest(session, mine, opened)


def _newest(session: Session, mine: Any, asked: Any) -> list[Answered]:
    return [(row[0], row[1]) for row in session.execute(mine.order_by(asked.desc()).limit(_MOST))]
