"""Fault 6: Slack says 429 or 500, answers not at all, too late, or with HTML; sometimes after it stored the message."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.nudges.schedule import Ticker
from bot.playground.calls import Call
from bot.tend import Tend
from tests.databases import make_sqlite_template
from tests.faults.crowd import Crowd, crowd
from tests.faults.replica import Hasty
from tests.faults.result import Result
from tests.nudges.house import SILENCE

KINDS = ("429", "500", "500_after_store", "timeout", "timeout_after_store", "reset_before", "reset_after_store", "html")
RETRY_AFTER_S = (1, 7, 30)
METHODS = ("chat.postMessage", "conversations.open")
CHANCE = 0.3
NUDGES = 40
ENOUGH_TICKS = 200
STEP = timedelta(seconds=10)


@dataclass(frozen=True)
class Weathered:
    """What came of it: faults that struck, calls before Slack's `Retry-After` was over, messages lost or said twice."""

    faults: int
    early: int
    lost: int
    twice: int


def weather(url: str, kind: str, *, retry_after_s: int = 1, nudges: int) -> Weathered:
    """Send to a Slack that fails in one way at every third call or so, until all is said."""
    with crowd(url, speed=1.0) as those, capture_logs():
        those.gather(nudges)
        for method in METHODS:
            those.slack.faults.add(method, kind, times=None, chance=CHANCE, retry_after=retry_after_s, seed=7)
        tend = Tend(those.house.store, those.clock, Hasty(those.slack.api_url, those.slack.bot_token), "U0TEND")
        ticker = Ticker(tend, rules=SILENCE)
        for _ in range(ENOUGH_TICKS):
            ticker.tick(those.clock())
            if not those.unsent():
                break
            those.clock.move(STEP)
        faults = sum(call.fault is not None for call in those.slack.calls())
        early = sum(_early(those, method, timedelta(seconds=retry_after_s)) for method in METHODS)
        return Weathered(faults, early, *those.lost_and_twice())


def _early(those: Crowd, method: str, wait: timedelta) -> int:
    calls = those.slack.calls(method)
    return sum(_follows_too_soon(first, then, wait) for first, then in pairwise(calls))


def _follows_too_soon(first: Call, then: Call, wait: timedelta) -> bool:
    return first.fault == "429" and then.at < first.at + wait


@pytest.mark.parametrize("kind", ["429", "timeout_after_store", "html"])
def test_whatever_slack_does_all_is_said_once_and_it_is_waited_as_told(sqlite_url: str, kind: str) -> None:
    came = weather(sqlite_url, kind, nudges=8)

    assert came.faults > 2
    assert (came.early, came.lost, came.twice) == (0, 0, 0)


def measure() -> Result:
    """Every kind of fault; 429 with three different waits."""
    folder = Path(tempfile.mkdtemp(prefix="tend-weather-"))
    template = make_sqlite_template(folder)
    came = []
    for kind, wait in [("429", wait) for wait in RETRY_AFTER_S] + [(kind, 1) for kind in KINDS if kind != "429"]:
        path = shutil.copy(template, folder / f"{kind}-{wait}.db")
        came.append(weather(f"sqlite:///{path}", kind, retry_after_s=wait, nudges=NUDGES))
    shutil.rmtree(folder)
    faults, early, lost, twice = (sum(getattr(one, what) for one in came) for what in Weathered.__annotations__)
    figure = f"{faults} faults over {NUDGES * len(came)} messages: {early} calls too early, {lost} lost, {twice} twice"
    return Result("6 Slack fails: 429, 500, time-out, reset, HTML", figure, not early + lost + twice)
