"""The words of a policy: each a fixed choice, and what it means."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

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


def word(of: type[_Word], text: str, what: str) -> _Word:
    """What a text names among the choices of a word, or a `ValueError` that lists them."""
    try:
        return of(text)
    except ValueError:
        raise ValueError(f"{text} is not {what}; it is one of {', '.join(of)}") from None
