"""What somebody of ours asked for: when and how often they hear of what. Plain data, kept as JSON on the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Event(StrEnum):
    """What there is to hear of."""

    NUDGES = "nudges"  # about accounts that are one's own, or that one stands in for
    LEAD = "lead"  # what one hears as a lead, or as an admin where nobody else can be told
    DIGEST = "digest"


class Frequency(StrEnum):
    """How often it comes."""

    DAILY = "daily"
    WEEKLY = "weekly"  # on the morning of the digest
    HOME = "home"  # on their Home alone: no message, and nobody stands in for them
    MONTHLY = "monthly"  # only the report
    NEVER = "never"


#: Of nudges, whoever hears them and of whatever rule.
OF_NUDGES = (Frequency.DAILY, Frequency.WEEKLY, Frequency.HOME, Frequency.NEVER)
CHOICES: Mapping[Event, tuple[Frequency, ...]] = {
    Event.NUDGES: OF_NUDGES,
    Event.LEAD: OF_NUDGES,
    Event.DIGEST: (Frequency.WEEKLY, Frequency.MONTHLY, Frequency.NEVER),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's. `daily_hour`: None is the workspace's; `muted_until`: the last quiet day, where they are.

    `rules`: by key of a rule, how often its nudges come, whatever holds for the others.
    """

    daily_hour: int | None = None
    muted_until: date | None = None
    frequencies: Mapping[Event, Frequency] = field(default_factory=dict)
    rules: Mapping[str, Frequency] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Preferences:
        """From what is kept; None: nothing was asked for. What only another version knows is left out."""
        told = kept or {}
        muted = told.get("muted_until")
        frequencies = {
            Event(event): Frequency(often)
            for event, often in told.get("frequencies", {}).items()
            if often in CHOICES.get(event, ())
        }
        rules = {rule: Frequency(often) for rule, often in told.get("rules", {}).items() if often in OF_NUDGES}
        return cls(told.get("daily_hour"), date.fromisoformat(muted) if muted else None, frequencies, rules)

    def to_json(self) -> dict[str, Any] | None:
        """In the form that is kept: only what was asked for; None: nothing."""
        asked = {event.value: often.value for event, often in sorted(self.frequencies.items())}
        told = {
            "daily_hour": self.daily_hour,
            "muted_until": self.muted_until.isoformat() if self.muted_until else None,
            "frequencies": asked or None,
            "rules": {rule: often.value for rule, often in sorted(self.rules.items())} or None,
        }
        return {name: value for name, value in told.items() if value is not None} or None

    def how_often(self, event: Event, rule: str = "") -> Frequency:
        """How often something comes, as by default where nothing was asked for; what was said of a rule goes first."""
        own = None if event is Event.DIGEST else self.rules.get(rule)
        return own or self.frequencies.get(event, CHOICES[event][0])

    def is_muted(self, day: date) -> bool:
        """Whether a local day of theirs is to be quiet."""
        return self.muted_until is not None and day <= self.muted_until


NONE = Preferences()
