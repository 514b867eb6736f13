"""Where a relationship turned, as the log tells: the day on which they grew rarer, quieter or cooler. Pure.

Three signs are looked for, each in what the log has of it:

* rarer: the contact days split best into two rates (a Poisson change point) of which the later is much lower;
* cooler: the temperatures split best into two means of which the later is at least a degree lower;
* silent: a silence that was out of the ordinary by their own rhythm (`bot.rhythm`), or far longer than any of late,
  in their last year.

The earliest of them is where it turned; the others are told with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from bot import rhythm

SILENT_SCORE = 0.75  # as of a silence that is due
MUCH_RARER = 0.6  # the later rate to the earlier one, at the most
MUCH_LONGER = 2.5  # times the longest gap of late
AT_LEAST = 14  # days, before a silence is much longer than others
LIKELIER = 3.0  # times e: so much better two rates tell the days than one
COOLER = 1.0  # degrees
FEWEST_DAYS, FEWEST_TOLD = 6, 4  # contact days, temperatures
EACH_SIDE = 2
LOOKED_BACK = timedelta(days=730)
LAST_YEAR = timedelta(days=365)


class Sign(StrEnum):
    """By what a turn is told."""

    RARER = "rarer"
    COOLER = "cooler"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Talk:
    """A day on which they were in touch, and how it felt (-2 to 2), where somebody said so."""

    on: date
    temperature: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One sign: the day, what it was before and after. Rarer: days between talks; silent: days; cooler: degrees."""

    sign: Sign
    on: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Turning:
    """Where it turned, and every sign of it, the earliest first."""

    on: date
    turns: tuple[Turn, ...]


def turning(talks: Sequence[Talk], ended_on: date) -> Turning | None:
    """Where it turned before it ended; None where the log shows no turn."""
    told = sorted((talk for talk in talks if talk.on <= ended_on), key=_in_order)
    since = ended_on - LOOKED_BACK
    found = sorted((turn for turn in _turns(told, ended_on) if turn.on >= since), key=lambda turn: turn.on)
    return Turning(found[0].on, tuple(found)) if found else None


def _in_order(talk: Talk) -> tuple[date, float]:
    return talk.on, -math.inf if talk.temperature is None else talk.temperature


def _turns(talks: Sequence[Talk], ended_on: date) -> Iterator[Turn]:
    days = sorted({talk.on for talk in talks})
    for turn in (_rarer(days, ended_on), _cooler(talks), _silent(days, ended_on)):
        if turn is not None:
            yield turn


def _rarer(days: Sequence[date], ended_on: date) -> Turn | None:
    """The contact day after which they came at a much lower rate, if two rates tell the days much better than one."""
    if len(days) < FEWEST_DAYS:
        return None
    best, gain = None, LIKELIER
    for last in range(EACH_SIDE, len(days)):
        before, after = (days[last] - days[0]).days / last, (ended_on - days[last]).days / (len(days) - last)
        likelier = _likelier(days, last, ended_on)
        if likelier >= gain and before <= MUCH_RARER * after:
            best, gain = Turn(Sign.RARER, days[last], before, after), likelier
    return best


def _likelier(days: Sequence[date], last: int, ended_on: date) -> float:
    """How much better two rates fit than one: the logarithm of the likelihoods' ratio."""
    parts = ((last, (days[last] - days[0]).days), (len(days) - 1 - last, (ended_on - days[last]).days))
    count, length = (sum(part) for part in zip(*parts, strict=True))
    return sum(_log_rate(*part) for part in parts) - _log_rate(count, length)


def _log_rate(count: int, days: int) -> float:
    return count * math.log(count / days) if count and days else 0.0


def _cooler(talks: Sequence[Talk]) -> Turn | None:
    """The talk from which on it felt at least a degree cooler on average."""
    felt = [(talk.on, talk.temperature) for talk in talks if talk.temperature is not None]
    if len(felt) < FEWEST_TOLD:
        return None
    best, gain = None, 0.0
    for first in range(EACH_SIDE, len(felt) - EACH_SIDE + 1):
        before, after = (fmean(degrees for _, degrees in part) for part in (felt[:first], felt[first:]))
        weight = (before - after) ** 2 * first * (len(felt) - first)
        is_cool = felt[first][1] < before  # the day on which it turned is a cool one itself
        if is_cool and before - after >= COOLER and weight > gain:
            best, gain = Turn(Sign.COOLER, felt[first][0], before, after), weight
    return best


def _silent(days: Sequence[date], ended_on: date) -> Turn | None:
    """The contact day before the first silence of their last year that was out of the ordinary for them."""
    for last, following in pairwise([*days, ended_on]):
        known = rhythm.of(day for day in days if day <= last)
        usual = rhythm.usual_gap(known) if known else None
        silence = (following - last).days
        is_late = following > ended_on - LAST_YEAR
        if known and usual is not None and is_late and _is_out_of_the_ordinary(known, silence):
            return Turn(Sign.SILENT, last, usual, silence)
    return None


def _is_out_of_the_ordinary(known: rhythm.Rhythm, silence: int) -> bool:
    is_longer = silence >= max(AT_LEAST, MUCH_LONGER * max(known.gaps))
    return is_longer or rhythm.score(known, silence) >= SILENT_SCORE
