"""Public holidays by country."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays
from holidays import registry

_SMALL = {"And": "and", "Of": "of", "The": "the"}


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """The countries whose public holidays are known, by their two letters, in the order of their English names."""
    named = ((code, name) for name, (_, code, *_) in sorted(registry.COUNTRIES.items()))
    return {code: " ".join(_SMALL.get(word, word) for word in name.title().split("_")) for code, name in named}


def holidays_of(country: str, years: Iterable[int]) -> frozenset[date]:
    """The days off of a whole country in some years; of years that nobody knows yet, none.

    `country` is an ISO 3166 code of two letters. Raises `ValueError` for one that is not known.
    """
    return _holidays_of(country.strip().upper(), frozenset(years))


@lru_cache(maxsize=64)
def _holidays_of(country: str, years: frozenset[int]) -> frozenset[date]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of years that are beyond what is published
        try:
            return frozenset(holidays.country_holidays(country, years=years))
        except NotImplementedError:
            raise ValueError(
                f"no public holidays are known for “{country}”: use the two letters of a country, like PT or GB"
            ) from None
