"""The story of an account that was lost, from the log, without a name of ours: what happened, and what was left. Pure.

Blameless: a moment says what happened between us and the client, never who of ours did or did not do it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.audits.turning import Talk, Turning, turning

AROUND = timedelta(days=21)  # so near to the turn, something may have to do with it


class Happened(StrEnum):
    """What a moment was."""

    BEGAN = "began"
    COOL = "cool"  # a talk that felt uneasy, or worse
    SIGNS = "signs"  # of warning, that somebody saw
    SAID = "said"  # a remark
    WARNED = "warned"  # a nudge that was due, or louder
    NOT_KEPT = "not_kept"  # a promise of ours
    THEIRS_NOT_KEPT = "theirs_not_kept"
    BROKE = "broke"
    RECOVERED = "recovered"
    STAFFING = "staffing"  # somebody else keeps the account
    CONTACT_LEFT = "contact_left"
    RESCUE = "rescue"
    LAST_TALK = "last_talk"
    LEAVING = "leaving"
    EXIT = "exit"
    ENDED = "ended"


class Left(StrEnum):
    """What was left undone, as far as the log tells."""

    SAID = "said"  # a remark without an answer
    ANSWERED_LATE = "answered_late"
    NOT_KEPT = "not_kept"
    OPEN_PROMISE = "open_promise"
    WISH = "wish"
    BROKE = "broke"  # not verified to work again
    UNTOUCHED = "untouched"  # a warning that nobody acted on for days
    SNOOZED = "snoozed"
    STANDING = "standing"  # a warning that still stood when it ended


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened on a day. `quote`: words of theirs or of a note; `detail`: a rule, a title, a number."""

    on: date
    what: Happened
    quote: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """Something that was left. `count`: how often, where the same was left again and again."""

    on: date
    what: Left
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Story:
    """An account from its first day on record to its end."""

    began_on: date
    ended_on: date
    moments: tuple[Moment, ...]
    undone: tuple[Undone, ...]
    turning: Turning | None
    talks: int
    kinds: tuple[tuple[str, int], ...] = ()  # touches by kind, the most first

    def around(self, day: date) -> list[Moment]:
        """What happened near a day."""
        return [moment for moment in self.moments if abs(moment.on - day) <= AROUND]


def told(
    began_on: date,
    ended_on: date,
    talks: Sequence[Talk],
    moments: Iterable[Moment],
    undone: Iterable[Undone],
    kinds: Iterable[str] = (),
) -> Story:
    """A story put together: in order, with where it turned, and what was left again and again told once."""
    known = sorted({talk.on for talk in talks if talk.on <= ended_on})
    ends = [Moment(began_on, Happened.BEGAN), Moment(ended_on, Happened.ENDED)]
    last = [Moment(known[-1], Happened.LAST_TALK)] if known else []
    order = list(Happened)
    return Story(
        began_on=began_on,
        ended_on=ended_on,
        moments=tuple(sorted([*ends, *last, *moments], key=lambda one: (one.on, order.index(one.what), one.quote))),
        undone=tuple(_gathered(undone)),
        turning=turning(talks, ended_on),
        talks=len(known),
        kinds=tuple(Counter(kinds).most_common()),
    )


def _gathered(undone: Iterable[Undone]) -> list[Undone]:
    """The same thing that was left again and again, once, from the first day on."""
    found: dict[tuple[Left, str], Undone] = {}
    for one in sorted(undone, key=lambda one: one.on):
        before = found.get((one.what, one.text))
        found[one.what, one.text] = Undone(before.on, one.what, one.text, before.count + 1) if before else one
    order = list(Left)
    return sorted(found.values(), key=lambda one: (order.index(one.what), one.on))
