"""Sends what is ready: claims messages by lease, and hands each to the courier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

import structlog
from structlog.contextvars import bound_contextvars

from bot.nudges.brakes import POST, UPDATE
from bot.nudges.compose import Views
from bot.nudges.crash import crash_point
from bot.nudges.deliver import Courier, Unsure
from bot.nudges.lease import LEASE, Lease
from bot.nudges.ledger import Ledger
from bot.nudges.revise import revise
from bot.nudges.storm import gather_storms
from bot.tend import Tend
from storage import sending
from storage.engine import UNREACHABLE
from storage.ids import new_id
from storage.tables import Message

log = structlog.get_logger()

POSTPONED = timedelta(hours=1)
BATCH = 10  # messages under one lease: as many as a slow Slack takes within it, or nearly

#: Tells the time, aware UTC.
Clock = Callable[[], datetime]


class Outbox:
    """The outbox of one process. It keeps what Slack told it to wait; the messages themselves are in the database.

    `unsure`: what to do with a message that may have been posted, where the channel's history cannot be read.
    """

    def __init__(self, tend: Tend, *, unsure: Unsure = Unsure.RESEND, views: Views | None = None) -> None:
        self._store = tend.store
        self.stop = Event()  # set: what was claimed and not begun is given back
        self.name = new_id()
        self.courier = Courier(tend, Ledger(tend.store, self.name), unsure, views or Views())

    def gather(self, now: datetime) -> None:
        """Let what has piled up for one recipient be said at once."""
        gather_storms(self._store, now)

    def send(self, clock: Clock) -> bool:
        """Send one batch of what is ready; whether there was any. `clock` tells the time, aware UTC."""
        now = clock()
        blocked = self._blocked(POST, now)
        with self._store.write() as session:
            claimed = sending.claim(session, now, now + LEASE, self.name, BATCH, but=blocked)
        crash_point("claimed")
        for message in claimed:
            self._try(self.courier.deliver, message, Lease(now, clock, self.stop.is_set))
        return bool(claimed)

    def revise(self, clock: Clock) -> bool:
        """Bring one batch of posts up to date; whether there was any."""
        now = clock()
        blocked = self._blocked(UPDATE, now)
        with self._store.write() as session:
            claimed = sending.claim_revisions(session, now, now + LEASE, self.name, BATCH, but=blocked)
        for message in claimed:
            self._try(self._revise, message, Lease(now, clock, self.stop.is_set))
        return bool(claimed)

    def _blocked(self, method: str, now: datetime) -> set[str]:
        """The workspaces that are to be left alone for now."""
        return {*self.courier.brakes.waiting(method, now), *self.courier.circuit.resting(now)}

    def _revise(self, message: Message, lease: Lease) -> None:
        revise(self.courier, message, lease)

    def _try(self, do: Callable[[Message, Lease], None], message: Message, lease: Lease) -> None:
        """One message that cannot be dealt with is reported and postponed; the others go on.

        A database that cannot be reached is no fault of the message's: it is raised, and the lease runs out.
        """
        try:
            with bound_contextvars(team_id=message.team_id, message_id=message.id):
                do(message, lease)
        except UNREACHABLE:
            raise
        except Exception:
            log.exception("outbox.postponed", team_id=message.team_id, message_id=message.id)
            self.courier.counts["postponed"] += 1
            self.courier.ledger.postpone(message, lease.now() + POSTPONED)
