"""Rows go in a few at a time, each batch one transaction: nobody else waits for long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlmodel import Session

from bot.intake.csv_files import ImportReport, Row
from bot.work.deed import Refused

SIZE = 50
Item = TypeVar("Item")
Progress = Callable[[int], None]


def silent(handled: int) -> None:
    """Nobody watches."""


def batches(items: Iterable[Item], size: int = SIZE) -> Iterator[list[Item]]:
    """A few at a time."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def each(session: Session, batch: list[Row], report: ImportReport, put: Callable[[Row], str]) -> None:
    """Put every row in, each in a savepoint of its own: one that is refused leaves nothing behind."""
    for row in batch:
        if row.problem:
            report.refuse(row, row.problem)
            continue
        try:
            with session.begin_nested():
                outcome = put(row)
        except Refused as refused:
            report.refuse(row, str(refused))
        else:
            report.count(outcome)
