"""The statistics of silence: how unusual is this gap for this account.

A gap counts in units of the account's own rhythm, and a deep relationship earns patience. On every contact day, with g
days since the one before, `w = 1 - 2^(-g/2)` is how far it is an occasion of its own (a second call the next day hardly
is), and `x = ln(g + 7)`:

    weight += w        sum += w x        squares += w x²        depth = (depth + w) · 2^(-g/180)

With μ the portfolio's mean of x, silent for s days, age the days from the first contact to the last:

    usual  = exp((0.05 μ + sum) / (0.05 + weight))
    spread = sqrt((3 + squares - sum²/weight) / (3 + weight))
    ratio  = ln(1 + (s + ½) / usual)
    D      = (0.3 + depth) / (1 + (0.3 + depth) / 25)
    z      = (0.86 - 0.3 spread) ratio + 0.6 spread - ln D - 0.25 ln usual + 0.2 ln(1 + age/usual)
             + 0.1 ln(1 + s / (7 + second longest gap)) + 0.2 ln(1 + s / (7 + third longest gap))
    score  = 1 / (1 + e^-z)

Read as log odds that the relationship ended: a heavy-tailed (Lomax) survival of gaps, steeper for a steady client, over
the odds of a dropout after a contact, which fall with depth as in the beta-geometric model of Fader, Hardie and Lee
(2005). A client who was once away for as long and came back is trusted more.

The state is of fixed size; a contact and a score cost the same however long the history is. Standard library only.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple

OFFSET = 7.0  # days: below a week, a day more or less says little
OCCASION = 2.0  # days after which a contact counts half as an occasion of its own
HALF_LIFE = 180.0  # days in which depth fades to a half
REMEMBERED = 32  # gaps kept as they were, for the sentence and the chart
PATIENCE = 25.0  # what depth can earn at the most
PATIENCE_END = 3650  # days: nobody waits longer
FALLBACK = math.log(14 + OFFSET)  # a fortnight, until a portfolio has a rhythm of its own
ENOUGH_ACCOUNTS = 5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is remembered of an account's contact days. `gaps` are the newest, oldest first, in days."""

    first_on: date
    last_on: date
    weight: float = 0.0
    sum: float = 0.0
    squares: float = 0.0
    depth: float = 0.0
    longest: tuple[int, int, int] = (0, 0, 0)
    gaps: tuple[int, ...] = ()


def begin(day: date) -> Rhythm:
    """Remember the first contact day."""
    return Rhythm(day, day)


def contact(before: Rhythm | None, day: date) -> Rhythm:
    """Remember one more contact day, the last so far; a day that is remembered already changes nothing.

    Raises `ValueError` for a day before the last one: such a history is to be counted anew with `of`.
    """
    if before is None:
        return begin(day)
    gap = (day - before.last_on).days
    if gap < 0:
        raise ValueError(f"{day} lies before the last contact on {before.last_on}")
    if gap == 0:
        return before
    weight, x = 1 - 2 ** (-gap / OCCASION), math.log(gap + OFFSET)
    return replace(
        before,
        last_on=day,
        weight=before.weight + weight,
        sum=before.sum + weight * x,
        squares=before.squares + weight * x * x,
        depth=(before.depth + weight) * 2 ** (-gap / HALF_LIFE),
        longest=_three_longest(*before.longest, gap),
        gaps=(*before.gaps, gap)[-REMEMBERED:],
    )


def of(days: Iterable[date]) -> Rhythm | None:
    """Remember a whole history of contact days, in any order; None for an empty one."""
    rhythm: Rhythm | None = None
    for day in sorted(days):
        rhythm = contact(rhythm, day)
    return rhythm


def to_json(rhythm: Rhythm) -> dict[str, Any]:
    """In the form that is kept of an account."""
    days = {"first_on": rhythm.first_on.isoformat(), "last_on": rhythm.last_on.isoformat()}
    numbers = {name: getattr(rhythm, name) for name in ("weight", "sum", "squares", "depth")}
    return {**days, **numbers, "longest": list(rhythm.longest), "gaps": list(rhythm.gaps)}


def from_json(kept: Mapping[str, Any]) -> Rhythm:
    """From the form that is kept of an account; what else is kept beside it is passed over."""
    said = {field.name: kept[field.name] for field in fields(Rhythm)}
    days = {name: date.fromisoformat(said[name]) for name in ("first_on", "last_on")}
    lists = {name: tuple(said[name]) for name in ("longest", "gaps")}
    return Rhythm(**{**said, **days, **lists})


def prior(rhythms: Iterable[Rhythm]) -> float:
    """What a portfolio says of a usual gap: the mean over its accounts of their mean ln(gap + 7).

    A fortnight until five accounts have a gap at all.
    """
    return prior_of([mean for rhythm in rhythms if (mean := mean_log_gap(rhythm)) is not None])


def prior_of(means: Sequence[float]) -> float:
    """The same from the means themselves."""
    return math.fsum(means) / len(means) if len(means) >= ENOUGH_ACCOUNTS else FALLBACK


def mean_log_gap(rhythm: Rhythm) -> float | None:
    """An account's own mean ln(gap + 7), by occasions; None before any gap."""
    return rhythm.sum / rhythm.weight if rhythm.weight > 0 else None


def score(rhythm: Rhythm, silent_days: float, portfolio: float = FALLBACK) -> float:
    """How quiet an account is after so many days without contact: 0 to 1, rising with every day."""
    return 1 / (1 + math.exp(-_curve(rhythm, portfolio).at(silent_days)))


def days_until(rhythm: Rhythm, level: float, portfolio: float = FALLBACK) -> int:
    """Count the whole days of silence after which `level` (0 to 1) is reached; at most ten years. By bisection."""
    wanted = math.log(level / (1 - level))
    return bisect_left(range(PATIENCE_END), wanted, key=_curve(rhythm, portfolio).at)


def usual_gap(rhythm: Rhythm) -> float | None:
    """Say after how many days the client usually is in touch: the median of the remembered gaps; None before any."""
    return _median(sorted(rhythm.gaps)) if rhythm.gaps else None


def share_shorter(rhythm: Rhythm, silent_days: int) -> float | None:
    """Say what share of the remembered gaps were shorter than this silence, 0 to 1; None before any."""
    if not rhythm.gaps:
        return None
    return sum(gap < silent_days for gap in rhythm.gaps) / len(rhythm.gaps)


class _Curve(NamedTuple):
    """The log odds z of one account as a function of the days of silence."""

    steepness: float
    usual: float
    second: float
    third: float
    start: float  # what does not change with the silence

    def at(self, silent_days: float) -> float:
        log1p = math.log1p
        return (
            self.start
            + self.steepness * log1p((silent_days + 0.5) / self.usual)
            + 0.1 * log1p(silent_days / self.second)
            + 0.2 * log1p(silent_days / self.third)
        )


def _curve(rhythm: Rhythm, portfolio: float) -> _Curve:
    level = (0.05 * portfolio + rhythm.sum) / (0.05 + rhythm.weight)
    usual = math.exp(level)
    around = rhythm.squares - rhythm.sum**2 / rhythm.weight if rhythm.weight else 0.0
    spread = math.sqrt((3 + max(around, 0.0)) / (3 + rhythm.weight))
    depth = 0.3 + rhythm.depth
    age = (rhythm.last_on - rhythm.first_on).days
    _, second, third = rhythm.longest
    earned = math.log(depth / (1 + depth / PATIENCE))
    return _Curve(
        steepness=max(0.86 - 0.3 * spread, 0.1),
        usual=usual,
        second=OFFSET + second,
        third=OFFSET + third,
        start=0.6 * spread - earned - 0.25 * level + 0.2 * math.log1p(age / usual),
    )


def _three_longest(*gaps: int) -> tuple[int, int, int]:
    first, second, third = sorted(gaps, reverse=True)[:3]
    return first, second, third


def _median(ordered: Sequence[int]) -> float:
    middle = len(ordered) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
