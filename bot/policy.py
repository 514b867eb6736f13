"""What a workspace may change, with its defaults (MISSION, section C)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

_Word = TypeVar("_Word", bound=StrEnum)


class Tier(StrEnum):
    """How much attention an account is promised."""

    KEY = "key"
    STANDARD = "standard"
    LIGHT = "light"

    @property
    def tighter(self) -> Tier:
        """The next tighter tier; `key` is its own."""
        return Tier.KEY if self is not Tier.LIGHT else Tier.STANDARD


class Status(StrEnum):
    """Where an account stands with us."""

    ACTIVE = "active"
    RESCUE = "rescue"
    LEAVING = "leaving"
    LOST = "lost"
    PAUSED = "paused"


class Kind(StrEnum):
    """What a touch was."""

    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"
    VIDEO = "video"
    MEAL = "meal"
    EMAIL = "email"
    MESSAGE = "message"
    EVENT = "event"
    THANKS = "thanks"
    DELIVERY = "delivery"
    ATTEMPT = "attempt"
    NOTE = "note"


class Direction(StrEnum):
    """Who spoke in a touch."""

    TWO_WAY = "two-way"
    FROM_CLIENT = "from-client"
    TO_CLIENT = "to-client"


class Sign(StrEnum):
    """What somebody of ours may notice after a conversation, and should worry about (MISSION B5)."""

    EXPORTS = "exports"
    SLOWER = "slower"
    FEWER = "fewer"
    DISENGAGED = "disengaged"
    POSTPONED = "postponed"


class TraitKind(StrEnum):
    """What is good to know of a client (MISSION A8)."""

    PROUD = "proud"
    MILESTONE = "milestone"
    ANNIVERSARY = "anniversary"
    BURDEN = "burden"


class Level(StrEnum):
    """How loud a nudge is. Compare with `loudness`, never as text."""

    EARLY = "early"
    DUE = "due"
    CRITICAL = "critical"

    loudness: int  # 1 for early, 2 for due, 3 for critical


class Band(StrEnum):
    """How an account stands by its litmus test, the best first."""

    STRONG = "strong"
    SOUND = "sound"
    SHAKY = "shaky"
    AT_RISK = "at-risk"


class Manner(StrEnum):
    """How a nudge is said."""

    USUAL = "usual"  # in the day's message, and in the channel when it is due
    URGENT = "urgent"  # at once, whatever the hour, to whoever sees to it and in the channel
    PRIVATE = "private"  # never in a channel


NOTHING = "nothing"  # in the place of a level that is heard of

for _place, _level in enumerate(Level, start=1):
    _level.loudness = _place


class Counts(StrEnum):
    """The clocks that a touch can reset."""

    CONTACT = "contact"  # they spoke with us: the quiet clock
    REACH = "reach"  # we reached out: the neglect clock
    MET = "met"  # the client's people in it count as met: the senior clock
    THANKS = "thanks"  # recognition, or a visit: the significance clock


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
    thanks: int
    litmus_months: int


_TIERS = {
    Tier.KEY: TierPolicy(Cadence(10, 14, 21), senior=60, indirect=60, thanks=45, litmus_months=6),
    Tier.STANDARD: TierPolicy(Cadence(21, 30, 45), senior=90, indirect=90, thanks=90, litmus_months=12),
    Tier.LIGHT: TierPolicy(Cadence(45, 60, 90), senior=180, indirect=180, thanks=180, litmus_months=12),
}

_TALKS = (Kind.CALL, Kind.MEETING, Kind.VISIT, Kind.VIDEO, Kind.MEAL, Kind.EMAIL, Kind.MESSAGE, Kind.EVENT)
_MEETS = frozenset({Kind.CALL, Kind.MEETING, Kind.VISIT, Kind.VIDEO, Kind.MEAL, Kind.EVENT})
#: Unlike a meeting, they need no agenda.
_IS_FOR_THEM = frozenset({Kind.VISIT, Kind.MEAL})


def _default_counts() -> dict[tuple[Kind, Direction], frozenset[Counts]]:
    """Which kind and direction resets which clock (MISSION B2)."""
    table: dict[tuple[Kind, Direction], frozenset[Counts]] = {}
    for kind in _TALKS:
        met = frozenset({Counts.MET}) if kind in _MEETS else frozenset[Counts]()
        thanks = frozenset({Counts.THANKS}) if kind in _IS_FOR_THEM else frozenset[Counts]()
        table[kind, Direction.TWO_WAY] = frozenset({Counts.CONTACT, Counts.REACH}) | met | thanks
        table[kind, Direction.FROM_CLIENT] = frozenset({Counts.CONTACT})
        table[kind, Direction.TO_CLIENT] = frozenset({Counts.REACH})
    for direction in Direction:
        contact = frozenset({Counts.CONTACT}) if direction is not Direction.TO_CLIENT else frozenset[Counts]()
        reach = frozenset({Counts.REACH}) if direction is not Direction.FROM_CLIENT else frozenset[Counts]()
        table[Kind.THANKS, direction] = contact | reach | {Counts.THANKS}
        table[Kind.DELIVERY, direction] = contact | reach
        table[Kind.ATTEMPT, direction] = frozenset({Counts.REACH})
        table[Kind.NOTE, direction] = frozenset()
    return table


@dataclass(frozen=True)
class Policy:
    """One workspace's settings for rules, clocks and nudges. Hours are local to whoever is concerned."""

    tiers: dict[Tier, TierPolicy] = field(default_factory=lambda: dict(_TIERS))
    counts: dict[tuple[Kind, Direction], frozenset[Counts]] = field(default_factory=_default_counts)
    new_account_days: int = 90  # so long a new account is watched as the next tighter tier
    senior_grace_days: int = 14  # after so many days with nobody senior known, the gap is due
    single_thread_days: int = 365  # a person of ours "knows" the account if they met within so many days
    influence_people: int = 3  # people of ours whom everyone who can hire or fire us should know; 0: not watched
    flagship_share: float = 0.25  # of all value, or of one owner's touches
    flagship_accounts: int = 4  # among fewer accounts, every one is a large share
    flagship_touches: int = 20  # of fewer touches, a share says nothing
    flagship_touch_days: int = 90
    meeting_grace_days: int = 2  # working days after a meeting that went by; the first is there to log it
    remark_big_days: int = 2  # working days to answer what a client said, where it is big
    remark_small_days: int = 10
    remark_late_days: int = 3  # working days after the day an answer was due, when it becomes urgent
    audit_days: int = 14  # days after a loss until its audit is to be done
    audit_late_days: int = 5  # working days after that, when it becomes urgent
    rescue_key_hours: int = 4  # working hours to the first contact once a rescue of a key account was opened
    rescue_hours: int = 8  # of any other account
    rescue_review_hours: int = 48  # hours after which a rescue is looked at again
    rescue_signals: int = 3  # so many signals together suggest a rescue, one fewer is early; 0: not watched
    promise_ahead_days: int = 2  # working days before the day of a promise, when it is first said
    promise_late_days: int = 1  # working days after the day, when one of ours becomes urgent
    broken_days: int = 365  # so long a broken promise counts
    broken_talk_days: int = 2  # working days to speak with them after one of ours was broken
    wish_ahead_days: int = 3  # working days before a wish is due, when it is first said; fewer for what comes often
    wish_late_days: int = 5  # working days after it was due, when it becomes urgent
    breakdown_days: int = 2  # working days to recover what broke
    breakdown_late_days: int = 3  # working days more, when it becomes urgent; and to verify what was recovered
    step_ahead_days: int = 2  # working days before the day of a plan's step, when it is first said
    step_late_days: int = 5  # working days after its day, when it has stalled
    voice_days: int = 90  # within so many days somebody beside the owner should have spoken of an account
    warmdown_temperature: float = 1.0  # so many degrees down in the mean are a sign of cooling
    warmdown_ratio: float = 1.75  # gaps so many times as long are one, too
    complacency_years: int = 3  # a client for so long is taken for granted easily; 0: not watched
    staffing_changes: int = 2  # so many changes of owner are a warning sign; 0: not watched
    staffing_days: int = 365  # within so many days
    occasion_days: int = 7  # days before a day of theirs, when it is first said; 0: not watched
    rhythm_levels: tuple[float, float, float] = (0.4, 0.75, 0.85)  # scores (bot.rhythm) of early, due and critical
    rhythm_bounds: tuple[float, float] = (0.5, 4.0)  # the least and the most that a rhythm makes of the tier's days
    rhythm_longest: float = 2.5  # times their longest gap in memory after which a silence is due at the latest
    budget: int = 7  # cards a person sees in a day
    daily_hour: int = 9
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)  # Monday is 0
    working_hours: tuple[int, int] = (9, 18)
    days_off: frozenset[date] = frozenset()
    country: str = ""  # ISO 3166 code, for public holidays; empty: none
    untouched_days: int = 3  # working days after which a nudge nobody acted on goes to the lead; 0: never
    critical_to_lead: bool = True  # the lead hears of it as soon as it is critical
    channels_hear: str = Level.DUE.value  # the level from which on channels hear, or `nothing`
    storm: int = 5  # more posts than this for one channel at once become one summary

    def resets(self, kind: Kind, direction: Direction) -> frozenset[Counts]:
        """The clocks that a touch of this kind and direction resets."""
        return self.counts.get((kind, direction), frozenset())

    def channels_hear_of(self, level: Level) -> bool:
        """Whether the channels of an account hear a nudge of a level, too."""
        return self.channels_hear != NOTHING and level.loudness >= Level(self.channels_hear).loudness

    def tier(self, tier: Tier) -> TierPolicy:
        """The clocks of a tier."""
        return self.tiers[tier]

    @classmethod
    def from_overrides(cls, overrides: dict[str, Any]) -> Policy:
        """Defaults with a workspace's stored changes laid over them.

        `tiers` holds what differs in some tiers: `{"key": {"contact": [10, 14, 21], "senior": 60}}`; `counts` what
        some touches reset: `{"email/to-client": ["reach"]}`. Unknown names raise `ValueError` naming them, and so do
        a week without a working day, and days that are none or do not ascend.
        """
        unknown = sorted(set(overrides) - {f.name for f in fields(cls)})
        if unknown:
            raise ValueError(f"not a setting: {', '.join(unknown)}")
        values = dict(overrides)
        for name in ("working_days", "working_hours", "rhythm_levels", "rhythm_bounds"):
            if name in values:
                values[name] = tuple(values[name])
        if values.get("working_days", (0,)) == ():
            raise ValueError("working_days: a week has at least one working day")
        if "days_off" in values:
            values["days_off"] = frozenset(date.fromisoformat(day) for day in values["days_off"])
        values["tiers"] = _tiers_with(overrides.get("tiers", {}))
        values["counts"] = _default_counts() | _counts_of(overrides.get("counts", {}))
        return cls(**values)


_MOST_DAYS, _MOST_MONTHS = 1095, 60


def _tiers_with(changes: Mapping[str, Mapping[str, Any]]) -> dict[Tier, TierPolicy]:
    changed = {_word(Tier, name, "a tier"): clocks for name, clocks in changes.items()}
    return {tier: _tier_with(tier, changed.get(tier, {})) for tier in Tier}


def _tier_with(tier: Tier, changes: Mapping[str, Any]) -> TierPolicy:
    known = [f.name for f in fields(TierPolicy)]
    unknown = sorted(set(changes) - set(known))
    if unknown:
        raise ValueError(f"{unknown[0]} is not a clock of a tier; it is one of {', '.join(known)}")
    return replace(_TIERS[tier], **{clock: _clock(clock, value) for clock, value in changes.items()})


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


def _counts_of(changes: Mapping[str, Any]) -> dict[tuple[Kind, Direction], frozenset[Counts]]:
    table: dict[tuple[Kind, Direction], frozenset[Counts]] = {}
    for name, resets in changes.items():
        kind, _, direction = name.partition("/")
        of = _word(Kind, kind, "a kind of touch"), _word(Direction, direction, "a direction")
        table[of] = frozenset(_word(Counts, word, "something that a touch resets") for word in resets)
    return table


def _word(of: type[_Word], text: str, what: str) -> _Word:
    try:
        return of(text)
    except ValueError:
        raise ValueError(f"{text} is not {what}; it is one of {', '.join(of)}") from None
