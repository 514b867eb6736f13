"""A few made-up clients for who wants to see what becomes of a list before it is theirs, and how they fall silent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from storage import names

FILE, REST_FILE = "sample.csv", "sample-to-rest.csv"
_ROWS = {
    "Sample Alder": "key,120000,EUR",
    "Sample Birch": "standard,36000,EUR",
    "Sample Cedar": "light,6000,EUR",
}
_REST = timedelta(days=2 * 365 - 1)  # a pause lasts two years at the longest

KEYS: Collection[str] = tuple(map(names.key, _ROWS))


def accounts(owner_id: str) -> str:
    """The file: accounts, all of them somebody's own, so that nobody else hears of them."""
    lines = (f"{name},{rest},{owner_id}" for name, rest in _ROWS.items())
    return "\n".join(["name,tier,annual_value,currency,owner", *lines])


def to_rest(today: date) -> str:
    """The file that pauses them for as long as can be."""
    lines = (f"{name},{today + _REST}" for name in _ROWS)
    return "\n".join(["name,paused_until", *lines])
