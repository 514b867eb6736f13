"""Which clocks a touch resets (MISSION B2), and how a workspace changes that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.policy.words import Counts, Direction, Kind, word

_TALKS = (Kind.CALL, Kind.MEETING, Kind.VISIT, Kind.VIDEO, Kind.MEAL, Kind.EMAIL, Kind.MESSAGE, Kind.EVENT)
_MEETS = frozenset({Kind.CALL, Kind.MEETING, Kind.VISIT, Kind.VIDEO, Kind.MEAL, Kind.EVENT})
#: Unlike a meeting, they need no agenda.
_IS_FOR_THEM = frozenset({Kind.VISIT, Kind.MEAL})


def default_counts() -> dict[tuple[Kind, Direction], frozenset[Counts]]:
    """What each kind and direction resets, as we have it."""
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


def counts_with(changes: Mapping[str, Any]) -> dict[tuple[Kind, Direction], frozenset[Counts]]:
    """What each kind and direction resets, with a workspace's changes laid over the defaults."""
    table = default_counts()
    for touch, resets in changes.items():
        kind, _, direction = touch.partition("/")
        of = word(Kind, kind, "a kind of touch"), word(Direction, direction, "a direction")
        table[of] = frozenset(word(Counts, name, "something that a touch resets") for name in resets)
    return table
