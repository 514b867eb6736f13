"""What the card is about whose button was pressed."""

from __future__ import annotations

from bot.work.deed import Refused
from handlers.visit import Visit
from storage import nudges


def subject_of(visit: Visit, nudge_id: str, rule: str, gone: str) -> str:
    """The subject of a nudge of a rule. Raises `Refused` with `gone` where there is no such nudge."""
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
    if nudge is None or nudge.rule != rule:
        raise Refused(gone)
    return nudge.subject
