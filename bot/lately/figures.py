"""A count as things are set, and as somebody would set them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """How many it is `before` a change and `after` it; `of`: among how many."""

    before: int
    after: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class NextRound:
    """The day on which a round begins by itself, before a change and after it; None: only by hand."""

    before: date | None = None
    after: date | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """Messages of the day that somebody got, or would have got, in a month, and cards in them.

    `home`: cards that stand on their Home alone; `others`: who would have heard the rest, by how many of them.
    """

    messages: int = 0
    cards: int = 0
    home: int = 0
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mine:
    """What a change of one's own means. `got`: as it was in a month; `would`: as it would have been.

    `open`: nudges that are open and theirs to hear; `others`: who would hear how many of these instead; `more`: open
    ones that would come to them and now do not; `moved`: open ones that others would hear. `coming`: their next
    message about their accounts, where they are, as it is and as it would be; None: they hear of them in none.
    `digests`: of a month; `off_days`: messages on days on which they would not work.
    """

    got: Month
    would: Month
    open: int
    others: Mapping[str, int]
    more: int
    moved: int
    coming: tuple[datetime | None, datetime | None]
    digests: Figure
    off_days: int
