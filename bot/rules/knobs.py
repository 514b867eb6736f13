"""What loosens and tightens each rule, and what the votes on it propose. Nothing here changes anything by itself.

A rule without a knob has nothing to turn. Of several knobs the first is the one to try first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import ceil, exp, floor, log
from typing import Any, NamedTuple

from bot.policy import Cadence, Policy, Tier, TierPolicy

ENOUGH_VOTES = 8
TOO_FEW_USEFUL = 0.5  # of the votes: below, the rule is to speak less
NEARLY_ALL_USEFUL = 0.85  # from here on it may speak sooner, if there is something that it missed
_NOTCH = 1.25  # times the days
_LOG_ODDS_NOTCH = 0.25
_SHARE_NOTCH = 0.05
_MOST_DAYS = 1095


class Way(StrEnum):
    """Which way a knob is turned: `looser` speaks later or less, `tighter` sooner or more."""

    LOOSER = "looser"
    TIGHTER = "tighter"


class Knob(NamedTuple):
    """A setting and how it is turned by one notch; a turn is None when it has come to its end.

    `setting` is a plain field of the policy, or `tier` and a clock: that clock of every tier.
    """

    setting: str
    turned: Callable[[Any, Way], Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One notch of one setting, in plain values (JSON), for a person to apply."""

    rule: str
    setting: str
    way: Way
    before: Any
    after: Any

    @property
    def overrides(self) -> dict[str, Any]:
        """What is laid over a workspace's stored policy; `tiers` within each tier."""
        clock = clock_of(self.setting)
        if clock is None:
            return {self.setting: self.after}
        return {"tiers": {tier: {clock: value} for tier, value in self.after.items()}}

    def stands(self, policy: Policy) -> bool:
        """Whether the setting is still what the proposal would change."""
        return bool(value_of(policy, self.setting) == self.before)

    def on(self, policy: Policy) -> Policy:
        """The policy as it would be."""
        clock = clock_of(self.setting)
        if clock is not None:
            return replace(policy, tiers={tier: self._tier(policy.tier(tier), tier, clock) for tier in Tier})
        after: Any = tuple(self.after) if isinstance(self.after, list) else self.after
        return replace(policy, **{self.setting: after})

    def _tier(self, before: TierPolicy, tier: Tier, clock: str) -> TierPolicy:
        value = self.after[tier.value]
        after: Any = Cadence(*value) if isinstance(value, list) else value
        return replace(before, **{clock: after})


def clock_of(setting: str) -> str | None:
    """The clock, where a setting is one of every tier: `contact` of `tier contact`."""
    first, _, clock = setting.partition(" ")
    return clock if first == "tier" and clock else None


def value_of(policy: Policy, setting: str) -> Any:
    """A setting of a knob as it stands, in plain values (JSON)."""
    clock = clock_of(setting)
    if clock is None:
        return _plain(getattr(policy, setting))
    return {tier.value: _plain(getattr(policy.tier(tier), clock)) for tier in Tier}


def wish(useful: int, votes: int) -> Way | None:
    """Which way the votes on a rule would turn it; None: it is right as it is, or too few voted."""
    if votes < ENOUGH_VOTES:
        return None
    share = useful / votes
    if share < TOO_FEW_USEFUL:
        return Way.LOOSER
    return Way.TIGHTER if share >= NEARLY_ALL_USEFUL else None


def proposals(rule: str, policy: Policy, useful: int, votes: int) -> tuple[Proposal, ...]:
    """What `useful` of so many votes propose, the knob to try first in front; empty: leave it as it is.

    A tighter one is worth a word only where the rule missed what it should have said: that is for a replay to show.
    """
    way = wish(useful, votes)
    return tuple(turns(rule, policy, way)) if way else ()


def turns(rule: str, policy: Policy, way: Way) -> Iterator[Proposal]:
    """A rule's knobs, each turned by one notch, the one to try first in front."""
    for knob in KNOBS.get(rule, ()):
        before = value_of(policy, knob.setting)
        after = knob.turned(before, way)
        if after is not None and after != before:
            yield Proposal(rule, knob.setting, way, before, after)


def _whole(least: int, most: int, *, more_is: Way = Way.LOOSER) -> Callable[[int, Way], int | None]:
    """A number of days or people: a quarter more or less, at least by one."""

    def turned(value: int, way: Way) -> int | None:
        number = _more(value) if way is more_is else _less(value)
        return number if least <= number <= most else None

    return turned


def _share(least: float, most: float) -> Callable[[float, Way], float | None]:
    def turned(value: float, way: Way) -> float | None:
        share = round(value + (_SHARE_NOTCH if way is Way.LOOSER else -_SHARE_NOTCH), 2)
        return share if least <= share <= most else None

    return turned


def _number(least: float, most: float) -> Callable[[float, Way], float | None]:
    """A factor or a difference: a quarter more or less."""

    def turned(value: float, way: Way) -> float | None:
        number = round(value * _NOTCH if way is Way.LOOSER else value / _NOTCH, 2)
        return number if least <= number <= most else None

    return turned


def _scores(value: list[float], way: Way) -> list[float] | None:
    """Scores of due and critical, in equal steps of their odds; early stays, as it disturbs the owner alone."""
    early, *louder = value
    notch = _LOG_ODDS_NOTCH if way is Way.LOOSER else -_LOG_ODDS_NOTCH
    turned = [early, *(round(1 / (1 + exp(-log(score / (1 - score)) - notch)), 2) for score in louder)]
    return turned if _rises(turned) and turned[-1] <= 0.95 else None


def _contact_days(value: Mapping[str, list[int]], way: Way) -> dict[str, list[int]] | None:
    turn = _more if way is Way.LOOSER else _less
    turned = {tier: [turn(days) for days in three] for tier, three in value.items()}
    return turned if all(_rises([0, *three]) and three[-1] <= _MOST_DAYS for three in turned.values()) else None


def _tier_days(value: Mapping[str, int], way: Way) -> dict[str, int] | None:
    turn = _more if way is Way.LOOSER else _less
    turned = {tier: turn(days) for tier, days in value.items()}
    return turned if all(1 <= days <= _MOST_DAYS for days in turned.values()) else None


def _more(number: int) -> int:
    return max(number + 1, ceil(number * _NOTCH))


def _less(number: int) -> int:
    return min(number - 1, floor(number / _NOTCH))


def _rises(numbers: list[Any]) -> bool:
    return all(one < following for one, following in pairwise(numbers))


def _plain(value: Any) -> Any:
    if isinstance(value, Cadence):
        return [value.early, value.due, value.critical]
    return list(value) if isinstance(value, tuple) else value


_TIER_CONTACT = Knob("tier contact", _contact_days)

KNOBS: dict[str, tuple[Knob, ...]] = {
    "quiet": (Knob("rhythm_levels", _scores), Knob("rhythm_longest", _number(1, 20)), _TIER_CONTACT),
    "neglect": (_TIER_CONTACT,),
    "senior": (Knob("tier senior", _tier_days), Knob("senior_grace_days", _whole(0, 365))),
    "single_thread": (Knob("single_thread_days", _whole(30, 1095)),),
    "influence": (Knob("influence_people", _whole(1, 10, more_is=Way.TIGHTER)),),
    "indirect": (Knob("tier indirect", _tier_days),),
    "meeting": (Knob("meeting_grace_days", _whole(0, 30)), Knob("tier meeting", _tier_days)),
    "remark": (Knob("remark_small_days", _whole(1, 90)), Knob("remark_big_days", _whole(1, 30))),
    "promise": (Knob("promise_ahead_days", _whole(0, 30, more_is=Way.TIGHTER)),),
    "broken": (Knob("broken_talk_days", _whole(1, 30)), Knob("broken_days", _whole(30, 1095, more_is=Way.TIGHTER))),
    "wish": (Knob("wish_ahead_days", _whole(0, 30, more_is=Way.TIGHTER)), Knob("wish_late_days", _whole(1, 30))),
    "breakdown": (Knob("breakdown_days", _whole(1, 30)), Knob("breakdown_late_days", _whole(1, 30))),
    "signals": (Knob("rescue_signals", _whole(2, 8)),),
    "step": (Knob("step_ahead_days", _whole(0, 30, more_is=Way.TIGHTER)), Knob("step_late_days", _whole(1, 60))),
    "flagship": (Knob("flagship_share", _share(0.05, 1.0)),),
    "warmdown": (Knob("warmdown_ratio", _number(1.1, 10)), Knob("warmdown_temperature", _number(0.25, 4))),
    "complacency": (Knob("complacency_years", _whole(1, 50)),),
    "staffing": (Knob("staffing_changes", _whole(1, 12)),),
    "leaving": (Knob("leaving_ask_days", _whole(1, 60, more_is=Way.TIGHTER)), Knob("leaving_late_days", _whole(1, 60))),
    "litmus": (Knob("litmus_ahead_days", _whole(0, 90, more_is=Way.TIGHTER)), Knob("litmus_late_days", _whole(1, 60))),
    "winback": (
        Knob("winback_ahead_days", _whole(0, 60, more_is=Way.TIGHTER)),
        Knob("winback_late_days", _whole(1, 60)),
    ),
    "opening": (Knob("calm_days", _whole(0, 365)),),
    "occasion": (Knob("occasion_days", _whole(1, 60, more_is=Way.TIGHTER)),),
    "thanks": (Knob("tier thanks", _tier_days),),
}
