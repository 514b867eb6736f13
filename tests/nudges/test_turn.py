from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.turn import Turn, rings_at, turn
from bot.policy import Level
from bot.rules import Verdict
from storage.tables import Clock, Nudge

START = datetime(2026, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def verdict(*hours: int) -> Verdict:
    """Early, due and critical at so many hours after the start."""
    steps = tuple((START + hour * HOUR, level) for hour, level in zip(sorted(hours), Level, strict=False))
    return Verdict("silence", "", steps, reason=f"{hours}", clears="a call", threshold="")


def clock(**columns: Any) -> Clock:
    return Clock(team_id="T", account_id="A", rule="silence", **columns)


def take(turning: Clock, nudge: Nudge | None, said: Verdict | None, hour: int) -> Turn:
    now = START + hour * HOUR
    done = turn(turning, nudge, said, now)
    turning.rings_at = rings_at(done, (), now)
    return done


verdicts = st.lists(st.integers(1, 100), max_size=3, unique=True).map(lambda hours: verdict(*hours))
moments = st.lists(st.integers(0, 120), min_size=1, max_size=12).map(sorted)


@given(said=st.lists(verdicts, min_size=12, max_size=12), hours=moments, snooze=st.none() | st.integers(0, 60))
def test_a_clock_and_its_nudge_always_agree_with_the_verdict(
    said: list[Verdict], hours: list[int], snooze: int | None
) -> None:
    turning = clock(snoozed_until=None if snooze is None else START + snooze * HOUR)
    nudge: Nudge | None = None
    opened = 0
    for hour, now_said in zip(hours, said, strict=False):
        done = take(turning, nudge, now_said, hour)
        opened += done.opened
        nudge = done.nudge
        now = START + hour * HOUR
        snoozed = snooze is not None and hour < snooze
        level = None if snoozed else now_said.level_at(now)

        assert turning.level == level == (nudge.level if nudge else None)
        assert turning.episode == opened
        assert turning.rings_at is None or turning.rings_at > now
        assert nudge is None or nudge.reason == now_said.reason
        assert (done.closing is not None) <= done.revised


@given(said=verdicts, hour=st.integers(0, 120))
def test_a_second_turn_at_the_same_moment_changes_nothing(said: Verdict, hour: int) -> None:
    turning = clock()
    first = take(turning, None, said, hour)
    before = turning.model_dump()

    second = take(turning, first.nudge, said, hour)

    assert turning.model_dump() == before
    assert not second.opened
    assert not second.revised
    assert second.nudge is first.nudge


def test_a_card_is_shown_anew_once_whom_it_was_about_is_gone() -> None:
    turning, about_jane = clock(), replace(verdict(1), contact_id="jane")
    nudge = take(turning, None, verdict(1), 2).nudge
    assert not take(turning, nudge, about_jane, 3).revised
    assert not take(turning, nudge, about_jane, 4).revised
    assert take(turning, nudge, verdict(1), 5).revised


@given(said=verdicts, hour=st.integers(0, 100))
def test_a_clock_that_is_looked_at_when_it_rings_misses_no_level(said: Verdict, hour: int) -> None:
    turning, nudge, levels = clock(), None, []
    at: datetime | None = START
    while at is not None:
        done = turn(turning, nudge, said, at)
        nudge = done.nudge
        levels.append(turning.level)
        at = rings_at(done, (), at)

    assert [level for level in levels if level] == [level for _, level in said.steps]


def test_a_nudge_put_aside_is_opened_anew_only_when_it_gets_louder() -> None:
    turning = clock(level="due", episode=1)

    assert take(turning, None, verdict(1, 2, 9), 5).nudge is None
    assert take(turning, None, verdict(1, 2, 9), 9).opened


def test_quieter_is_shown_and_not_said() -> None:
    turning = clock()
    loud = take(turning, None, verdict(1, 2, 3), 4)
    raised_at = loud.nudge.raised_at if loud.nudge else None

    quiet = take(turning, loud.nudge, verdict(1, 9, 10), 5)

    assert quiet.nudge
    assert (quiet.nudge.level, quiet.nudge.raised_at, quiet.revised) == (Level.EARLY, raised_at, True)


def test_what_passes_by_itself_is_looked_at_when_it_is_over_and_closed_then() -> None:
    turning, said = clock(), replace(verdict(1, 3), until=START + 9 * HOUR)
    rung = take(turning, None, said, 4)
    assert rung.nudge
    assert turning.rings_at == START + 9 * HOUR

    passed = take(turning, rung.nudge, said, 9)

    assert (passed.nudge, passed.closing) == (None, rung.nudge)
    assert turning.model_dump(include={"level", "rings_at"}) == {"level": None, "rings_at": None}


def test_a_snooze_that_outlasts_what_it_was_about_is_looked_at_when_it_ends() -> None:
    turning, said = clock(snoozed_until=START + 20 * HOUR), replace(verdict(1), until=START + 9 * HOUR)

    take(turning, None, said, 4)

    assert turning.rings_at == START + 20 * HOUR
