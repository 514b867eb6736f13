"""The tick: what Tend does by itself, once a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot import directory
from bot.home.publish import refresh_some as refresh_homes
from bot.importing.work import wake_if_due
from bot.installing.stay import forget_those_that_left
from bot.intake.calendars import reading as calendars
from bot.nudges.outbox import Clock, Outbox
from bot.nudges.plan import NOBODY
from bot.nudges.portfolio import refit
from bot.nudges.sweep import sweep
from bot.nudges.welcome import follow, welcome_some
from bot.rules import RULES, Rule
from bot.tend import Tend
from storage import outbox

log = structlog.get_logger()

EVERY_S = 60


class Ticker:
    """Everything that a tick does, in order. It never raises: each part that fails is reported, and the next goes on.

    `failures` counts what failed, by part; `stop` makes it finish what it is at and claim no more.
    """

    def __init__(self, tend: Tend, outbox: Outbox | None = None, rules: Mapping[str, Rule] = RULES) -> None:
        self._tend = tend
        self._rules = rules
        self.outbox = outbox or Outbox(tend)
        self.failures: Counter[str] = Counter()
        self.stop = self.outbox.stop
        self.alive_at: datetime | None = None  # when it last did something, found or not
        self._kept: dict[str, int] = {}  # nudges that have nobody to hear them, by workspace, as last reported

    def tick(self, now: datetime) -> None:
        """Welcome newcomers, count portfolios, settle what rings, send what is ready, forget who left long ago.

        `now`: aware UTC.
        """
        store, clock = self._tend.store, _clock(self._tend, now)
        self._once("meet", self._meet_newcomers)
        self._once("welcome", lambda: welcome_some(self._tend, clock()))
        self._once("follow", lambda: follow(self._tend, clock()))
        self._until_none("refit", lambda: refit(store, clock(), self._rules))
        self._until_none("sweep", lambda: sweep(store, clock(), self._rules))
        self._once("gather", lambda: self.outbox.gather(clock()))
        self._until_none("send", lambda: self.outbox.send(clock))
        self._until_none("revise", lambda: self.outbox.revise(clock))
        self._once("homes", lambda: refresh_homes(self._tend, clock()))
        self._once("imports", lambda: wake_if_due(self._tend, clock()))
        self._once("calendars", lambda: calendars.wake_if_due(self._tend, clock()))
        self._once("kept", self._report_kept)
        self._once("forget", lambda: forget_those_that_left(store, clock()))

    def _meet_newcomers(self) -> None:
        for team_id in self._tend.slack.newcomers():
            directory.meet(self._tend, team_id)

    def _report_kept(self) -> None:
        """Say how many nudges have nobody to hear them, where that number is another than at the last tick."""
        with self._tend.store.read() as session:
            kept = outbox.waiting_for(session, NOBODY)
        for team_id, nudges in kept.items() - self._kept.items():
            log.warning("nudges.kept", team_id=team_id, nudges=nudges, hint="choose an alert channel, or name owners")
        self._kept = kept

    def _until_none(self, part: str, found_work: Callable[[], bool]) -> None:
        while not self.stop.is_set() and self._once(part, found_work):
            pass

    def _once(self, part: str, do: Callable[[], bool | None]) -> bool:
        try:
            return bool(do())
        except Exception:
            self.failures[part] += 1
            log.exception("tick.failed", part=part)
            return False
        finally:
            self.alive_at = self._tend.now()


def tick(tend: Tend, now: datetime) -> None:
    """One tick at a moment (aware UTC): all that is due is settled, all that is ready is sent. Never raises."""
    Ticker(tend).tick(now)


def _clock(tend: Tend, now: datetime) -> Clock:
    """Tells the time since a tick began at `now`: a long tick must not go by an old moment."""
    began = tend.now()
    return lambda: now + (tend.now() - began)


class Schedule:
    """Ticks once a minute until it is stopped; an overdue tick is made up for once, and no two run at a time."""

    def __init__(self, tend: Tend, outbox: Outbox | None = None) -> None:
        self._tend = tend
        self.ticker = Ticker(tend, outbox)
        self._at_work = Lock()
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def start(self) -> None:
        """Tick now, and then every minute."""
        alike = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler.add_job(self.run, **alike)
        self._scheduler.add_job(self.run, "interval", seconds=EVERY_S, **alike)
        self._scheduler.start()

    def run(self) -> None:
        """One tick at this moment."""
        with self._at_work:
            self.ticker.tick(self._tend.now())

    def stop(self) -> None:
        """Claim nothing more, and wait for what is in flight."""
        self.ticker.stop.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
