"""Sortable tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from slackblocks import DataTableBlock, RawNumber, RawText, RichTextBlock

from bot.views import mrkdwn

_ROWS_A_PAGE = 12
_CELL = 100
_NO_NUMBER = -1
_Raw: TypeAlias = RawText | RawNumber | RichTextBlock


class Cell(NamedTuple):
    """What is read, and the number to sort by, where it is one."""

    text: str
    value: float | None = None


def number(value: int) -> Cell:
    """A whole number."""
    return Cell(f"{value:,}", value)


def table(caption: str, headings: Iterable[str], rows: Sequence[Sequence[Cell]]) -> DataTableBlock:
    """A table of one row or more; its first column names each."""
    head: list[_Raw] = [RawText(heading) for heading in headings]
    numbers = [any(cell.value is not None for cell in column) for column in zip(*rows, strict=True)]
    body = [[_raw(cell, is_number) for cell, is_number in zip(row, numbers, strict=True)] for row in rows]
    return DataTableBlock([head, *body], caption, page_size=_ROWS_A_PAGE)


def _raw(cell: Cell, is_number: bool) -> _Raw:
    """A cell; in a column of numbers, what is none comes before all others when it is sorted."""
    text = mrkdwn.cut(cell.text, _CELL)
    return RawNumber(_NO_NUMBER if cell.value is None else cell.value, text) if is_number else RawText(text)
