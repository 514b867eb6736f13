"""What a process of a backtest does with its share of the accounts."""

from __future__ import annotations

import os
import signal
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.backtest import load
from bot.backtest.figures import Asked, Replayed
from bot.backtest.months import Month, Sums, month_of, summed
from bot.backtest.past import Past
from bot.backtest.replay import replay
from bot.facts import Portfolio
from bot.gather import count_portfolio
from bot.policy import Policy
from bot.worktime import Calendar
from storage.engine import Store

_NICE = 10
_OUT_OF_MEMORY = Path("/proc/self/oom_score_adj")  # Linux's
_FIRST = 1_000

_store: Store
_known: dict[tuple[str, ...], list[Past]] = {}


@dataclass(frozen=True, slots=True)
class Task:
    """Some accounts of a workspace under one policy, up to a moment (aware UTC)."""

    team_id: str
    account_ids: tuple[str, ...]
    policy: Policy
    now: datetime


def begin(database_url: str) -> None:
    """Make this process ready: gentle to the bot beside it, with a way of its own to the database."""
    global _store
    os.nice(_NICE)
    if _OUT_OF_MEMORY.exists():
        _OUT_OF_MEMORY.write_text(str(_FIRST))  # where memory runs out, we end, and the bot says so
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the bot to hear, and it ends us
    _store = Store.open(database_url)


def sum_up(task: Task) -> Sums:
    """The sums over the share, month by month."""
    calendars = _Calendars(task.policy)
    return summed(((past, calendars.of(past)) for past in _pasts(task)), task.policy, task.now)


def replay_all(task: Task, portfolios: dict[Month, Portfolio]) -> list[Replayed]:
    """The accounts of the share, replayed against the portfolio of each month."""
    calendars, unknown = _Calendars(task.policy), Portfolio()

    def portfolio_at(moment: datetime) -> Portfolio:
        return portfolios.get(month_of(moment), unknown)

    return [replay(past, task.policy, calendars.of(past), portfolio_at, task.now) for past in _pasts(task)]


def portfolio(task: Task) -> Portfolio:
    """The whole workspace as of now, counted by the policy."""
    with _store.read() as session:
        return count_portfolio(session, task.team_id, task.policy, task.now)


def asked(task: Task, now: Portfolio, since: datetime) -> Asked:
    """What would have been asked for about the share since a moment (aware UTC), with the portfolio as it is now."""
    calendars = _Calendars(task.policy)
    nudges: Counter[str] = Counter()
    still_open = 0
    for past in _pasts(task):
        calendar = calendars.of(past)
        replayed = replay(past, task.policy, calendar, lambda _: now, task.now, since=since)
        first = calendar.day(since)
        nudges.update(alert.rule for alert in replayed.alerts if alert.opened_on > first)
        still_open += sum(alert.ended_on is None for alert in replayed.alerts) if replayed.lost_on is None else 0
    return Asked(nudges, still_open)


def _pasts(task: Task) -> list[Past]:
    """The pasts of the share; read once, as each process keeps to its own shares of one workspace."""
    if task.account_ids not in _known:
        with _store.read() as session:
            _known[task.account_ids] = list(load.pasts(session, task.team_id, task.account_ids))
    return _known[task.account_ids]


class _Calendars:
    """The calendars of a policy; accounts without closures share one in each time zone."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._shared: dict[object, Calendar] = {}

    def of(self, past: Past) -> Calendar:
        key = (past.zone, past.closures)
        if key not in self._shared:
            self._shared[key] = Calendar(past.zone, self._policy.working_days, self._policy.days_off, past.closures)
        return self._shared[key]
