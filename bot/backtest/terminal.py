"""A backtest in the terminal: the gist, a table of the rules and one of the lost accounts, with a bar for the days."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.backtest.figures import Backtest
from bot.views import backtest_cells as cells
from bot.views.tables import Cell

LOST_ROWS = 40
_BAR = 12
_HEADING = 9  # so narrow that a terminal of 80 columns has room
_NAME = 12  # a rule's name in a narrow terminal breaks between its words, never within one
_ROOMY = 110
_WHOLE, _HALF = "█", "▌"


def show(console: Console, before: Backtest, after: Backtest | None = None, change: str = "") -> None:
    """Print one backtest; or two side by side, `change` being the words for what is changed in the second."""
    _say(console, cells.gist(before))
    if after is not None:
        _say(console, cells.gist_of_change(before, after, change))
    console.print(_rules(before, after, narrow=console.width < _ROOMY), soft_wrap=False)
    if before.lost:
        console.print(_lost(before, after), soft_wrap=False)
        if len(before.lost) > LOST_ROWS:
            _say(console, f"+{len(before.lost) - LOST_ROWS:,} more; --json lists them all.")
    else:
        _say(console, f"{cells.NO_LOST} Mark one: {cells.MARK_LOST}")
    _say(console, cells.HOW)


def _rules(before: Backtest, after: Backtest | None, *, narrow: bool) -> Table:
    rows = cells.rules(before, after)
    table = _table("What each rule would have said", cells.RULE_HEADINGS, rows)
    table.columns[0].no_wrap = True
    for row in rows:
        name, *rest = _texts(row)
        told = Text(fill(name.plain, _NAME)) if narrow else name
        table.add_row(told, *rest, end_section=row is rows[0])
    return table


def _lost(before: Backtest, after: Backtest | None) -> Table:
    rows = cells.lost(before, after)
    longest = max((row[cells.DAYS].value or 0 for row in rows), default=0)
    table = _table("Lost accounts", cells.LOST_HEADINGS, rows)
    table.add_column(no_wrap=True)
    for row in rows[:LOST_ROWS]:
        table.add_row(*_texts(row), _bar(row[cells.DAYS].value, longest))
    return table


def _table(title: str, headings: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Table:
    """A table of these columns, still empty; numbers stand at the right."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    for heading, column in zip(headings, zip(*rows, strict=True), strict=True):
        numbers = any(cell.value is not None for cell in column)
        table.add_column(fill(heading, _HEADING), justify="right" if numbers else "left", overflow="fold")
    return table


def _texts(row: Iterable[Cell]) -> list[Text]:
    return [Text(cell.text) for cell in row]


def _bar(days: float | None, longest: float) -> Text:
    halves = round(2 * _BAR * (days or 0) / longest) if longest else 0
    return Text(_WHOLE * (halves // 2) + _HALF * (halves % 2))


def _say(console: Console, text: str) -> None:
    console.print(text, soft_wrap=False, markup=False, highlight=False)
