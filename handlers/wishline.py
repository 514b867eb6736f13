"""What follows the account in `/client wish`: what they would like, how often, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot import intervals
from bot.intervals import Interval
from handlers.dateshape import ReadDate
from handlers.saidline import Clauses, parse_said

_FROM = ("from", "starting", "by", "on", "since")
_WHOSE = ("for", "to")


@dataclass(frozen=True, slots=True)
class WishLine:
    """`Jane: "a usage report" monthly from 1 June @ben`. Texts stay where they could not be read."""

    who: str = ""
    words: str = ""
    every_text: str = ""
    every: Interval | None = None
    first_text: str = ""
    first_on: date | None = None
    people: tuple[str, ...] = ()
    unread: str = ""
    is_empty: bool = False


def parse_wish(line: str, today: date, read_date: ReadDate) -> WishLine:
    """Read what follows the account's name, as Slack delivers it. Never raises."""

    def understands(clauses: Clauses) -> bool:
        often, days = clauses.get(""), [clauses[key] for key in _FROM if key in clauses]
        known = set(clauses) <= {"", *_FROM} and len(days) < 2
        reads = all(read_date(day, today, prefer="future") for day in days)
        return known and reads and (often is None or intervals.read(often) is not None)

    said = parse_said(line, understands)
    often = said.clauses.get("", "")
    first, whose = said.first(*_FROM), said.first(*_WHOSE)
    return WishLine(
        who=said.before.strip().removeprefix("for ") or whose,
        words=said.words,
        every_text=often,
        every=intervals.read(often) if often else None,
        first_text=first,
        first_on=read_date(first, today, prefer="future") if first else None,
        people=said.people,
        unread=said.unread(often, first, whose),
        is_empty=said.is_empty,
    )
