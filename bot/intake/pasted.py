"""Accounts that somebody pasted, one a line: "Acme", or "Acme, ana@brightside.test, key, 120000 EUR"."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from bot.intake.sheet import Record, Sheet
from bot.intake.synonyms import SYNONYMS, WORDS
from bot.money import CURRENCIES
from bot.work.checks import NAME_LIMIT

_BULLET = re.compile(r"\s*(?:[•◦▪*\u2013\u2014-]|\d{1,3}[.)])\s+")
_PERSON = re.compile(r"@.+|[UW][A-Z0-9]{6,}|[^@\s]+@[^@\s]+\.[^@\s]+")
_AMOUNT = re.compile(r"\d[\d.,' ]*")
_MONEY = re.compile(r"(\d[\d.,' ]*?) ?([A-Za-z]{3})")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_NAME = 8  # words: what is longer is a sentence
_SENTENCE = 4  # words, from which on a full stop ends a sentence and not a "Ltd."

_KINDS: Sequence[tuple[str, Callable[[str], object]]] = (
    ("tier", lambda cell: cell.casefold() in WORDS["tier"]),
    ("currency", lambda cell: cell.upper() in CURRENCIES),
    ("owner", _PERSON.fullmatch),
    ("client_since", _DAY.fullmatch),
    ("annual_value", _AMOUNT.fullmatch),
)


def is_list(text: str) -> bool:
    """Whether a message can be a list of accounts: lines of names, or one that says more than a name."""
    records = _records(text)
    if not all(_can_be_name(record.cells[0]) for record in records):
        return False
    return len(records) > 1 or any(_what(column) for column in _columns(records)[1:])


def read(text: str) -> Sheet:
    """The list in a message. Its first line may name the columns; else they are told by what stands in them."""
    records = _records(text)
    titles = [cell.casefold() for cell in records[0].cells]
    if len(records) > 1 and titles[0] in SYNONYMS["accounts"]["name"]:
        return Sheet([cell or f"Column {place}" for place, cell in enumerate(records[0].cells, 1)], records[1:])
    return Sheet(_titles(_columns(records)), records)


def _records(text: str) -> list[Record]:
    """The lines that say something, without bullets, cut at the sign that most of them share."""
    lines = {at: _BULLET.sub("", line, count=1) for at, line in enumerate(text.replace("```", "").splitlines(), 1)}
    said = {at: line.strip() for at, line in lines.items() if line.strip()}
    sign = max("\t;,", key=lambda one: sum(one in line for line in said.values()))
    records = [Record(at, _cut(line, sign)) for at, line in said.items()]
    places = {place for record in records for place, cell in enumerate(record.cells) if place and len(_apart(cell)) > 1}
    return [replace(record, cells=_parted(record.cells, places)) for record in records]


def _parted(cells: Sequence[str], places: Collection[int]) -> list[str]:
    """Amounts apart from the currency beside them, in the columns where any stands with one."""
    parted = ([*_apart(cell), ""][:2] if place in places else [cell] for place, cell in enumerate(cells))
    return [cell for some in parted for cell in some]


def _apart(cell: str) -> list[str]:
    found = _MONEY.fullmatch(cell)
    return [*found.groups()] if found and found[2].upper() in CURRENCIES else [cell]


def _cut(line: str, sign: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=sign, skipinitialspace=True))]


def _can_be_name(cell: str) -> bool:
    words = cell.split()
    ends = cell.endswith(("?", "!", ":")) or (cell.endswith(".") and len(words) > _SENTENCE)
    return 0 < len(words) <= _LONGEST_NAME and len(cell) <= NAME_LIMIT and not ends and not cell.startswith("/")


def _columns(records: Sequence[Record]) -> list[list[str]]:
    width = max((len(record.cells) for record in records), default=0)
    return [[record.cells[at] for record in records if len(record.cells) > at] for at in range(width)]


def _titles(columns: Sequence[Sequence[str]]) -> list[str]:
    """The name first; then what most of a column is, each once; an owner where the second says nothing else."""
    titles = ["name"]
    for place, column in enumerate(columns[1:], 2):
        what = _what(column) or ("owner" if place == 2 else "")
        titles.append(what if what and what not in titles else f"Column {place}")
    return titles


def _what(column: Sequence[str]) -> str:
    cells = [cell for cell in column if cell]
    fits = ((what, sum(bool(is_it(cell)) for cell in cells)) for what, is_it in _KINDS)
    return next((what for what, count in fits if count * 2 > len(cells)), "")
