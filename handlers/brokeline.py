"""What follows the account in `/client broke`: what broke, when, and who sees to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers import dateshape
from handlers.dateshape import ReadDate
from handlers.saidline import Clauses, parse_said

_SINCE = ("on", "since", "")


@dataclass(frozen=True, slots=True)
class BrokeLine:
    """`"the nightly export failed" on Monday @ben`. `day_text` stays where it is no day."""

    words: str = ""
    day_text: str = ""
    broke_on: date | None = None
    people: tuple[str, ...] = ()
    unread: str = ""
    is_empty: bool = False


def parse_broke(line: str, today: date, read_date: ReadDate) -> BrokeLine:
    """Read what follows the account's name, as Slack delivers it. Never raises."""

    def understands(clauses: Clauses) -> bool:
        if not clauses:
            return True
        [key, *more], text = clauses, next(iter(clauses.values()))
        fits = dateshape.fits_date(text) if key == "" else True
        return not more and key in _SINCE and fits and read_date(text, today, prefer="past") is not None

    said = parse_said(line, understands)
    day = said.first(*_SINCE)
    return BrokeLine(
        words=f"{said.before}: {said.words}" if said.before else said.words,
        day_text=day,
        broke_on=read_date(day, today, prefer="past") if day else None,
        people=said.people,
        unread=said.unread(day),
        is_empty=said.is_empty,
    )
