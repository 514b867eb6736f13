"""What has piled up is said at once: one message a day for a person, one summary for a channel."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.gather import policy_of
from bot.nudges.plan import SETTLE
from storage import sending, workspaces
from storage.engine import Store

log = structlog.get_logger()

_ONE_IS_ENOUGH = ("daily", "digest")


def gather_storms(store: Store, now: datetime) -> None:
    """Gather what waits for one recipient.

    Days that a person missed are said with the latest of them, and of several digests the last is said. More posts for
    one channel than the workspace's `storm` become one summary; those that settle within the next minute belong to it.
    """
    until = now + SETTLE
    with store.read() as session:
        crowds = sending.crowded(session, until)
    for team_id, recipient, kind, _ in crowds:
        _gather(store, team_id, recipient, kind, now, now if kind in _ONE_IS_ENOUGH else until)


def _gather(store: Store, team_id: str, recipient: str, kind: str, now: datetime, until: datetime) -> None:
    with store.write() as session:
        workspace = workspaces.get(session, team_id)
        waiting = sending.lock_waiting(session, team_id, recipient, kind, now, until)
        most = 1 if kind in _ONE_IS_ENOUGH or workspace is None else policy_of(workspace).storm
        if len(waiting) > most:
            kept = waiting[-1]
            sending.gather(session, team_id, kept, waiting[:-1])
            kept.not_before = min(kept.not_before, now)
            log.info("outbox.gathered", team_id=team_id, recipient=recipient, messages=len(waiting))
