"""A list as it came: what its columns are called, and its rows with the lines they stand on."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake import csv_files
from bot.intake.cells import unguard
from bot.intake.csv_files import Row
from bot.work.checks import clean
from bot.work.deed import Refused

MOST_COLUMNS = 100  # as many as a menu in Slack offers
_EMPTY = "There is nothing in it. Its first line names the columns, and each line below is one row."
_ONLY_A_HEADER = "It has a first line that names the columns, and no rows below it."
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # how Excel notes the separator, in a line of its own


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it stands there. `problem`: why it cannot be read."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list. A column without a name has a number."""

    header: list[str]
    records: list[Record]

    def column(self, index: int) -> list[str]:
        """All that stands in a column, but for empty cells."""
        texts = (record.cells[index].strip() for record in self.records if len(record.cells) > index)
        return [text for text in texts if text]

    def rows(self, names: Sequence[str]) -> list[Row]:
        """The rows, when the columns are called this; those called "" are left out."""
        return [_row(record, names) for record in self.records]


def parse(text: str) -> Sheet:
    """The list in the text of a CSV file. Raises `Refused` where there is none."""
    mark = _SEPARATOR.match(text)
    found = list(csv_files.records(io.StringIO(text[mark.end() :] if mark else text, newline="")))
    if not found:
        raise Refused(_EMPTY)
    first, *rest = (_record(one, 1 if mark else 0) for one in found)
    if first.problem:
        raise Refused(f"Line {first.line}: {first.problem}.")
    if not rest:
        raise Refused(_ONLY_A_HEADER)
    return Sheet(named(first.cells), rest)


def named(cells: Sequence[str]) -> list[str]:
    """What columns are called, as the first line has it."""
    names = [" ".join(clean(unguard(cell)).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Refused(f"It has {len(names)} columns; {MOST_COLUMNS} is the most that I can read.")
    return [name or f"Column {place}" for place, name in enumerate(names, 1)]


def _record(found: tuple[int, list[str]] | Row, skipped: int) -> Record:
    if isinstance(found, Row):
        return Record(found.line + skipped, [], found.problem)
    return Record(found[0] + skipped, found[1])


def _row(record: Record, names: Sequence[str]) -> Row:
    if record.problem:
        return Row(record.line, {}, record.problem)
    cells = record.cells
    while len(cells) > len(names) and not cells[-1].strip():
        cells = cells[:-1]
    read = csv_files.row(record.line, cells, names)
    return Row(read.line, {name: cell for name, cell in read.cells.items() if name}, read.problem)
