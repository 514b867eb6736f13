from __future__ import annotations

from typing import Any

import pytest

from bot.work.overrides import laid_over

STORED: dict[str, Any] = {
    "budget": 5,
    "tiers": {"key": {"contact": [7, 10, 15], "senior": 30}, "light": {"thanks": 300}},
    "counts": {"email/to-client": ["contact", "reach"]},
}


@pytest.mark.parametrize(
    ("changes", "name", "laid"),
    [
        ({"budget": 9}, "budget", 9),
        ({"budget": None}, "budget", None),
        (
            {"tiers": {"key": {"senior": 45}}},
            "tiers",
            STORED["tiers"] | {"key": {"contact": [7, 10, 15], "senior": 45}},
        ),
        ({"tiers": {"key": {"senior": None}}}, "tiers", STORED["tiers"] | {"key": {"contact": [7, 10, 15]}}),
        ({"tiers": {"key": None}}, "tiers", {"light": {"thanks": 300}}),
        ({"tiers": {"key": None, "light": {"thanks": None}}}, "tiers", None),
        ({"counts": {"email/to-client": []}}, "counts", {"email/to-client": []}),
        ({"counts": {"call/to-client": ["reach"]}}, "counts", STORED["counts"] | {"call/to-client": ["reach"]}),
        ({"counts": {"email/to-client": None}}, "counts", None),
    ],
)
def test_a_change_is_laid_over_what_is_stored_and_none_is_the_default(
    changes: dict[str, Any], name: str, laid: object
) -> None:
    after = laid_over(STORED, changes)
    assert after.get(name) == laid
    assert {key: value for key, value in after.items() if key != name} == {
        key: value for key, value in STORED.items() if key != name
    }


def test_what_is_stored_stays_as_it_is() -> None:
    before = repr(STORED)
    laid_over(STORED, {"tiers": {"key": {"senior": 45}}, "counts": {"email/to-client": None}})
    assert repr(STORED) == before
