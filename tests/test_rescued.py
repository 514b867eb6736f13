from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.policy import Counts, Direction, Kind, Policy
from bot.rescued import Reached, Since, counted_at, reached

OPENED = datetime(2026, 5, 12, 14, tzinfo=UTC)
POLICY = Policy()


def since(number: int, kind: Kind, direction: Direction, hours: float = 1) -> Since:
    return Since(f"t{number}", OPENED + timedelta(hours=hours), POLICY.resets(kind, direction))


def test_a_talk_reaches_them() -> None:
    assert reached([since(1, Kind.CALL, Direction.TWO_WAY)]) == Reached(OPENED + timedelta(hours=1), "t1", 0)


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        (Kind.NOTE, Direction.TWO_WAY),
        (Kind.ATTEMPT, Direction.TWO_WAY),
        (Kind.EMAIL, Direction.TO_CLIENT),
        (Kind.DELIVERY, Direction.TO_CLIENT),
        (Kind.EMAIL, Direction.FROM_CLIENT),  # they write once more, and are still waiting
    ],
)
def test_what_did_not_get_through_or_was_no_word_of_ours_does_not(kind: Kind, direction: Direction) -> None:
    assert reached([since(1, kind, direction)]).at is None


def test_an_answer_to_what_we_wrote_reaches_them_and_tries_before_are_counted() -> None:
    told = [
        since(1, Kind.EMAIL, Direction.FROM_CLIENT, 1),
        since(2, Kind.ATTEMPT, Direction.TWO_WAY, 2),
        since(3, Kind.EMAIL, Direction.TO_CLIENT, 3),
        since(4, Kind.EMAIL, Direction.FROM_CLIENT, 4),
        since(5, Kind.CALL, Direction.TWO_WAY, 5),
    ]
    assert reached(reversed(told)) == Reached(OPENED + timedelta(hours=4), "t4", 2)


def test_it_goes_by_what_the_workspace_counts() -> None:
    policy = Policy.from_overrides({"counts": {"call/two-way": ["reach"], "message/to-client": ["contact", "reach"]}})
    call = Since("t1", OPENED, policy.resets(Kind.CALL, Direction.TWO_WAY))
    message = Since("t2", OPENED, policy.resets(Kind.MESSAGE, Direction.TO_CLIENT))
    assert reached([call]).at is None
    assert reached([message]).touch_id == "t2"
    assert Counts.MET not in message.resets


def touch(occurred: float, logged: float, source: str = "form") -> Any:
    at = {name: OPENED + timedelta(hours=hours) for name, hours in (("occurred_at", occurred), ("logged_at", logged))}
    return SimpleNamespace(opened_at=OPENED, source=source, **at)


def test_a_touch_counts_from_when_it_happened() -> None:
    assert counted_at(touch(2, 5)) == OPENED + timedelta(hours=2)


def test_a_talk_of_today_that_is_known_by_the_day_alone_counts_as_it_was_logged() -> None:
    assert counted_at(touch(-2, 1)) == OPENED + timedelta(hours=1)  # “today” stands at noon, and it is three


@pytest.mark.parametrize("source", ["channel", "calendar", "csv", "intake", "message"])
def test_what_is_known_by_the_hour_and_was_before_does_not_count(source: str) -> None:
    assert counted_at(touch(-2, 1, source)) is None


def test_what_was_yesterday_does_not_count() -> None:
    assert counted_at(touch(-26, 1)) is None
