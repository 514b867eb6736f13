from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("120000", "EUR", 12_000_000),
        ("120,000", "EUR", 12_000_000),
        ("120.000", "EUR", 12_000_000),
        ("120,000.50", "USD", 12_000_050),
        ("120.000,50", "EUR", 12_000_050),
        ("120'000", "CHF", 12_000_000),
        ("120 000,5", "SEK", 12_000_050),
        ("99.5", "EUR", 9_950),
        ("1000", "JPY", 1_000),
        ("2.001", "KWD", 2_001),
        ("2,001", "KWD", 2_001_000),
        ("0,500", "KWD", 500),
        ("0", "EUR", 0),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, currency: str, minor: int) -> None:
    assert money.to_minor(money.read(text, currency), currency) == minor


@pytest.mark.parametrize("text", ["", "12x", "-5", "1,2,3", "1.2.3", "12,34,567", "1e6", "NaN", "12.345.6"])
def test_what_is_no_amount_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.read(text, "EUR")


@pytest.mark.parametrize(("text", "currency"), [("99.50", "JPY"), ("99999999999999999999", "EUR")])
def test_what_a_currency_cannot_hold_is_an_error(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="not an amount of"):
        money.to_minor(money.read(text, currency), currency)


@settings(deadline=None)
@given(st.integers(0, money.MOST_MINOR), st.sampled_from(sorted(money.CURRENCIES)))
def test_an_amount_reads_back_as_it_was_written(minor: int, currency: str) -> None:
    assert money.to_minor(money.read(money.plain(minor, currency), currency), currency) == minor
