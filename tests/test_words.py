"""The words that tables allow are those of the policy: one word for one thing."""

from __future__ import annotations

from enum import StrEnum

import pytest

from bot.endings import ExitWay
from bot.policy import Direction, Kind, Level, Status, Tier, TraitKind
from bot.titles import ContactLevel
from storage import tables


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        (Tier, tables.TIERS),
        (Status, tables.STATUSES),
        (Kind, tables.KINDS),
        (Direction, tables.DIRECTIONS),
        (Level, tables.LEVELS),
        (TraitKind, tables.TRAIT_KINDS),
        (ExitWay, tables.EXIT_WAYS),
        (ContactLevel, tables.CONTACT_LEVELS),
    ],
)
def test_the_tables_allow_exactly_the_words_of_the_policy(words: type[StrEnum], stored: tuple[str, ...]) -> None:
    assert tuple(word.value for word in words) == stored


def test_levels_grow_louder_in_the_order_in_which_they_are_stored() -> None:
    assert [Level(word).loudness for word in tables.LEVELS] == [1, 2, 3]
