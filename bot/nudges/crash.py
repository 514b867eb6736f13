"""Lets a test kill this process between two steps; the only place that knows of it."""

from __future__ import annotations

import os
import signal


def crash_point(name: str) -> None:
    """Die here, as by power loss, when `TEND_CRASH_AT` names this point."""
    if os.environ.get("TEND_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
