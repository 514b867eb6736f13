"""Amounts of money as people write them in a line: with a sign or a currency, and perhaps "k" or "million"."""

from __future__ import annotations

import re
from decimal import Decimal

from bot import money
from bot.money import CURRENCIES, MOST_MINOR, digits
from handlers.problem import Problem
from handlers.tokens import flat

_SIGNS = {
    "€": "EUR", "£": "GBP", "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD",
    "r$": "BRL", "hk$": "HKD", "s$": "SGD", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS", "₴": "UAH",
    "zł": "PLN", "kč": "CZK", "₫": "VND", "₱": "PHP", "฿": "THB", "₦": "NGN", "euro": "EUR", "euros": "EUR",
    "dollars": "USD", "pounds": "GBP",
}  # fmt: skip
_TWO_MEANINGS = {"¥": "JPY or CNY", "kr": "SEK, NOK or DKK", "kr.": "DKK, NOK or SEK", "fr": "CHF or XOF"}
_TIMES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}

_AMOUNT = re.compile(r"(?P<before>[^\d\s.,'+-]{0,4})\s*(?P<number>\d(?:[\d.,' ]*\d)?)\s*(?P<after>[^\d\s].*)?")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def parse_money(text: str, *, currency: str | None = None) -> tuple[int, str] | Problem:
    """An amount in minor units and its ISO 4217 currency: "€120,000" is (12000000, "EUR").

    `currency` is taken where the text names none. What could be two amounts ("1.200") is a problem, never a guess.
    """
    found = _AMOUNT.fullmatch(" ".join(flat(text).split()).casefold())
    if not found:
        return _problem(text, "is not an amount that I can read")
    after, times = _split_times((found["after"] or "").strip())
    unit = _currency(text, {sign for sign in (found["before"].strip(), after) if sign}, currency)
    if isinstance(unit, Problem):
        return unit
    number = _number(text, re.sub(r"[' ]", "", found["number"]), unit)
    if isinstance(number, Problem):
        return number
    try:
        return money.to_minor(number * times, unit), unit
    except ValueError:
        if number * times * 10 ** digits(unit) > MOST_MINOR:
            return _problem(text, "is more than I can count")
        return _problem(text, f"has more decimals than {unit} knows", f"120000{unit}")


def _split_times(after: str) -> tuple[str, int]:
    """What follows the figures: a currency, and by how much they are multiplied ("k", "million")."""
    for word in sorted(_TIMES, key=len, reverse=True):
        rest = after.removeprefix(word).lstrip(". ")
        if after.startswith(word) and (not rest or _unit(rest) in CURRENCIES):
            return rest, _TIMES[word]
    return after, 1


def _currency(text: str, signs: set[str], default: str | None) -> str | Problem:
    unclear = next((_TWO_MEANINGS[sign] for sign in signs if sign in _TWO_MEANINGS), None)
    if unclear:
        return _problem(text, f"could be {unclear}")
    units = {_unit(sign) for sign in signs} | ({default} if default and not signs else set())
    if len(units) != 1:
        return _problem(text, "names two currencies" if units else "names no currency")
    unit = units.pop()
    return unit if unit in CURRENCIES else _problem(text, "names a currency that I do not know")


def _unit(sign: str) -> str:
    return _SIGNS.get(sign, sign.upper())


def _number(text: str, figures: str, unit: str) -> Decimal | Problem:
    if _TWO_WAYS.fullmatch(figures):
        whole = figures.replace(".", "")
        return _problem(text, f"could be {whole} or {figures.replace('.', ' point ')}", f"{whole}EUR")
    try:
        return money.read(figures, unit)
    except ValueError:
        return _problem(text, "is not an amount that I can read")


def _problem(text: str, why: str, example: str = "120000EUR") -> Problem:
    return Problem("value", text.strip(), why, example)
