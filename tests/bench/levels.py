"""What the levels of the quiet rule mean: `python -m tests.bench.levels FOLDER`.

FOLDER holds logs, NAME.csv with rows of `account_id,timestamp[day]`, and config.json,
`{NAME: {"H": days, "cal": days}}`.
Every account is a standard one under the default policy, and its contact days are replayed through the quiet rule.
Judged are the silences that begin after the first `cal` days of a log and H days or more before its end. Printed:
- how reliable each level is: of the silences that reached it, the share that was not broken within H days;
- the load: how often an account becomes early, due and critical in a quarter (silences count for H days), and the share
  of these silences that was not broken, beside a rule of fixed days; then the same with the level of due moved.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.backtest.months import merged, month_of, summed
from bot.backtest.past import Past, PastTouch
from bot.backtest.replay import replay
from bot.facts import Portfolio
from bot.policy import Direction, Kind, Level, Policy, Tier
from bot.rules.quiet import quiet
from bot.worktime import UTC_ZONE, Calendar

FIXED_DAYS = (30, 35, 40, 45, 50, 60)
DUE_LEVELS = (0.36, 0.42, 0.5, 0.6)
QUARTER = 365.25 / 4
console = Console(width=120)


@dataclass(frozen=True)
class Silence:
    """A silence that begins with a contact on `since`. `over_on`: when they were next in touch; the end of the log."""

    account: int
    since: date
    over_on: date
    horizon: date  # the last day on which breaking it counts

    @property
    def broken(self) -> bool:
        """Whether it was broken within the horizon."""
        return self.over_on <= self.horizon

    @property
    def days(self) -> int:
        """How many days of it count."""
        return (min(self.over_on - timedelta(days=1), self.horizon) - self.since).days


@dataclass(frozen=True)
class Call:
    """A silence, and the day on which it reached a level."""

    silence: Silence
    on: date


@dataclass(frozen=True)
class Log:
    """One log: the contact days of each account, the days that a silence is judged for, and those left out at first."""

    name: str
    horizon: int
    left_out: int
    days: tuple[tuple[date, ...], ...]

    @property
    def last(self) -> date:
        return max(one[-1] for one in self.days)

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        """The silences that are judged."""
        return tuple(self._silences())

    @property
    def quarters(self) -> float:
        """Account-quarters of the silences that are judged."""
        return sum(one.days for one in self.silences) / QUARTER

    def _silences(self) -> Iterator[Silence]:
        horizon = timedelta(days=self.horizon)
        first = min(one[0] for one in self.days) + timedelta(days=self.left_out)
        for account, days in enumerate(self.days):
            for since, over_on in pairwise([*days, self.last + timedelta(days=1)]):
                if first <= since <= self.last - horizon:
                    yield Silence(account, since, over_on, since + horizon)


@dataclass(frozen=True)
class Load:
    """How often a level is reached in an account and quarter, and which share of the silences was not broken."""

    per_quarter: float
    unbroken: float


class Reached(NamedTuple):
    """The silences that reached each level."""

    early: list[Call]
    due: list[Call]
    critical: list[Call]


def main(folder: Path) -> None:
    """Replay every log and print the two tables."""
    logs = list(_logs(folder))
    found = {log.name: _replayed(log, Policy()) for log in track(logs, "replaying", console=console)}
    _show_reliability({log: found[log.name] for log in logs})
    rows = {
        "early, default policy": [_load(log, found[log.name].early) for log in logs],
        "due, default policy": [_load(log, found[log.name].due) for log in logs],
        "critical, default policy": [_load(log, found[log.name].critical) for log in logs],
    }
    for days in FIXED_DAYS:
        rows[f"fixed: {days} days"] = [_load(log, _fixed(log, days)) for log in logs]
    for due in track(DUE_LEVELS, "moving the level of due", console=console):
        early, _, critical = Policy().rhythm_levels
        moved = replace(Policy(), rhythm_levels=(min(early, due / 2), due, critical))
        rows[f"due at {due}"] = [_load(log, _replayed(log, moved).due) for log in logs]
    _show_loads(logs, rows)


def _logs(folder: Path) -> Iterator[Log]:
    for name, settings in json.loads((folder / "config.json").read_text()).items():
        found: defaultdict[str, set[date]] = defaultdict(set)
        with (folder / f"{name}.csv").open(newline="") as rows:
            for row in csv.DictReader(rows):
                found[row["account_id"]].add(date.fromisoformat(row["timestamp"][:10]))
        yield Log(name, settings["H"], settings["cal"], tuple(tuple(sorted(days)) for days in found.values()))


def _replayed(log: Log, policy: Policy) -> Reached:
    """The silences that reached each level, every account standard."""
    calendar, until = Calendar(), datetime.combine(log.last, time(23), UTC)
    pasts = [_past(number, days) for number, days in enumerate(log.days)]
    portfolios = merged([summed(((past, calendar) for past in pasts), policy, until)])

    def portfolio_at(moment: datetime) -> Portfolio:
        return portfolios.get(month_of(moment), Portfolio())

    said = [replay(past, policy, calendar, portfolio_at, until, {"quiet": quiet}).alerts for past in pasts]
    return Reached(
        early=_called(log, [[alert.opened_on for alert in alerts] for alerts in said]),
        due=_called(log, [[alert.due_on for alert in alerts] for alerts in said]),
        critical=_called(log, [[alert.critical_on for alert in alerts] for alerts in said]),
    )


def _called(log: Log, days: Sequence[Sequence[date | None]]) -> list[Call]:
    """The silences within which one of their account's days lies, with the first such day."""
    first = {
        one: min((on for on in days[one.account] if on and one.since < on < one.over_on), default=None)
        for one in log.silences
    }
    return [Call(one, on) for one, on in first.items() if on]


def _past(number: int, days: Sequence[date]) -> Past:
    touches = tuple(
        PastTouch(
            f"{number}.{day}", datetime.combine(day, time(12), UTC), Kind.CALL, Direction.TWO_WAY, None, None, (), ()
        )
        for day in days
    )
    began_at = touches[0].occurred_at
    return Past(
        account_id=str(number),
        name=str(number),
        tier=Tier.STANDARD,
        zone=UTC_ZONE,
        closures=(),
        owner_id=None,
        cadence_days=None,
        annual_value_minor=None,
        currency=None,
        started_at=began_at,
        began_at=began_at,
        lost_on=None,
        touches=touches,
        contacts=(),
        gone={},
    )


def _fixed(log: Log, days: int) -> list[Call]:
    """The silences that last as long as a rule of fixed days allows."""
    return [Call(one, one.since + timedelta(days=days)) for one in log.silences if one.days >= days]


def _load(log: Log, calls: Sequence[Call]) -> Load:
    counted = [call for call in calls if call.on <= call.silence.horizon]
    return Load(len(counted) / log.quarters, _unbroken(counted))


def _unbroken(calls: Sequence[Call]) -> float:
    return fmean(not call.silence.broken for call in calls) if calls else 0.0


def _show_reliability(found: dict[Log, Reached]) -> None:
    table = Table(
        "log",
        "H (days)",
        *(level.value for level in Level),
        title="Not broken within H, of the silences that reached the level",
    )
    for log, reached in found.items():
        table.add_row(log.name, str(log.horizon), *(f"{_unbroken(calls):.0%}" for calls in reached))
    console.print(table)


def _show_loads(logs: Sequence[Log], rows: dict[str, list[Load]]) -> None:
    table = Table("rule", *(log.name for log in logs), "mean", title="Per account and quarter · not broken within H")
    for rule, found in rows.items():
        mean = Load(fmean(load.per_quarter for load in found), fmean(load.unbroken for load in found))
        table.add_row(rule, *(f"{load.per_quarter:.2f} · {load.unbroken:.0%}" for load in [*found, mean]))
    console.print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
