from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.audits.parts import PARTS, SLIP, Part, parts, within

START = datetime(2026, 5, 1, tzinfo=UTC)
NAMES = ("U0ANA", "U0BEN", "U0CHRIS")


@dataclass(frozen=True)
class Told:
    at: datetime
    deed: str
    subject_id: str | None = "1"
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def hour(count: float) -> datetime:
    return START + timedelta(hours=count)


def test_who_hands_something_over_had_it_from_its_beginning_until_then() -> None:
    made = Told(hour(0), "promise.make", after={"owner_id": "U0ANA", "text": "figures"})
    moved = Told(hour(50), "promise.move", before={"owner_id": "U0ANA"}, after={"owner_id": "U0BEN"})
    assert [*parts([made, moved], PARTS, {})] == [
        Part("promise", "1", "U0ANA", hour(0), hour(50)),
        Part("promise", "1", "U0BEN", hour(50)),
    ]


def test_what_began_without_a_word_is_told_when_it_did_or_counts_in_doubt() -> None:
    moved = Told(hour(5), "step.move", before={"owner_id": "U0ANA"}, after={"owner_id": "U0BEN"})
    [known, _] = parts([moved], PARTS, {"1": hour(4)})
    [unknown, _] = parts([moved], PARTS, {})
    assert (known.since, known.says(None)) == (hour(4), False)
    assert (unknown.since, unknown.says(None)) == (None, True)


def test_rows_about_anything_else_say_nothing() -> None:
    rows = [
        Told(hour(0), "account.edit", after={"owner_id": "U0ANA"}),
        Told(hour(1), "promise.kept", after={"state": "kept"}),
        Told(hour(2), "promise.make", subject_id=None, after={"owner_id": "U0ANA"}),
    ]
    assert [*parts(rows, PARTS, {})] == []


def test_a_slip_says_nothing_unless_it_was_put_right_once_the_account_had_ended() -> None:
    quick = Part("touch", "1", "U0ANA", hour(0), hour(2))
    assert not quick.says(None)
    assert not quick.says(hour(3))
    assert quick.says(hour(1))
    assert Part("touch", "1", "U0ANA", hour(0), hour(0) + SLIP).says(None)


def test_what_of_a_part_falls_into_stays_elsewhere() -> None:
    part = Part("touch", "1", "U0ANA", hour(2), hour(9))
    stays = [Part("touch", "1", "A0", None, hour(1)), Part("touch", "1", "A0", hour(1), hour(4))]
    assert [*within(part, [*stays, Part("touch", "1", "A0", hour(8))])] == [
        Part("touch", "1", "U0ANA", hour(2), hour(4)),
        Part("touch", "1", "U0ANA", hour(8), hour(9)),
    ]


@given(st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=8))
def test_whoever_was_ever_named_has_a_part_and_nobody_has_two_at_once(named: list[set[str]]) -> None:
    rows = [
        Told(hour(place), "touch.edit", before={"people": sorted(old)}, after={"people": sorted(new)})
        for place, (old, new) in enumerate(zip([set(), *named], named, strict=False))
    ]
    found = [*parts(rows, PARTS, {})]
    assert {part.person_id for part in found} == set().union(*named)
    assert {part.person_id for part in found if part.until is None} == named[-1]
    for name in NAMES:
        mine = sorted((part for part in found if part.person_id == name), key=lambda part: part.since or START)
        assert all(one.until and other.since and one.until <= other.since for one, other in pairwise(mine))
