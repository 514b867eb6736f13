"""CSV files: rows with the lines they stand on, and what became of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TextIO

from bot.intake.cells import guard, unguard
from bot.work.checks import clean
from bot.work.deed import Refused

_LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file can hold. `needed` ones must be in its header; a cell may be empty wherever the noun allows it."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column, as exported."""
        return self.needed + self.optional


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its cells by column, missing ones empty. `problem` says why it cannot be read at all."""

    line: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that stayed out, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What became of a file's rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: list[BadRow] = field(default_factory=list)

    def count(self, outcome: str) -> None:
        """Count a row that went in: "added", "changed" or "unchanged"."""
        setattr(self, outcome, getattr(self, outcome) + 1)

    def refuse(self, row: Row, reason: str) -> None:
        """Note a row that stayed out."""
        self.bad.append(BadRow(row.line, reason))


def read(path: Path, columns: Columns) -> Iterator[Row]:
    """The rows of a file: UTF-8, separated by commas, semicolons or tabs, with a header. Raises `Refused`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is not UTF-8 text; save it as “CSV UTF-8”.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}.") from None
    return rows(io.StringIO(text, newline=""), columns)


def rows(lines: Iterable[str], columns: Columns) -> Iterator[Row]:
    """The rows among lines of text, the first of which is the header; one that cannot be read says so.

    Raises `Refused` for a header that will not do.
    """
    found = records(lines)
    header = next(found, None)
    if header is None:
        raise Refused(f"The file is empty; its first line names the columns: {','.join(columns.all)}.")
    if isinstance(header, Row):
        raise Refused(f"Line {header.line}: {header.problem}.")
    names = _header(header[1], columns)
    return (record if isinstance(record, Row) else row(*record, names) for record in found)


def records(lines: Iterable[str]) -> Iterator[tuple[int, list[str]] | Row]:
    """(line, cells) of every record that is not blank, the header among them; one that cannot be read, as a row.

    The first line that is not blank shows by what cells are separated.
    """
    lines, begun = iter(lines), [""]
    while not begun[-1].strip() and (line := next(lines, None)) is not None:
        begun.append(line)
    return _records(chain(begun[1:], lines), _delimiter(begun[-1]))


def row(line: int, cells: list[str], header: Sequence[str]) -> Row:
    """A row of a file whose columns are called this, as long as it has no more cells than they are."""
    if len(cells) > len(header):
        return Row(line, {}, f"it has {len(cells)} cells where the first line has {len(header)}")
    texts = [clean(unguard(cell.strip(" "))) for cell in cells]
    return Row(line, dict(zip(header, texts, strict=False)))


def write_header(out: TextIO, columns: Columns) -> None:
    """Begin a file."""
    write(out, columns.all)


def write(out: TextIO, cells: Sequence[str]) -> None:
    """Add a row; no spreadsheet takes a cell of it for a formula."""
    csv.writer(out, lineterminator="\n").writerow([guard(cell) for cell in cells])


def _records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]] | Row]:
    """(line, cells) of every record that is not blank; what breaks the rules of the format, as a row with a problem."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, {}, f"it cannot be read: {error}")
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _header(cells: list[str], columns: Columns) -> list[str]:
    names = [clean(cell).lower().replace(" ", "_") for cell in cells]
    missing = [name for name in columns.needed if name not in names]
    if missing:
        raise Refused(f"The first line names no column “{missing[0]}”. It can name: {', '.join(columns.all)}.")
    strange = [name for name in names if name not in columns.all]
    if strange:
        raise Refused(f"“{strange[0]}” is not a column; these are: {', '.join(columns.all)}.")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise Refused(f"The column “{twice[0]}” is there twice.")
    return names
