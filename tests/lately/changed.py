"""A change of settings in the scene, and what was sent there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.lately.change import Change
from bot.policy import Policy
from storage import workspaces
from storage.tables import Message, MessageNudge, Nudge
from tests.work.scene import TEAM, Scene


def told(scene: Scene, count: Callable[[Session, Change], Any], before: Policy | None = None, **changes: Any) -> Any:
    """What is counted where some settings are changed; `before`: others than those by default."""
    now = before or Policy()
    with scene.look() as session:
        workspace = workspaces.get(session, TEAM)
        assert workspace is not None
        return count(session, Change(workspace, now, replace(now, **changes), scene.now))


def send(scene: Scene, kind: str, recipient: str, at: datetime, nudges: Sequence[Nudge] = (), slot: str = "") -> None:
    """Something that was planned, due and sent at one moment."""
    sent: dict[str, Any] = {"created_at": at, "not_before": at, "sent_at": at, "state": "sent"}
    with scene.store.write() as session:
        message = Message(team_id=TEAM, kind=kind, recipient=recipient, slot=slot or f"{kind}:{at}", **sent)
        session.add(message)
        session.flush()
        for nudge in nudges:
            link = {"nudge_id": nudge.id, "level": "due", "heard_as": "channel"}
            session.add(MessageNudge(team_id=TEAM, message_id=message.id, **link))
