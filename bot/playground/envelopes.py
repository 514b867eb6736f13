"""What Slack tells the app: each envelope to one connection, acknowledged in time, or told again."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal

EnvelopeType = Literal["slash_commands", "interactive", "events_api"]
ACK_S = 3.0
# Seconds after a missed acknowledgement until an envelope is told again, as often as there are numbers.
EVENT_RETRIES = (0.0, 60.0, 300.0)
OTHER_RETRIES = (0.0,)


@dataclass(frozen=True)
class Ack:
    """What the app answered; `timed_out`: nothing, in time; `failed`: over HTTP, anything but 200."""

    payload: dict[str, Any] | None = None
    timed_out: bool = False
    failed: bool = False

    @property
    def error(self) -> str | None:
        """What Slack says in its own voice, when the app did not acknowledge."""
        return "operation_timeout" if self.timed_out else "dispatch_failed" if self.failed else None


#: Tells the app; the future holds what it acknowledged.
Send = Callable[[EnvelopeType, dict[str, Any]], Future[Ack]]


class Line:
    """One Socket Mode connection, as the deliveries see it."""

    def __init__(self, client: tuple[str, int]) -> None:
        self.client = client
        self.outgoing: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.leaving = False  # it was asked to go and gets no more envelopes
        self.silent = False  # a fault: open, and mute


@dataclass
class _Pending:
    envelope: dict[str, Any]
    retries: deque[float]
    answered: Future[Ack] = field(default_factory=Future)
    timer: asyncio.TimerHandle | None = None
    line: Line | None = None
    told: int = 0

    @property
    def id(self) -> str:
        return str(self.envelope["envelope_id"])

    def settle(self, ack: Ack) -> None:
        if not self.answered.done():
            self.answered.set_result(ack)

    def stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class Deliveries:
    """Lives on the server's event loop; only `send` may be called from elsewhere."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_lines: Callable[[int], None], ack_s: float = ACK_S) -> None:
        self.loop = loop
        self._on_lines = on_lines
        self.ack_s = ack_s
        self._pending: dict[str, _Pending] = {}
        self.lines: list[Line] = []
        self.elsewhere: Send | None = None  # where the app is told by another way than its connections
        self.times = 1  # a fault: how often each envelope is told at once
        self.heard = 0  # acknowledgements, each as often as it came
        self.closed = False

    def send(self, kind: EnvelopeType, payload: dict[str, Any]) -> Future[Ack]:
        """Tell the app; the future holds what it acknowledged, at the latest when its time is over."""
        if self.elsewhere is not None:
            return self.elsewhere(kind, payload)
        envelope = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        retries = EVENT_RETRIES if kind == "events_api" else OTHER_RETRIES
        pending = _Pending(envelope, deque(retries))
        self.loop.call_soon_threadsafe(self._begin, pending)
        return pending.answered

    def joined(self, line: Line) -> None:
        """A connection is there: it hears what waits to be told."""
        self.lines.append(line)
        self._on_lines(len(self.lines))
        for pending in list(self._pending.values()):
            if pending.line is None and pending.timer is not None:
                self._tell(pending, "connection_failed")

    def left(self, line: Line) -> None:
        """A connection is gone: what it had not acknowledged goes to another."""
        self.lines.remove(line)
        self._on_lines(len(self.lines))
        for pending in list(self._pending.values()):
            if pending.line is line:
                pending.line = None
                self._tell(pending, "connection_failed")

    def acknowledged(self, envelope_id: str, payload: dict[str, Any] | None) -> None:
        """The app has answered an envelope. Twice is once."""
        self.heard += 1
        pending = self._pending.pop(envelope_id, None)
        if pending is not None:
            pending.stop_timer()
            pending.settle(Ack(payload))

    def close(self) -> None:
        """Let go of everybody who waits."""
        self.closed = True
        for pending in self._pending.values():
            pending.stop_timer()
            pending.settle(Ack(timed_out=True))
        self._pending.clear()

    def _begin(self, pending: _Pending) -> None:
        if self.closed:
            pending.settle(Ack(timed_out=True))
            return
        self._pending[pending.id] = pending
        self._tell(pending, "")

    def _tell(self, pending: _Pending, again_because: str) -> None:
        """Send it down one line; without any it waits for one, as long as for an acknowledgement."""
        pending.stop_timer()
        pending.timer = self.loop.call_later(self.ack_s, self._missed, pending)
        there = [line for line in self.lines if not line.leaving]
        open_lines = [line for line in there if not line.silent] or there  # a dead one is noticed beside another
        if not open_lines:
            return
        pending.line = open_lines[0]
        self.lines.append(self.lines.pop(self.lines.index(pending.line)))
        again = {"retry_attempt": pending.told, "retry_reason": again_because} if pending.told else {}
        pending.told += 1
        for n in range(self.times):
            open_lines[n % len(open_lines)].outgoing.put_nowait({**pending.envelope, **again})

    def _missed(self, pending: _Pending) -> None:
        pending.timer = None
        pending.settle(Ack(timed_out=True))
        never_heard = pending.told == 0 and pending.envelope["type"] != "events_api"
        if never_heard or not pending.retries:
            del self._pending[pending.id]
            return
        pending.line = None
        pending.timer = self.loop.call_later(pending.retries.popleft(), self._tell, pending, "timeout")
