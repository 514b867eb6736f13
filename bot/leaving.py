"""A process that was asked to end does so, whatever holds it."""

from __future__ import annotations

import os
import threading

import structlog

log = structlog.get_logger()

LEAVE_S = 14.0  # after SIGTERM: a second less than whoever sends it is told to wait


def leave_within(seconds: float = LEAVE_S) -> None:
    """Let this process live no longer than that: what it had claimed, another one takes over as after a crash."""
    leaving = threading.Timer(seconds, _leave)
    leaving.daemon = True
    leaving.start()


def _leave() -> None:
    log.warning("tend.left", hint="something took too long to be finished; whoever runs next takes it over")
    os._exit(0)
