"""Steps as somebody writes them in a form: one a line, each with its day at the end if it has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.work.plans import NewStep
from handlers.dates import read_date

_BULLET = re.compile(r"^\s*(?:[-*•☐]|\d{1,2}[.)])\s+")
_BY = re.compile(r"^(?P<what>.+?)[,;:]?\s+(?:by|until|on)\s+(?P<day>[^,;]{2,40})$", re.IGNORECASE)


def read(text: str, today: date) -> list[NewStep]:
    """The steps in a text. What is no day stays part of the step."""
    return [_step(line, today) for line in _lines(text)]


def _lines(text: str) -> Iterator[str]:
    return filter(None, (_BULLET.sub("", line).strip() for line in text.splitlines()))


def _step(line: str, today: date) -> NewStep:
    found = _BY.match(line)
    day = read_date(found["day"], today, prefer="future") if found else None
    return NewStep(found["what"], due_on=day) if found and day else NewStep(line)
