from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import rhythm
from bot.rhythm import Rhythm

START = date(2024, 1, 1)

unhurried = settings(deadline=None)
gaps = st.lists(st.integers(1, 400), max_size=60)
portfolios = st.floats(rhythm.OFFSET**0.5, 7)
levels = st.floats(0.05, 0.95)


def after(*days: int) -> Rhythm:
    """The rhythm of contacts with these gaps between them."""
    counted = rhythm.of(START + timedelta(days=at) for at in accumulate(days, initial=0))
    assert counted is not None
    return counted


@unhurried
@given(gaps, st.integers(0, 3_000), st.integers(1, 400), portfolios)
def test_the_score_rises_with_every_day_of_silence(days: list[int], silent: int, more: int, portfolio: float) -> None:
    known = after(*days)
    quiet, quieter = (rhythm.score(known, count, portfolio) for count in (silent, silent + more))
    assert 0 < quiet < quieter < 1


@unhurried
@given(gaps, levels, portfolios)
def test_a_level_is_reached_on_the_day_that_is_foretold_and_not_before(
    days: list[int], level: float, portfolio: float
) -> None:
    known = after(*days)
    reached = rhythm.days_until(known, level, portfolio)
    if reached < rhythm.PATIENCE_END:
        assert rhythm.score(known, reached, portfolio) >= level - 1e-9
    if reached:
        assert rhythm.score(known, reached - 1, portfolio) < level


@unhurried
@given(gaps, levels, levels, portfolios)
def test_a_higher_level_is_never_reached_earlier(days: list[int], one: float, other: float, portfolio: float) -> None:
    known = after(*days)
    early, late = (rhythm.days_until(known, level, portfolio) for level in sorted((one, other)))
    assert early <= late


@unhurried
@given(st.lists(st.integers(0, 900), min_size=1, max_size=50), st.randoms())
def test_contact_by_contact_it_is_what_the_whole_history_says_in_any_order(offsets: list[int], chance: object) -> None:
    days = [START + timedelta(days=at) for at in offsets]
    step_by_step: Rhythm | None = None
    for day in sorted(days):
        step_by_step = rhythm.contact(step_by_step, day)
    chance.shuffle(days)  # type: ignore[attr-defined]
    assert rhythm.of(days) == step_by_step


@unhurried
@given(gaps)
def test_a_second_contact_on_a_day_changes_nothing(days: list[int]) -> None:
    known = after(*days)
    assert rhythm.contact(known, known.last_on) is known


def test_a_day_before_the_last_is_refused() -> None:
    with pytest.raises(ValueError, match="2023-12-31 lies before the last contact on 2024-01-01"):
        rhythm.contact(after(), START - timedelta(days=1))


@unhurried
@given(gaps)
def test_it_is_kept_as_it_is(days: list[int]) -> None:
    known = after(*days)
    assert rhythm.from_json(json.loads(json.dumps(rhythm.to_json(known)))) == known


@pytest.mark.parametrize("contacts", [40, 400, 4_000])
def test_however_long_a_history_it_keeps_no_more_than_a_kilobyte(contacts: int) -> None:
    known = after(*([7, 13, 111] * contacts))
    assert len(known.gaps) == rhythm.REMEMBERED
    assert len(json.dumps(rhythm.to_json(known))) < 1_000


def test_the_three_longest_gaps_are_remembered_beyond_the_newest() -> None:
    known = after(90, 5, 200, *[7] * 50)
    assert known.longest == (200, 90, 7)


def test_a_steady_account_is_warned_of_sooner_than_one_of_the_same_usual_gap_that_comes_and_goes() -> None:
    steady, moody = after(*[14] * 12), after(*[2, 3, 40, 14, 60, 5] * 2)
    assert rhythm.days_until(steady, 0.57) < rhythm.days_until(moody, 0.57)


def test_a_quick_account_is_warned_of_sooner_than_a_slow_one() -> None:
    quick, slow = after(*[7] * 10), after(*[60] * 10)
    assert rhythm.days_until(quick, 0.57) < rhythm.days_until(slow, 0.57)


def test_a_portfolio_speaks_once_five_accounts_have_a_gap() -> None:
    slow = after(30)
    assert rhythm.prior([]) == rhythm.prior([slow] * 4) == rhythm.prior([slow] * 4 + [after()]) == rhythm.FALLBACK
    assert rhythm.prior([slow] * 5) == pytest.approx(3.6109, abs=1e-4)  # ln 37


def test_a_portfolio_matters_to_an_account_without_a_gap_of_its_own() -> None:
    assert rhythm.days_until(after(), 0.9, 2.0) < rhythm.days_until(after(), 0.9, 4.0)


def test_words_come_from_the_remembered_gaps() -> None:
    known = after(7, 9, 8, 20)
    assert rhythm.usual_gap(known) == 8.5
    assert rhythm.share_shorter(known, 9) == 0.5
    assert rhythm.share_shorter(known, 21) == 1
    assert rhythm.usual_gap(after()) is None
    assert rhythm.share_shorter(after(), 9) is None
