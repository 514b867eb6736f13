"""Phrases that belong together: where the note begins, the day of the next touch, a temperature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import dateshape, words
from handlers.tokens import Form, Part, flat, trim

LONGEST_PHRASE = 7  # words of a day in words


def split_note(parts: Sequence[Part]) -> tuple[list[Part], int | None]:
    """The parts before the note, and where in the line the note begins, if there is one."""
    head: list[Part] = []
    for at, part in enumerate(parts):
        if part.form is not Form.COLON:
            head.append(part)
        elif not _colon_of_key(parts, at):
            return head, part.end
    return head, None


def fits_next(text: str) -> bool:
    """Whether a text can follow "next" as its day: "2w", "on 3 June", "call on Friday", "week"."""
    phrase = next_phrase(text)
    tidy = dateshape.tidy(phrase)
    return dateshape.fits_date(phrase) or dateshape.is_weekday(tidy) or dateshape.length(tidy) is not None


def next_phrase(text: str) -> str:
    """The day in what follows "next": "call on Friday" is "Friday"."""
    found = [*flat(text).split()]
    if len(found) > 1 and found[0].casefold().strip(",:") in words.BEFORE_NEXT:
        found = found[1:]
    if len(found) > 1 and found[0].casefold() in ("on", "by", "at", "around", "is"):
        found = found[1:]
    return " ".join(found)


def as_temperature(text: str) -> int | None:
    """-2 to +2, or None."""
    found = re.fullmatch(r"[+-]?[0-2]", flat(text).strip(" ,;."))
    return int(found[0]) if found else None


def clean_day(text: str) -> str:
    """A day as it was written, without "on" and punctuation around it."""
    return re.sub(r"^(?:[\s,;.!?]|on\s)+", "", trim(text, ",;.!?"), flags=re.IGNORECASE)


def _colon_of_key(parts: Sequence[Part], at: int) -> bool:
    """Whether a colon belongs to "next: 2w" or "temp: +1"."""
    if not at or at + 1 == len(parts) or parts[at - 1].form is not Form.WORD:
        return False
    if parts[at - 1].bare == "temp":
        return as_temperature(parts[at + 1].text) is not None
    spans = (parts[at + 1 : at + 1 + count] for count in range(1, LONGEST_PHRASE + 1))
    return parts[at - 1].bare == "next" and any(fits_next(" ".join(part.text for part in span)) for span in spans)
