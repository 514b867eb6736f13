from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.time_machine import TimeMachine


def test_it_runs_with_the_real_clock_until_somebody_travels() -> None:
    real = datetime(2026, 5, 12, 8, tzinfo=UTC)
    machine = TimeMachine(lambda: real)
    assert machine.now() == real
    assert machine.advance(timedelta(days=1)) == machine.now() == real + timedelta(days=1)


def test_nobody_travels_back() -> None:
    with pytest.raises(ValueError, match="ahead"):
        TimeMachine().advance(timedelta(seconds=-1))


def test_now_is_aware_utc() -> None:
    assert TimeMachine().now().utcoffset() == timedelta()
