"""The clocks of each tier, and how a workspace changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.policy.words import Tier, word


@dataclass(frozen=True, slots=True)
class Cadence:
    """Days of silence at which each level is reached."""

    early: int
    due: int
    critical: int

    @property
    def days(self) -> tuple[int, int, int]:
        """The three of them, in order."""
        return self.early, self.due, self.critical

    def at_most(self, most: Cadence) -> Cadence:
        """Each level no later than another cadence has it."""
        return Cadence(*map(min, self.days, most.days))

    def at_least(self, least: Cadence) -> Cadence:
        """Each level no sooner than another cadence has it."""
        return Cadence(*map(max, self.days, least.days))


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """The clocks of one tier, in days (litmus: months)."""

    contact: Cadence
    senior: int
    indirect: int
    meeting: int
    thanks: int
    litmus_months: int


DEFAULT_TIERS = {
    Tier.KEY: TierPolicy(Cadence(10, 14, 21), senior=60, indirect=60, meeting=60, thanks=45, litmus_months=6),
    Tier.STANDARD: TierPolicy(Cadence(21, 30, 45), senior=90, indirect=90, meeting=90, thanks=90, litmus_months=12),
    Tier.LIGHT: TierPolicy(Cadence(45, 60, 90), senior=180, indirect=180, meeting=180, thanks=180, litmus_months=12),
}

_MOST_DAYS, _MOST_MONTHS = 1095, 60


def tiers_with(changes: Mapping[str, Mapping[str, Any]]) -> dict[Tier, TierPolicy]:
    """The clocks of every tier, with what differs in some laid over the defaults."""
    changed = {word(Tier, name, "a tier"): clocks for name, clocks in changes.items()}
    return {tier: _tier_with(tier, changed.get(tier, {})) for tier in Tier}


def _tier_with(tier: Tier, changes: Mapping[str, Any]) -> TierPolicy:
    known = [f.name for f in fields(TierPolicy)]
    unknown = sorted(set(changes) - set(known))
    if unknown:
        raise ValueError(f"{unknown[0]} is not a clock of a tier; it is one of {', '.join(known)}")
    return replace(DEFAULT_TIERS[tier], **{clock: _clock(clock, value) for clock, value in changes.items()})


def _clock(clock: str, value: Any) -> Any:
    if clock == "contact":
        days = list(value) if isinstance(value, (list, tuple)) else []
        if len(days) != 3 or not all(_is_whole(day, _MOST_DAYS) for day in days) or not days[0] < days[1] < days[2]:
            raise ValueError("contact takes three days that ascend, early, due and critical, like 10 14 21")
        return Cadence(*days)
    most, unit = (_MOST_MONTHS, "months") if clock == "litmus_months" else (_MOST_DAYS, "days")
    if not _is_whole(value, most):
        raise ValueError(f"{clock.removesuffix('_months')} takes one whole number of {unit}, from 1 to {most:,}")
    return value


def _is_whole(value: Any, most: int) -> bool:
    return type(value) is int and 1 <= value <= most
