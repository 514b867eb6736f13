"""Warm-down: they are still in touch, and cooler than they were (MISSION C10).

| sign        | lately, the mean or median | before, of up to         | shows where                                |
|-------------|----------------------------|--------------------------|--------------------------------------------|
| temperature | mean of the last 2         | 6, at least 2            | it fell by the policy's degrees            |
| gaps        | median of the last 3       | 24, at least 5           | they grew by its ratio, and by ten days    |
| attendance  | mean of the last 3         | 6, at least 3            | half as many come, or fewer, and one fewer |
| seen        | the last 2                 |                          | somebody ticked a sign of warning          |

Only what was logged counts: the silence since is the quiet clock's. What is older than a year before the last contact
says nothing of temperature, attendance and signs seen. One sign is early, two are due, three are critical, each from
the working day after the touch that made it and for as long as the touches since have left it standing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import NamedTuple

from bot.facts import AccountFacts, Encounter
from bot.policy import Kind, Level, Policy
from bot.rules.once import once
from bot.rules.steps import ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import days, waiting

RULE = "warmdown"
OF_LATE = timedelta(days=365)


class Sign(NamedTuple):
    """One way in which they cooled down. `made_at`: when the touch happened that made it show."""

    made_at: datetime
    says: str
    rests_on: tuple[str, ...]  # newest first


class _Change(NamedTuple):
    """How the newest of some values compare with those before; `made`: the place of the value that made it show."""

    before: float
    lately: float
    made: int


class _Windows(NamedTuple):
    lately: int
    least: int
    most: int
    figure: Callable[[Sequence[float]], float]

    def change(self, values: Sequence[float], shows: Callable[[float, float], bool]) -> _Change | None:
        """The change from before to lately where it shows now."""
        found: _Change | None = None
        for end in range(len(values), self.lately + self.least - 1, -1):
            before, lately = self._figures(values[:end])
            if not shows(before, lately):
                break
            found = _Change(found.before, found.lately, end - 1) if found else _Change(before, lately, end - 1)
        return found

    def _figures(self, values: Sequence[float]) -> tuple[float, float]:
        before = values[-self.lately - self.most : -self.lately]
        return self.figure(before), self.figure(values[-self.lately :])


_TEMPERATURES = _Windows(2, 2, 6, fmean)
_SEEN = 2  # talks
_GAPS = _Windows(3, 5, 24, median)
_ATTENDANCE = _Windows(3, 3, 6, fmean)


@once
def warmdown(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account, as loud as there are signs."""
    if not facts.watched:
        return
    signs = [sign(facts, policy) for sign in (temperature_fell, touches_get_rarer, fewer_come, seen)]
    shown = [sign for sign in signs if sign]
    made = sorted(sign.made_at for sign in shown)
    steps = [(facts.calendar.after(at, 1), level) for at, level in zip(made, Level, strict=False)]
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, ascending(steps)),
        reason=f"{_reason(facts, shown)}{waiting(facts, now)}.",
        clears="Talks that are as warm, as frequent and with as many of them as before.",
        threshold=f"temperature down by {policy.warmdown_temperature:g}, {policy.warmdown_ratio:g} times as long "
        "between talks, half as many of them, or a sign of warning seen; two signs are due, three urgent",
        since=min(made, default=None),
        rests_on=tuple(dict.fromkeys(id_ for sign in shown for id_ in sign.rests_on)),
    )


def temperature_fell(facts: AccountFacts, policy: Policy) -> Sign | None:
    """Whether the last talks felt cooler than those before."""
    told = [one for one in _of_late(facts) if one.temperature is not None]
    fell = _TEMPERATURES.change(
        [one.temperature or 0 for one in told], lambda before, lately: before - lately >= policy.warmdown_temperature
    )
    if fell is None:
        return None
    says = f"the temperature fell from {_degrees(fell.before)} to {_degrees(fell.lately)}"
    return Sign(told[fell.made].occurred_at, says, _newest(told, _TEMPERATURES))


def touches_get_rarer(facts: AccountFacts, policy: Policy) -> Sign | None:
    """Whether the last gaps between days of contact were longer than those before."""
    known = facts.rhythm
    if known is None:
        return None
    grew = _GAPS.change(
        known.gaps,
        lambda before, lately: lately >= max(before * policy.warmdown_ratio, before + policy.warmdown_longer_days),
    )
    if grew is None:
        return None
    says = f"in touch every {days(round(grew.lately))} lately, every {round(grew.before)} before"
    value = ", while its value stays" if facts.annual_value_minor else ""
    made_on = known.last_on - timedelta(days=sum(known.gaps[grew.made + 1 :]))
    rests_on = (facts.last_contact_id,) if facts.last_contact_id else ()
    return Sign(facts.calendar.start_of(made_on), says + value, rests_on)


def fewer_come(facts: AccountFacts, _policy: Policy) -> Sign | None:
    """Whether fewer of them came to the last meetings than to those before. A call is between two."""
    met = [one for one in _of_late(facts) if one.met and one.clients and one.kind is not Kind.CALL]
    fewer = _ATTENDANCE.change(
        [one.clients for one in met], lambda before, lately: lately <= min(before / 2, before - 1)
    )
    if fewer is None:
        return None
    lately = round(fewer.lately)
    says = f"{lately} of them {'comes' if lately == 1 else 'come'} to meetings lately, {round(fewer.before)} before"
    return Sign(met[fewer.made].occurred_at, says, _newest(met, _ATTENDANCE))


def seen(facts: AccountFacts, _policy: Policy) -> Sign | None:
    """Whether somebody ticked signs of warning after the last talk or the one before."""
    talks = _of_late(facts)
    made: Encounter | None = None
    for earlier, one in zip([None, *talks], talks, strict=False):
        if not one.signs and not (earlier and earlier.signs):
            made = None
        elif one.signs:
            made = made or one
    if made is None:
        return None
    noticed = [one for one in talks[-_SEEN:] if one.signs]
    kinds = len({sign for one in noticed for sign in one.signs})
    says = f"{kinds} {'sign' if kinds == 1 else 'signs'} of warning seen in the last talks"
    return Sign(made.occurred_at, says, tuple(one.id for one in reversed(noticed)))


def _of_late(facts: AccountFacts) -> list[Encounter]:
    if not facts.encounters:
        return []
    since = facts.encounters[-1].occurred_at - OF_LATE
    return [one for one in facts.encounters if one.occurred_at >= since]


def _newest(encounters: Sequence[Encounter], windows: _Windows) -> tuple[str, ...]:
    return tuple(one.id for one in encounters[: -windows.lately - 1 : -1])


def _reason(facts: AccountFacts, shown: Sequence[Sign]) -> str:
    if shown:
        return f"Signs of cooling: {'; '.join(sign.says for sign in shown)}"
    if not facts.encounters:
        return "Nothing is logged yet that could show them cooling"
    return "Up to the last contact, no sign of cooling in temperature, frequency or attendance"


def _degrees(mean: float) -> str:
    return f"{round(mean, 1):+g}" if round(mean, 1) else "0"
