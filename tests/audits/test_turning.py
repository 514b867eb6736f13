"""Where it turned: by how rare, how cool and how silent they grew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.audits.turning import Sign, Talk, Turning, turning

START = date(2025, 1, 6)


def every(days: int, count: int, since: date = START, temperature: int | None = None) -> list[Talk]:
    return [Talk(since + timedelta(days=days * place), temperature) for place in range(count)]


def signs(told: Turning | None) -> list[Sign]:
    return [turn.sign for turn in told.turns] if told else []


def test_a_steady_client_who_ends_it_shows_no_turn() -> None:
    steady = every(9, 30)
    assert turning(steady, steady[-1].on + timedelta(days=8)) is None


def test_they_turned_on_the_last_day_of_their_old_rhythm() -> None:
    before = every(7, 30)
    after = every(35, 5, before[-1].on)[1:]
    told = turning([*before, *after], after[-1].on + timedelta(days=20))
    assert told is not None
    assert told.on == before[-1].on
    rarer = next(turn for turn in told.turns if turn.sign is Sign.RARER)
    assert (round(rarer.before), round(rarer.after)) == (7, 32)


def test_they_turned_on_the_first_day_that_felt_cooler() -> None:
    warm, cool = every(10, 12, temperature=1), every(10, 6, START + timedelta(days=120), temperature=-1)
    told = turning([*warm, *cool], cool[-1].on + timedelta(days=9))
    assert told is not None
    assert (told.on, told.turns[0].before, told.turns[0].after) == (cool[0].on, 1.0, -1.0)
    assert signs(told) == [Sign.COOLER]


def test_a_silence_that_was_none_of_theirs_is_a_turn() -> None:
    steady = every(7, 40)
    told = turning(steady, steady[-1].on + timedelta(days=70))
    assert told is not None
    assert Sign.SILENT in signs(told)
    assert told.on == steady[-1].on


def test_the_earliest_sign_is_where_it_turned_and_the_others_are_told_with_it() -> None:
    warm = every(7, 25, temperature=1)
    cool = every(7, 6, warm[-1].on + timedelta(days=7), temperature=-1)
    rare = every(40, 4, cool[-1].on)[1:]
    told = turning([*warm, *cool, *rare], rare[-1].on + timedelta(days=15))
    assert told is not None
    assert told.on == cool[0].on
    assert {Sign.COOLER, Sign.RARER} <= set(signs(told))
    assert [turn.on for turn in told.turns] == sorted(turn.on for turn in told.turns)


def test_one_uneasy_talk_is_no_turn() -> None:
    talks = [*every(9, 15, temperature=1), Talk(START + timedelta(days=135), -2)]
    assert Sign.COOLER not in signs(turning(talks, START + timedelta(days=140)))


def test_what_happened_long_ago_is_not_where_it_turned() -> None:
    old, new = every(5, 20), every(20, 60, START + timedelta(days=120))
    assert turning([*old, *new], new[-1].on + timedelta(days=19)) is None


_talks = st.lists(st.builds(Talk, st.dates(START, date(2026, 12, 31)), st.none() | st.integers(-2, 2)), max_size=60)


@given(_talks, st.integers(0, 400))
def test_whatever_the_log_holds_the_turn_lies_within_it(talks: Sequence[Talk], days: int) -> None:
    ended_on = max((talk.on for talk in talks), default=START) + timedelta(days=days)
    told = turning(talks, ended_on)
    assert told == turning(list(reversed(talks)), ended_on)
    if told is not None:
        assert min(talk.on for talk in talks) <= told.on <= ended_on
        assert told.on == told.turns[0].on
