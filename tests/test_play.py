from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock_ahead
from bot.app import system_now
from bot.play import DATABASE, playground

A_LITTLE = timedelta(minutes=5)


def test_how_far_a_playgrounds_clock_is_ahead_is_kept_beside_its_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.play._furnish", lambda *_: None)
    database = tmp_path / DATABASE
    assert clock_ahead.of(database) == timedelta()
    with playground(data=tmp_path) as at:
        at_first = clock_ahead.of(database)
        assert abs(at.running.tend.now() - system_now() - at_first) < A_LITTLE
        assert at.slack.on_travel
        at.slack.on_travel(200)
        assert abs(clock_ahead.of(database) - at_first - timedelta(hours=200)) < A_LITTLE
        left = at.running.tend.now()

    with playground(data=tmp_path) as again:
        assert timedelta() <= again.running.tend.now() - left < A_LITTLE
