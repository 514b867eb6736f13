"""What became of a leased message, written down: one transaction each. What somebody else leased is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.nudges.crash import crash_point
from bot.nudges.hang import rehang
from bot.nudges.slack import Trouble
from storage import account_parts, accounts, nudges, outbox, people, sending, workspaces
from storage.engine import Store
from storage.tables import Message

log = structlog.get_logger()


@dataclass(frozen=True)
class Ledger:
    """Writes for one process, known by the name under which it leases. Instants are aware UTC."""

    store: Store
    by: str

    def sent(self, message: Message, channel_id: str, ts: str, now: datetime) -> None:
        """It stands in Slack."""
        with self._mine(message) as row:
            if row:
                row.state, row.channel_id, row.ts, row.sent_at = "sent", channel_id, ts, now
                row.leased_until = None
                crash_point("marked")

    def revised(self, message: Message, again_at: datetime | None) -> None:
        """The post reads as it should, or is to be tried again; what was asked for in the meantime stays asked for."""
        with self._mine(message) as row:
            if row:
                row.leased_until = None
                row.revise_at = again_at if row.revise_at == message.revise_at else row.revise_at

    def not_sent(self, message: Message) -> None:
        """It was not posted after all, and is about to be; the lease goes on."""
        with self._mine(message) as row:
            if row:
                row.state = "ready"

    def holds(self, message: Message) -> bool:
        """Whether nobody else leased it meanwhile."""
        with self.store.read() as session:
            return sending.is_leased_by(session, message.team_id, message.id, self.by)

    def is_for_clients(self, message: Message) -> bool:
        """Whether its channel was linked to an account, and chosen for nothing else."""
        with self.store.read() as session:
            workspace = workspaces.get(session, message.team_id)
            linked = account_parts.is_shared(session, message.team_id, message.recipient) is not None
        return linked and workspace is not None and workspace.alert_channel_id != message.recipient

    def give_back(self, message: Message, now: datetime, *, may_stand: bool = False) -> None:
        """Nothing was said: whoever comes next may have it at once."""
        with self._mine(message) as row:
            if row:
                row.leased_until = now
                if row.state == "ambiguous" and not may_stand:
                    row.state = "ready"

    def put_off(self, message: Message, until: datetime, *, may_stand: bool = False, attempts: int = 0) -> None:
        """Not now, though it is due. When it `may_stand` in Slack, that is looked into first, at `until`."""
        with self._mine(message) as row:
            if row is None:
                return
            row.attempts += attempts
            row.due_at = row.due_at or row.not_before
            if may_stand:
                row.leased_until = until
            else:
                row.state, row.not_before, row.leased_until = "ready", until, None

    def defer(self, message: Message, until: datetime) -> None:
        """Its reader's hours are over: it is due when they begin again."""
        with self._mine(message) as row:
            if row:
                row.state, row.not_before, row.due_at, row.leased_until = "ready", until, None, None

    def postpone(self, message: Message, until: datetime) -> None:
        """Something failed that we do not understand: what is known of it stays as it is."""
        with self._mine(message) as row:
            if row is None:
                return
            row.attempts += 1
            row.leased_until = until
            row.due_at = row.due_at or row.not_before
            row.not_before = max(row.not_before, until) if row.state == "ready" else row.not_before
            row.revise_at = max(row.revise_at, until) if row.revise_at else None

    def hold(self, message: Message) -> None:
        """It may have been posted, and nobody can tell: it is not posted again."""
        with self._mine(message) as row:
            if row:
                row.state, row.failure, row.leased_until = "failed", outbox.HELD, None

    def fall_asleep(self, team_id: str, code: str, now: datetime) -> None:
        """Slack revoked our token: the workspace sleeps, and nothing of it is lost."""
        with self.store.write() as session:
            workspaces.fall_asleep(session, team_id, now, code)
        log.error("workspace.asleep", team_id=team_id, code=code)

    def set_aside(self, message: Message, met: Trouble, now: datetime) -> None:
        """Slack will never take it: its nudges go to the next in line; where somebody can help it, admins hear once."""

        def fail(session: Session, row: Message) -> None:
            row.state, row.failure = "failed", met.code
            if row.kind not in ("notice", "digest") and not met.is_meant:
                _tell_admins(session, row, met.code, now)

        self._plan_anew(message, now, fail)
        log.log(met.level, "outbox.set_aside", message_id=message.id, recipient=message.recipient, code=met.code)

    def replan(self, message: Message, now: datetime) -> None:
        """Its recipient is not to hear it now: its nudges are planned anew."""

        def drop(session: Session, row: Message) -> None:
            row.state = "dropped"
            links = outbox.carried(session, row.team_id, row.id)
            outbox.unhang(session, row.team_id, row.id, [link.nudge_id for link in links])

        self._plan_anew(message, now, drop)

    @contextmanager
    def _mine(self, message: Message) -> Iterator[Message | None]:
        with self.store.write() as session:
            yield sending.lock_mine(session, message.team_id, message.id, self.by)

    def _plan_anew(self, message: Message, now: datetime, change: Callable[[Session, Message], None]) -> None:
        """Lock as `settle` does, accounts first, then messages in order; change the message; plan its nudges."""
        team_id = message.team_id
        with self.store.write() as session:
            ids = [link.nudge_id for link in outbox.carried(session, team_id, message.id)]
            accounts.lock(session, team_id, {n.account_id for n in nudges.many(session, team_id, ids).values()})

            def take_back() -> None:
                row = sending.lock_mine(session, team_id, message.id, self.by)
                if row is not None:
                    row.leased_until = None
                    change(session, row)

            rehang(session, team_id, ids, now, first=take_back)


def _tell_admins(session: Session, message: Message, code: str, now: datetime) -> None:
    body = {"about": "undeliverable", "recipient": message.recipient, "failure": code}
    for admin in people.admins(session, message.team_id):
        if admin.id != message.recipient:
            slot = f"notice:{message.recipient}:{code}"
            outbox.notify(session, message.team_id, admin.id, slot, body, now)
