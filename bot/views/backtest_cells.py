"""What a backtest is told in, as plain text: its gist and the cells of its tables, in Slack and in the terminal alike.

With `after`, a cell tells both and the change between them: "12 → 9 (−3)"; what is the same in both is told once.
"""  # noqa: RUF002

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median
from typing import NamedTuple

from bot.backtest.figures import LAST_STRETCH_DAYS, Backtest, Lost, RuleFigures
from bot.views import mrkdwn, words
from bot.views.tables import Cell

RULE_HEADINGS = (
    "Rule",
    "Alerts",
    "Per account and quarter",
    "Early only",
    "Critical",
    "Broken by the client",
    "Lost accounts warned of",
    "Median days before the end",
)
LOST_HEADINGS = ("Account", "Tier", "Ended on", "Days before the end", "Warned by")
DAYS = LOST_HEADINGS.index("Days before the end")
NOTHING = "There is nothing to replay yet: no account has a touch on record. Log the first, or import what you have."
NO_LOST = "No account is marked as lost, so there is no end to compare with."
MARK_LOST = "/client lost Acme 3 May"
HOW = (
    "How: each day of the past is judged by what had happened by then, never by what came after; tier, owner, value "
    "and promise are taken as they are today. An alert counts once it is due; early ones go to the owner alone. It "
    f"warned of an end if it still stood then, or ended within the {LAST_STRETCH_DAYS} days before. Broken by the "
    "client: they were in touch again, and nothing that we sent in between is on record, so it was not needed."
)
NO_WARNING = "no warning"
NONE = "\N{EN DASH}"
_MONTH_DAYS = 365.25 / 12


class _Unit(NamedTuple):
    """How a number is written, to so many places, and what stands behind a change of it."""

    places: int
    written: str
    of_change: str = ""

    def show(self, value: float) -> str:
        """The number as it is read."""
        return self.written.format(value)

    def change(self, before: float, after: float) -> str:
        """By how much it changes, with its sign."""
        by = round(after, self.places) - round(before, self.places)
        sign = "+" if by > 0 else "\N{MINUS SIGN}"
        return f"{sign}{(self.of_change or self.written).format(abs(by))}"


_WHOLE = _Unit(0, "{:,.0f}")
_DAYS = _Unit(1, "{:,g}")
_RATE = _Unit(2, "{:.2f}")
_PERCENT = _Unit(2, "{:.0%}", "{:.0%} points")


def gist(told: Backtest) -> str:
    """The whole in a sentence."""
    over = f"Over {span(told)} and {mrkdwn.count(told.accounts, 'account')} Tend would have"
    load = f"{_RATE.show(told.per_account_quarter)} alerts per account and quarter"
    if not told.lost:
        return f"{over} raised {load}."
    of_lost = "the one lost account" if len(told.lost) == 1 else f"{len(told.lost):,} lost accounts"
    if not told.lost_warned:
        return f"{over} given no warning of {of_lost}; {load}."
    warned = of_lost if len(told.lost) == 1 else f"{told.lost_warned:,} of {of_lost}"
    return f"{over} warned of {warned}{_when(told)}; {load}."


def gist_of_change(before: Backtest, after: Backtest, change: str) -> str:
    """What a change would make of it, in a sentence. `change`: the words for what is changed."""
    if after == before:
        return f"With {change} nothing in that past would have been different."
    load = _told(before.per_account_quarter, after.per_account_quarter, _RATE)
    parts = [f"{load} alerts per account and quarter"]
    if after.lost:
        warned = _told(before.lost_warned, after.lost_warned, _WHOLE)
        earliest = _told(median_days(before), median_days(after), _DAYS)
        days = "day" if earliest == _DAYS.show(1) else "days"
        parts[:0] = [f"warned of {warned} of {len(after.lost):,}", f"median {earliest} {days} before the end"]
    return f"With {change}: {', '.join(parts)}."


def span(told: Backtest) -> str:
    """How long the past is: "14 months", "20 days"."""
    days = (told.last_on - told.first_on).days
    months = round(days / _MONTH_DAYS)
    return mrkdwn.count(months, "month") if months > 1 else mrkdwn.count(days, "day")


def median_days(told: Backtest) -> float | None:
    """How many days before the end the first warning came: the median over the lost accounts that had one."""
    days = [first[1] for lost in told.lost if (first := lost.earliest) is not None]
    return median(days) if days else None


def rules(before: Backtest, after: Backtest | None = None) -> list[list[Cell]]:
    """A row for all rules, and one for each, those that say most first: a table shows but its first rows at once."""
    talkative = sorted(before.rules, key=lambda one: -max(one.alerts, (_of(after, one.rule) or one).alerts))
    rows = [rule(one, before, after) for one in talkative]
    total = _rule("All rules", _all_rules(before), _all_rules(after) if after else None, len(before.lost))
    return [total, *rows]


def rule(one: RuleFigures, before: Backtest, after: Backtest | None = None) -> list[Cell]:
    """The row of a rule of `before`."""
    return _rule(words.rule(one.rule), one, _of(after, one.rule), len(before.lost))


def lost(before: Backtest, after: Backtest | None = None) -> list[list[Cell]]:
    """A row for each lost account, the newest end first."""
    later = {one.account_id: one for one in after.lost} if after else {}
    return [_lost(one, later.get(one.account_id)) for one in newest_first(before)]


def newest_first(told: Backtest) -> list[Lost]:
    """The lost accounts, the newest end first."""
    return sorted(told.lost, key=lambda one: (-one.lost_on.toordinal(), one.name))


def _rule(name: str, before: RuleFigures, after: RuleFigures | None, of_lost: int) -> list[Cell]:
    def cell(of: Callable[[RuleFigures], float | None], unit: _Unit, suffix: str = "") -> Cell:
        return _cell(of(before), of(after or before), unit, suffix)

    return [
        Cell(name),
        cell(lambda one: one.alerts, _WHOLE),
        cell(lambda one: one.per_account_quarter, _RATE),
        cell(lambda one: one.early, _WHOLE),
        cell(lambda one: one.critical, _WHOLE),
        cell(lambda one: one.broken_share, _PERCENT),
        cell(lambda one: one.lost_warned, _WHOLE, f" of {of_lost:,}") if of_lost else Cell(NONE),
        cell(lambda one: one.median_days_before, _DAYS),
    ]


def _of(told: Backtest | None, rule: str) -> RuleFigures | None:
    return told.of(rule) if told else None


def _all_rules(told: Backtest) -> RuleFigures:
    return RuleFigures(
        rule="",
        alerts=sum(one.alerts for one in told.rules),
        early=sum(one.early for one in told.rules),
        critical=sum(one.critical for one in told.rules),
        per_account_quarter=told.per_account_quarter,
        broken_share=None,
        lost_warned=told.lost_warned,
        median_days_before=median_days(told),
    )


def _lost(before: Lost, after: Lost | None) -> list[Cell]:
    first = _earliest(before)
    days = _cell(first, _earliest(after) if after else first, _DAYS, nothing=NO_WARNING)
    by = ", ".join(_warned_by(before, after or before)) or NONE
    return [Cell(before.name), Cell(before.tier.value), _day(before.lost_on), days, Cell(by)]


def _warned_by(before: Lost, after: Lost) -> Iterator[str]:
    """`Senior gap 120`, `Quiet 41 → 62 (+21)`: the rules that warned, the earliest first."""
    days = {**before.days_before, **after.days_before}
    for rule in sorted(days, key=lambda rule: (-days[rule], rule)):
        yield f"{words.rule(rule)} {_told(before.days_before.get(rule), after.days_before.get(rule), _DAYS)}"


def _earliest(one: Lost) -> int | None:
    return one.earliest[1] if one.earliest else None


def _day(on: date) -> Cell:
    return Cell(mrkdwn.day(on), on.toordinal())


def _cell(before: float | None, after: float | None, unit: _Unit, suffix: str = "", nothing: str = NONE) -> Cell:
    return Cell(_told(before, after, unit, suffix, nothing), after)


def _told(before: float | None, after: float | None, unit: _Unit, suffix: str = "", nothing: str = NONE) -> str:
    """`41`, or `41 → 62 (+21)` where it would be another; the change is that between the numbers as they are read."""
    one, other = (nothing if value is None else unit.show(value) for value in (before, after))
    end = suffix if after is not None else ""
    if one == other:
        return f"{other}{end}"
    change = f" ({unit.change(before, after)})" if before is not None and after is not None else ""
    return f"{one} → {other}{end}{change}"


def _when(told: Backtest) -> str:
    before = f"{mrkdwn.count(math.floor(median_days(told) or 0), 'day')} before the end"
    return f", {before}" if told.lost_warned == 1 else f", half of them at least {before}"
