"""What the levels of the quiet rule mean: `python -m tests.bench.levels FOLDER`.

FOLDER holds logs, NAME.csv with rows of `account_id,timestamp[day]`, and config.json, `{NAME: {"H": days, …}}`. Every
account is a standard one under the default policy, and its contact days are replayed through the quiet rule. Printed:
- how reliable each level is: of the silences that reached it, the share that was not broken in the next H days;
- the load: how often an account becomes due in a quarter, and the share of these warnings that were of an ending, as
  above, beside a rule of fixed days; then the same with the level of due moved.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.backtest.figures import Alert
from bot.backtest.months import merged, month_of, summed
from bot.backtest.past import Past, PastTouch
from bot.backtest.replay import replay
from bot.facts import Portfolio
from bot.policy import Direction, Kind, Level, Policy, Tier
from bot.rules.quiet import quiet
from bot.worktime import UTC_ZONE, Calendar

FIXED_DAYS = (30, 35, 40, 45, 50, 60, 75, 90)
DUE_LEVELS = (0.35, 0.42, 0.48, 0.55, 0.62)
QUARTER = 365.25 / 4
console = Console(width=120)


@dataclass(frozen=True)
class Log:
    """One log. `last` is its last day; a silence is judged by the `horizon` days after it was called."""

    name: str
    horizon: int
    days: tuple[tuple[date, ...], ...]

    @property
    def last(self) -> date:
        return max(one[-1] for one in self.days)

    @property
    def quarters(self) -> float:
        """Account-quarters: each account from its first contact until it had been silent for the horizon."""
        lived = (min(one[-1] + timedelta(days=self.horizon), self.last) - one[0] for one in self.days)
        return sum(length.days for length in lived) / QUARTER


@dataclass(frozen=True)
class Load:
    """How often a rule warns, and how many of the warnings whose outcome is known were of an ending."""

    per_quarter: float
    endings: float


def main(folder: Path) -> None:
    """Replay every log and print the two tables."""
    logs = list(_logs(folder))
    replayed = {log.name: _alerts(log, Policy()) for log in track(logs, "replaying", console=console)}
    _show_reliability({log: replayed[log.name] for log in logs})
    loads = {"quiet rule, default policy": [_load(log, replayed[log.name]) for log in logs]}
    for days in FIXED_DAYS:
        loads[f"fixed: {days} days"] = [_fixed(log, days) for log in logs]
    for due in track(DUE_LEVELS[:-1], "moving the level of due", console=console):
        early, _, critical = Policy().rhythm_levels
        moved = replace(Policy(), rhythm_levels=(min(early, due / 2), due, critical))
        loads[f"quiet rule, due at {due}"] = [_load(log, _alerts(log, moved)) for log in logs]
    _show_loads(logs, loads)


def _logs(folder: Path) -> Iterator[Log]:
    for name, settings in json.loads((folder / "config.json").read_text()).items():
        found: defaultdict[str, set[date]] = defaultdict(set)
        with (folder / f"{name}.csv").open(newline="") as rows:
            for row in csv.DictReader(rows):
                found[row["account_id"]].add(date.fromisoformat(row["timestamp"][:10]))
        yield Log(name, settings["H"], tuple(tuple(sorted(days)) for days in found.values()))


def _alerts(log: Log, policy: Policy) -> list[list[Alert]]:
    """What the quiet rule would have said of each account, all standard, up to the end of the log."""
    calendar, until = Calendar(), datetime.combine(log.last, time(23), UTC)
    pasts = [_past(number, days) for number, days in enumerate(log.days)]
    portfolios = merged([summed(((past, calendar) for past in pasts), policy, until)])

    def portfolio_at(moment: datetime) -> Portfolio:
        return portfolios.get(month_of(moment), Portfolio())

    return [list(replay(past, policy, calendar, portfolio_at, until, {"quiet": quiet}).alerts) for past in pasts]


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


def _silences(log: Log, alerts: Sequence[list[Alert]]) -> Iterator[tuple[Alert, date | None]]:
    """Each alert with the day on which they were next in touch; None: never, to the end of the log."""
    for days, said in zip(log.days, alerts, strict=True):
        for alert in said:
            yield alert, next((day for day in days if day > alert.opened_on), None)


def _unbroken(log: Log, calls: Iterable[tuple[date | None, date | None]]) -> float:
    """Of silences called on a day, with the day they were broken, those not broken within the horizon.

    Left out are those called too late to know.
    """
    horizon = timedelta(days=log.horizon)
    known = [(on, broken) for on, broken in calls if on is not None and on + horizon <= log.last]
    return fmean(broken is None or broken > on + horizon for on, broken in known)


def _load(log: Log, alerts: Sequence[list[Alert]]) -> Load:
    return _judged(log, [(alert.due_on, broken) for alert, broken in _silences(log, alerts) if alert.due_on])


def _fixed(log: Log, limit: int) -> Load:
    """A rule that warns once a silence is as long as `limit` days."""
    silences = [pair for days in log.days for pair in pairwise([*days, None])]
    called = ((last + timedelta(days=limit), following) for last, following in silences if last)
    return _judged(log, [(on, broken) for on, broken in called if on <= log.last and (broken is None or on < broken)])


def _judged(log: Log, warnings: Sequence[tuple[date | None, date | None]]) -> Load:
    return Load(len(warnings) / log.quarters, _unbroken(log, warnings))


def _show_reliability(replayed: dict[Log, list[list[Alert]]]) -> None:
    table = Table("log", "horizon (days)", *(level.value for level in Level), title="Not broken within the horizon")
    for log, alerts in replayed.items():
        silences = list(_silences(log, alerts))
        called = [(a.opened_on, a.due_on, a.critical_on, broken) for a, broken in silences]
        shares = [_unbroken(log, ((one[place], one[-1]) for one in called)) for place in range(len(Level))]
        table.add_row(log.name, str(log.horizon), *(f"{share:.0%}" for share in shares))
    console.print(table)


def _show_loads(logs: Sequence[Log], loads: dict[str, list[Load]]) -> None:
    table = Table("rule", *(log.name for log in logs), "mean", title="Due per account and quarter · of an ending")
    for rule, found in sorted(loads.items(), key=lambda told: fmean(load.per_quarter for load in told[1])):
        mean = Load(fmean(load.per_quarter for load in found), fmean(load.endings for load in found))
        table.add_row(rule, *(f"{load.per_quarter:.2f} · {load.endings:.0%}" for load in [*found, mean]))
    console.print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
