"""Tenure and silence: how long they have been clients, against how long ago they last spoke with us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.tables import Cell, number, table

#: Where one row or column ends and the next begins.
YEARS = (1, 3, 5)
DAYS = (14, 30, 60, 90)
_LONG_HELD = len(YEARS)
_SILENT = DAYS.index(60) + 1  # the first column beyond sixty days


@dataclass(frozen=True, slots=True)
class Grid:
    """How many accounts there are of each (tenure, silence), both from 0, the shortest; None: nothing is logged."""

    counts: Mapping[tuple[int, int | None], int]

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.counts:
            return []
        columns: tuple[int | None, ...] = (*range(len(DAYS) + 1), None)
        rows = [
            [Cell(name), *(number(self.counts.get((tenure, silence), 0)) for silence in columns)]
            for tenure, name in enumerate(_tenures())
        ]
        headings = ("Client for", *_silences(), "nothing logged")
        heading = kit.header("Tenure and silence")
        return [heading, kit.section(self._said()), table("Accounts by tenure and silence", headings, rows)]

    def _said(self) -> str:
        """The most dangerous cell: long held, and long silent."""
        silent = [count for (tenure, silence), count in self.counts.items() if tenure == _LONG_HELD and _long(silence)]
        held = f"held for {YEARS[-1]} years and more and silent for over {DAYS[_SILENT - 1]} days"
        if not sum(silent):
            return f"No account is {held}. ✓"
        return f"Look first at {mrkdwn.count(sum(silent), 'account')} {held}: nothing is lost as quietly."


def _long(silence: int | None) -> bool:
    return silence is None or silence >= _SILENT


def _tenures() -> list[str]:
    first, *_ = YEARS
    between = [f"{low} to {high} years" for low, high in pairwise(YEARS)]
    return [f"under {mrkdwn.count(first, 'year')}", *between, f"{YEARS[-1]} years and more"]


def _silences() -> list[str]:
    between = [f"{low + 1} to {high} days" for low, high in pairwise(DAYS)]
    return [f"up to {DAYS[0]} days", *between, f"over {DAYS[-1]} days"]
