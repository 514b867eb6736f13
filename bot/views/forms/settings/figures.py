"""What is known of the last month, or year, by which a change that moves no clock is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.lately.figures import Figure, NextRound

DAYS, YEAR = 30, 365
Rooms = Mapping[str, Mapping[tuple[str, str], int]]  # by channel, how many nudges of each rule and level


@dataclass(frozen=True, slots=True)
class Lately:
    """What was heard in the last `DAYS`. `cards`: messages of a day by cards; `levels`: nudges by how loud they got.

    `untouched`: open nudges that lie for so many working days; `no_channel`: accounts without a channel of their own;
    `rooms`: by the channel where they are told, nudges by rule and level;
    `silent`: channels that choose otherwise and are no room;
    `figures`: by setting, of those that are changed.
    """

    cards: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    untouched: Mapping[int, int] = field(default_factory=dict)
    no_channel: int = 0
    rooms: Rooms = field(default_factory=dict)
    silent: Collection[str] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    next_round: NextRound = field(default_factory=NextRound)
