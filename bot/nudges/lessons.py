"""Lessons from their rows to what people read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from sqlmodel import Session

from bot.views.lessons import LessonShown
from storage import accounts, lessons
from storage.lessons import Progress
from storage.tables import Lesson


def shown(
    session: Session, team_id: str, found: Sequence[Lesson], where: tzinfo, reader: str | None = None
) -> list[LessonShown]:
    """Lessons as their reader sees them, days where they are."""
    named = accounts.names(session, team_id, {one.account_id for one in found})
    lost = lessons.losses_of(session, team_id, {one.loss_id for one in found})
    tasks = lessons.progress(session, team_id, [one.id for one in found])
    asked = {
        one.id
        for one in found
        if reader and one.way == "asked" and lessons.asked_step(session, team_id, one.id, reader)
    }
    return [
        LessonShown(
            id=one.id,
            account=named[one.account_id],
            account_id=one.account_id,
            text=one.text,
            way=one.way,
            condition=one.condition,
            number=one.number,
            task=one.task,
            owner_id=one.owner_id,
            due_on=one.due_on,
            state=one.state,
            outcome=one.outcome,
            value_minor=lost[one.loss_id].value_minor,
            currency=lost[one.loss_id].currency,
            open=(done := tasks.get(one.id, Progress())).open,
            done=done.done,
            skipped=done.skipped,
            looked_on=one.looked_at.astimezone(where).date() if one.looked_at else None,
            looked_of=one.looked_of,
            is_asked=one.id in asked,
        )
        for one in found
    ]
