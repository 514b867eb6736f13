from __future__ import annotations

from bot.near import near, nearest

KEYS = ("acme", "acme labs", "hartwell stone")


def test_names_that_are_near_are_told_by_their_places_the_best_first() -> None:
    assert near("acme", KEYS, 3) == [0, 1]
    assert near("hartwel ston", KEYS, 1) == [2]


def test_what_has_only_letters_in_common_is_not_near() -> None:
    assert near("macmillan", KEYS, 3) == []
    assert nearest("xyzzy", ["Quiet", "Neglect"], 3) == []


def test_the_nearest_names_come_as_they_are_written() -> None:
    assert nearest("QUITE", ["Neglect", "Quiet"], 3) == ["Quiet"]
    assert nearest("wieght", {"weight": 1, "height": 2}, 1) == ["weight"]
