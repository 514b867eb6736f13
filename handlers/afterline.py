"""What follows the account in `/client winback` and `/client grow`: a word, perhaps a day, and words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from handlers import dateshape
from handlers.dateshape import ReadDate
from handlers.problem import Problem
from handlers.tokens import Form, Part, cut, decode, typed


class AfterLine(NamedTuple):
    """`yes 1 March: they value what we do`. `word` is one of those known, or ""; `said` is what follows the colon.

    `problems`: a day that cannot be read, or that has gone by.
    """

    word: str
    day: date | None
    said: str
    problems: tuple[Problem, ...] = ()


def parse_after(
    line: str,
    words: Collection[str],
    *,
    today: date,
    read_date: ReadDate,
    fillers: Collection[str] = ("on", "from", "next"),
) -> AfterLine:
    """Read what follows the account's name, as Slack delivers it. Never raises.

    Without a colon or quotes, all that is no day is said: `referral ask Jane`.
    """
    parts = cut(line)
    word = parts[0].bare if parts and parts[0].bare in words else ""
    rest = parts[1:] if word else parts
    at = next((n for n, part in enumerate(rest) if part.form in (Form.COLON, Form.QUOTED)), len(rest))
    head, tail = rest[:at], rest[at:]
    tail = tail[1:] if tail and tail[0].form is Form.COLON else tail
    said = tail[0].text.strip() if len(tail) == 1 and tail[0].form is Form.QUOTED else _from(line, tail)
    while head and head[0].bare in fillers and len(head) > 1 and _reads(line, head[1:], today, read_date):
        head = head[1:]
    day = _reads(line, head, today, read_date) if head else None
    if head and day is None and not tail:
        return AfterLine(word, None, _from(line, head))
    if head and day is None:
        text = typed(line, head)
        return AfterLine(word, None, said, (Problem("next", text, *dateshape.why_not(text, prefer="future")),))
    if day is not None and day < today:
        return AfterLine(word, None, said, (Problem("next", typed(line, head), "has gone by", "next 1 March"),))
    return AfterLine(word, day, said)


def _reads(line: str, parts: Sequence[Part], today: date, read_date: ReadDate) -> date | None:
    return read_date(typed(line, parts), today, prefer="future")


def _from(line: str, parts: Sequence[Part]) -> str:
    return decode(line[parts[0].start :]).strip() if parts else ""
