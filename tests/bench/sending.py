"""Messages a second through the outbox, to a Slack that answers at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.nudges.outbox import Outbox
from bot.slack import SlackClients
from bot.tend import Tend
from storage import outbox
from storage.engine import Store
from tests.bench.portfolio import NOW, TEAM
from tests.bench.report import Figure

COUNT = 500
ROUNDS = 60  # each sends a batch, later than the one before: no channel takes two messages in a second


@dataclass
class InstantSlack:
    """Takes every message and answers at once; keeps what it was told."""

    posted: list[str] = field(default_factory=list)

    def chat_postMessage(self, **said: Any) -> dict[str, Any]:  # noqa: N802 - Slack's own name
        """Post a message."""
        self.posted.append(said["metadata"]["event_payload"]["id"])
        return {"ok": True, "channel": said["channel"], "ts": f"1778572800.{len(self.posted):06}"}

    def conversations_info(self, *, channel: str) -> dict[str, Any]:
        """Tell about a channel."""
        return {
            "ok": True,
            "channel": {"id": channel, "name": "client-health", "is_member": True, "is_ext_shared": False},
        }

    def asking(self, last_look: Callable[[], bool]) -> InstantSlack:
        """As Tend's own client, with the cost of its last look."""
        assert last_look()
        return self

    def conversations_open(self, *, users: str) -> dict[str, Any]:
        """Open a direct message."""
        return {"ok": True, "channel": {"id": "D" + users[1:]}}


class _Clients(SlackClients):
    instant = InstantSlack()

    def of(self, team_id: str) -> Any:
        return self.instant


def measure(store: Store, database: str) -> Figure:
    """Send notices to many people, each claimed by lease, marked before and after, as every message is."""
    with store.write() as session:
        for number in range(COUNT):
            body = {"about": "say", "text": "a word"}
            outbox.notify(session, TEAM, f"U{number % 50:04}", f"bench:{number}", body, NOW)
    box = Outbox(Tend(store=store, now=lambda: NOW, slack=_Clients("", "")))
    begun = time.perf_counter()
    for number in range(ROUNDS):
        _send(box, NOW + timedelta(seconds=2 * number))
    took = time.perf_counter() - begun
    sent = len(_Clients.instant.posted)
    _Clients.instant.posted.clear()
    return Figure(f"messages through the outbox ({database})", sent / took, "messages/s", f"{sent} sent")


def _send(box: Outbox, moment: datetime) -> None:
    box.send(lambda: moment)
