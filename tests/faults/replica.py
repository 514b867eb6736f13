"""Processes of their own that sweep and send, tick after tick, until they are killed: what the faults are done to."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

import structlog

from bot.client import Client
from bot.nudges.schedule import Ticker
from bot.slack import SlackClients
from bot.tend import Tend
from storage.engine import Store
from tests.faults.clock import SharedClock
from tests.nudges.house import SILENCE

TICK_S = 0.05
PATIENCE_S = 0.5

#: Forks replicas off a process that has imported everything: they begin at once, and none inherits our threads.
_nursery = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload([__name__])


class Hasty(SlackClients):
    """Clients that wait for an answer no longer than the fast time of a test allows."""

    def of(self, team_id: str) -> Client:
        client = super().of(team_id)
        client.timeout = PATIENCE_S  # type: ignore[assignment]  # slack_sdk says whole seconds
        return client


def start(database_url: str, api_url: str, clock: SharedClock, env: Mapping[str, str] | None = None) -> BaseProcess:
    """A replica at work. It is forked off a process that has imported everything, and so begins at once."""
    work = (database_url, api_url, clock.path, dict(env or {}))
    replica = _nursery.Process(target=_work, args=work, daemon=True)
    replica.start()
    return replica


def _work(database_url: str, api_url: str, clock_path: Path, env: dict[str, str]) -> None:
    os.environ.update(env)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    now = SharedClock(clock_path)
    store = Store.open(database_url)
    ticker = Ticker(Tend(store, now, Hasty(api_url, "xoxb-stand-in"), "U0TEND"), rules=SILENCE)
    signal.signal(signal.SIGTERM, lambda *_: ticker.stop.set())
    pause = threading.Event()
    while not ticker.stop.is_set():
        ticker.tick(now())
        pause.wait(TICK_S)
    store.close()
