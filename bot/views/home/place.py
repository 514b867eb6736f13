"""Which page of the Home tab is open, how much each section shows there, and the buttons that turn pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from slackblocks import Block

from bot.views import kit

MINE, WAITING, QUIET, COMING, SENIOR, ACCOUNTS = "mine", "waiting", "quiet", "coming", "senior", "accounts"
TEAM, PORTFOLIO = "team", "portfolio"
#: The pages that stand in the row of buttons at the top, for those who lead.
_TITLES = {MINE: "Mine", TEAM: "Team", PORTFOLIO: "Portfolio"}
WIDE = frozenset({TEAM, PORTFOLIO})
_PAGES = frozenset({MINE, WAITING, QUIET, COMING, SENIOR, ACCOUNTS, *WIDE})

#: How many entries a section shows among others, and on a page of its own.
_BRIEF = {WAITING: 7, QUIET: 5, COMING: 5, SENIOR: 3, ACCOUNTS: 7}
_FULL = {WAITING: 20, QUIET: 25, COMING: 25, SENIOR: 25, ACCOUNTS: 25}


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the Home tab, and of its entries the how-many-eth lot, from 1."""

    page: str = MINE
    number: int = 1

    @classmethod
    def of(cls, text: str) -> Place:
        """A place as it is written; the first page for what is none."""
        page, _, number = text.partition(":")
        if page not in _PAGES:
            return cls()
        return cls(page, max(1, int(number))) if number.isdecimal() and len(number) < 6 else cls(page)

    def __str__(self) -> str:
        """As it is written on buttons and kept with the view."""
        return f"{self.page}:{self.number}"

    @property
    def is_wide(self) -> bool:
        """Whether it tells of accounts that are not the reader's own: it is for those who lead."""
        return self.page in WIDE

    def most(self, section: str) -> int:
        """How many entries a section shows here."""
        return _FULL[section] if self.page == section else _BRIEF[section]

    def skipped(self, section: str) -> int:
        """How many entries of a section stand on the pages before."""
        return (self.number - 1) * _FULL[section] if self.page == section else 0

    def within(self, total: int) -> Place:
        """This place, or the last page before it where there are so few entries."""
        if self.page not in _FULL:
            return self
        return Place(self.page, min(self.number, max(1, -(-total // _FULL[self.page]))))


FIRST = Place()


def nav(place: Place, *, leads: bool) -> list[Block]:
    """The row of pages; for somebody who does not lead, the way back from a page to the first."""
    if not leads:
        return [] if place.page == MINE else [_row((FIRST, "Back", "Back to the first page", False))]
    open_ = place.page if place.is_wide else MINE
    tabs = [(Place(page), title, f"Show the page {title}", page == open_) for page, title in _TITLES.items()]
    return [_row(*tabs)]


def turning(place: Place, section: str, total: int) -> list[Block]:
    """The buttons under a section: to all of it, or, on its own page, to the pages before and after."""
    most = place.most(section)
    if total <= most and place.number == 1:
        return []
    if place.page != section:
        return [_row((Place(section), f"All {total:,}", f"Show all {total:,}", False))]
    last = max(1, -(-total // most))
    turns = [
        (Place(section, place.number - 1), "Earlier", "Show the page before", False) if place.number > 1 else None,
        (Place(section, place.number + 1), "Later", "Show the next page", False) if place.number < last else None,
    ]
    return [_row(*filter(None, turns)), kit.context(f"Page {place.number:,} of {last:,}")]


def metadata(place: Place) -> str:
    """What the view remembers of itself."""
    return json.dumps({"place": str(place)})


def remembered(metadata: dict[str, Any]) -> Place:
    """The place that a view remembers."""
    return Place.of(str(metadata.get("place") or ""))


def _row(*tabs: tuple[Place, str, str, bool]) -> Block:
    return kit.actions(
        *(
            kit.button(title, f"home.page.{n}", str(place), label, primary=is_open)
            for n, (place, title, label, is_open) in enumerate(tabs)
        )
    )
