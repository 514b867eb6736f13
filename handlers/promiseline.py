"""What follows the account in `/client promise`: who promised, what, and by when. Pure but for the day it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers import dateshape
from handlers.dateshape import ReadDate
from handlers.saidline import Clauses, SaidLine, parse_said

_NAMED = ("to", "for", "from")
_BY = ("by", "until", "before", "due", "on")
_THEIRS = re.compile(r"(?:they|them|theirs|their|the client|client)", re.IGNORECASE)
_OURS = re.compile(r"(?:we|us|ours|our)", re.IGNORECASE)
_FIRST_WORD = re.compile(r"they(?:'ll| will|)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """`from Jane: "the brand files" by Friday @ben`. `who`: a name at the client; `due_text` stays where no day is."""

    is_theirs: bool = False
    who: str = ""
    words: str = ""
    due_text: str = ""
    due_on: date | None = None
    people: tuple[str, ...] = ()
    unread: str = ""
    is_empty: bool = False


def parse_promise(line: str, today: date, read_date: ReadDate) -> PromiseLine:
    """Read what follows the account's name, as Slack delivers it. Never raises."""

    def understands(clauses: Clauses) -> bool:
        if not clauses:
            return True
        [key, *more], text = clauses, next(iter(clauses.values()))
        fits = dateshape.fits_date(text) if key == "" else True
        return not more and key in ("", *_BY) and fits and read_date(text, today, prefer="future") is not None

    said = parse_said(line, understands)
    due = said.first(*_BY, "")
    is_theirs, who, words = _whose(said)
    return PromiseLine(
        is_theirs=is_theirs,
        who=who,
        words=words,
        due_text=due,
        due_on=read_date(due, today, prefer="future") if due else None,
        people=said.people,
        unread=said.unread(due, said.first(*_NAMED)),
        is_empty=said.is_empty,
    )


def _whose(said: SaidLine) -> tuple[bool, str, str]:
    """Whose it is, who of theirs is named, and the words."""
    before, words = said.before.strip(), said.words
    named = said.first(*_NAMED)
    is_theirs = bool(said.clauses.get("from"))
    if not before:
        first = _FIRST_WORD.match(words)
        return (True, named, words[first.end() :]) if first and not named else (is_theirs, named, words)
    if _THEIRS.fullmatch(before):
        return True, named, words
    if _OURS.fullmatch(before):
        return False, named, words
    way, _, name = before.partition(" ")
    if way.casefold() in ("to", "for"):
        return False, name.strip(), words
    return True, name.strip() if way.casefold() == "from" else before, words
