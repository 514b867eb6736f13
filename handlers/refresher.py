"""Whoever did something finds it on their Home tab at once: it is published anew beside the requests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import structlog

from bot.home.publish import refresh
from bot.in_flight import InFlight
from bot.tend import Tend

log = structlog.get_logger()

_Key = tuple[str, str]  # team, person


class Refresher:
    """Refreshes Homes one after another, in a thread of its own; asking again for one that waits changes nothing."""

    def __init__(self, tend: Tend) -> None:
        self._tend = tend
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="home")
        self._queued: set[_Key] = set()
        self._lock = Lock()
        self._waiting = InFlight()

    def soon(self, team_id: str, person_id: str) -> None:
        """Have somebody's Home published anew, if it is open and something on it is no longer so."""
        key = (team_id, person_id)
        with self._lock:
            if key in self._queued:
                return
            self._queued.add(key)
        self._waiting.begin()
        self._pool.submit(self._run, key)

    def rest(self, within_s: float) -> bool:
        """Wait until none is asked for, but not longer; whether none is."""
        return self._waiting.none_within(within_s)

    def _run(self, key: _Key) -> None:
        with self._lock:
            self._queued.discard(key)
        try:
            refresh(self._tend, *key)
        except Exception:
            log.exception("home.not_refreshed", person=key[1])
        finally:
            self._waiting.end()
