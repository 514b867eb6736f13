"""Lets a test kill or stop this process between two steps; the only place that knows of it."""

from __future__ import annotations

import os
import signal


def crash_point(name: str) -> None:
    """Die here, as by power loss, when `TEND_CRASH_AT` names this point; or what `TEND_CRASH_BY` says, and once."""
    if os.environ.get("TEND_CRASH_AT") == name:
        del os.environ["TEND_CRASH_AT"]
        os.kill(os.getpid(), signal.Signals[os.environ.get("TEND_CRASH_BY", "SIGKILL")])
