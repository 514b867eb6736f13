"""What people type, checked at the edge. Every refusal is a sentence that says what would do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.work.deed import Refused

NAME_LIMIT = 80
NOTE_LIMIT = 3_000
LIST_LIMIT = 20
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)

_LOST = ("Cc", "Cs")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = " \"'`\u115f\u1160\u2800\u3164\uffa0"  # quotes, and letters without a shape

_EMAIL = re.compile(r"[^@\s<>,;|]+@[^@\s<>,;|]+\.[^@\s<>,;|.]+")
_LINK = re.compile(r"https?://[^\s<>|\"]{3,500}")
_DOMAIN = re.compile(r"(?!-)[\w-]+(\.[\w-]+)+")
Word = TypeVar("Word", bound=StrEnum)


def clean(text: str) -> str:
    """Trimmed, and without what no database keeps, no screen shows or what turns the words around it.

    That is: control characters, broken halves of emoji, and the marks that reverse or isolate a direction of writing.
    """
    return "".join(c for c in text if c in "\n\t" or not (c in _TURNING or unicodedata.category(c) in _LOST)).strip()


def name(text: str, what: str = "name") -> str:
    """A name on one line; `what` it is the name of is said in the refusal."""
    bare = " ".join(clean(text).split())
    if all(c in _UNSEEN or unicodedata.category(c) in ("Pi", "Pf", "Ps", "Cf", "Zs") for c in bare):
        raise Refused(f"The {what} is empty: type at least one letter.")
    return _at_most(bare, NAME_LIMIT, what)


def note(text: str, what: str = "note") -> str:
    """A note of at most 3,000 characters; `what` it is called in the refusal."""
    return _at_most(clean(text), NOTE_LIMIT, what)


def short(text: str, what: str) -> str:
    """One line that may be empty: a job title, a reason."""
    return _at_most(" ".join(clean(text).split()), 200, what)


def email(text: str) -> str:
    """An e-mail address, lower case."""
    bare = clean(text).lower()
    if not _EMAIL.fullmatch(bare) or len(bare) > 254:
        raise Refused(f"“{brief(bare)}” does not look like an e-mail address; one looks like jane@acme.com.")
    return bare


def domain(text: str) -> str:
    """An e-mail domain, lower case, without a leading @."""
    bare = clean(text).lower().lstrip("@")
    if not _DOMAIN.fullmatch(bare) or len(bare) > 253:
        raise Refused(f"“{brief(bare)}” does not look like an e-mail domain; one looks like acme.com.")
    return bare


def link(text: str) -> str:
    """The address of a page on the web; none for none."""
    bare = clean(text)
    if bare and not _LINK.fullmatch(bare):
        raise Refused(f"“{brief(bare)}” does not look like the address of a page; one begins with https://.")
    return bare


def word(text: str, choice: type[Word], what: str) -> Word:
    """One of a fixed choice of words."""
    try:
        return choice(clean(text).lower())
    except ValueError:
        raise Refused(f"“{brief(text)}” is not a {what}; it is one of {', '.join(choice)}.") from None


def some(items: Iterable[str], what: str) -> list[str]:
    """A list without repeats, of at most 20."""
    unique = list(dict.fromkeys(items))
    if len(unique) > LIST_LIMIT:
        raise Refused(f"That is {len(unique)} {what}; {LIST_LIMIT} is the most that can be kept.")
    return unique


def happened(moment: datetime, now: datetime) -> datetime:
    """A moment (aware) that something happened at: not to come, not before 1970. In UTC."""
    if moment > now + timedelta(minutes=5):
        raise Refused(f"{_day(moment.date())} is still to come; put it as next.")
    if moment < EARLIEST:
        raise Refused(f"{_day(moment.date())} is before 1970; check the year.")
    return min(moment, now).astimezone(UTC)


def past_day(day: date, today: date, what: str) -> date:
    """A day that is not to come."""
    if day > today:
        raise Refused(f"{_day(day)} is still to come; “{what}” is a day that has been.")
    if day < EARLIEST.date():
        raise Refused(f"{_day(day)} is before 1970; check the year.")
    return day


def coming_day(day: date, today: date, what: str) -> date:
    """A day after today, within two years."""
    if day <= today:
        raise Refused(f"{_day(day)} is not ahead of us; “{what}” is a day to come.")
    if day > today + timedelta(days=731):
        raise Refused(f"{_day(day)} is more than two years ahead; check the year.")
    return day


def between(number: int, least: int, most: int, what: str) -> int:
    """A whole number within limits."""
    if not least <= number <= most:
        raise Refused(f"{number} is out of range: the {what} goes from {least} to {most}.")
    return number


def brief(text: str) -> str:
    """A text as a refusal quotes it: on one line, and not all of a long one."""
    bare = " ".join(clean(text).split())
    return bare if len(bare) <= 40 else bare[:39] + "…"


def _at_most(text: str, limit: int, what: str) -> str:
    if len(text) > limit:
        raise Refused(
            f"The {what} has {len(text):,} characters; {limit:,} is the most that can be kept. Please shorten it."
        )
    return text


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
