from __future__ import annotations

from datetime import UTC, datetime
from math import log

from bot.backtest.months import merged, month_of, summed
from bot.backtest.past import Past
from bot.facts import OwnerTouches, Portfolio
from bot.policy import Direction, Kind
from bot.rhythm import FALLBACK
from tests.backtest.pasts import EVERY_DAY, POLICY, at, day, past, talks, touch

UNTIL = at(200)
MARCH, APRIL, MAY = (2024, 3), (2024, 4), (2024, 5)


def months(*accounts: Past) -> dict[tuple[int, int], Portfolio]:
    return merged(summed([(one, EVERY_DAY)], POLICY, UNTIL) for one in accounts)


def named(name: str, *days: float, **changes: object) -> Past:
    return past(talks(*days), account_id=name, **changes)


def test_a_month_is_that_of_utc() -> None:
    assert month_of(datetime(2024, 2, 29, 23, 59, tzinfo=UTC)) == (2024, 2)


def test_a_portfolio_has_no_rhythm_of_its_own_until_five_accounts_have() -> None:
    four = [named(name, 0, 10, 20) for name in "abcd"]
    assert months(*four)[MARCH].usual_log_gap == FALLBACK
    assert abs(months(*four, named("e", 0, 10, 20))[MARCH].usual_log_gap - log(17)) < 1e-9


def test_the_rhythm_of_a_month_knows_nothing_of_what_came_after() -> None:
    before = [named(name, 0, 10, 20) for name in "abcde"]
    after = [named(name, 0, 10, 20, 80, 120) for name in "abcde"]
    assert months(*before)[MARCH] == months(*after)[MARCH]
    assert months(*before)[MAY] != months(*after)[MAY]


def test_the_value_of_a_lost_account_counts_until_the_day_it_was_lost() -> None:
    living = named("a", 0, annual_value_minor=300, currency="EUR")
    lost = named("b", 0, annual_value_minor=100, currency="EUR", lost_on=day(75))
    known = months(living, lost)
    assert (known[MARCH].value_minor, known[MARCH].valued_accounts) == ({"EUR": 400}, {"EUR": 2})
    assert (known[APRIL].value_minor, known[APRIL].valued_accounts) == ({"EUR": 300}, {"EUR": 1})


def test_attention_is_that_of_the_last_ninety_days_and_notes_are_none() -> None:
    note = touch(40, Direction.TWO_WAY, kind=Kind.NOTE)
    busy = past([*talks(10, 20, 30), note], account_id="a")
    other = named("b", 55)
    known = months(busy, other)
    assert known[MARCH].owner_touches == {"U0ANA": OwnerTouches(4, 2, "a", 3)}
    assert known[MAY].owner_touches == {"U0ANA": OwnerTouches(1, 1, "b", 1)}
