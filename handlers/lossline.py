"""What follows the account in `/client lost` and `/client leaving`: a day, reasons, and words of theirs. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from bot.endings import Confidence, LossReason, Reason
from handlers.dateshape import Prefer
from handlers.tokens import Form, Part, cut, decode

ReadDate = Callable[..., date | None]

_PHRASES = {
    **{reason.value.replace("_", " "): reason for reason in LossReason},
    "budget": LossReason.FINANCES, "too dear": LossReason.PRICE, "too expensive": LossReason.PRICE,
    "missed deadlines": LossReason.DEADLINES, "poor communication": LossReason.COMMUNICATION,
    "personal feelings": LossReason.FEELINGS, "unstable staffing": LossReason.STAFFING, "busy": LossReason.TOO_BUSY,
    "did not care": LossReason.UNCARED, "process breakdown": LossReason.BREAKDOWN,
    "expertise gap": LossReason.EXPERTISE, "personal matter": LossReason.PERSONAL,
}  # fmt: skip
_SURE = "|".join(Confidence)
_REASON = re.compile(
    rf"\b(?P<reason>{'|'.join(sorted(_PHRASES, key=len, reverse=True))})\b(?:\s*\(?\s*(?P<sure>{_SURE})\b\)?)?",
    re.IGNORECASE,
)
_BEFORE_A_DAY = re.compile(r"^(?:on|until|till|by|from|since)\s+", re.IGNORECASE)


class _Ends:
    """The words that end an account's name: a number, or one that a day or a reason begins with."""

    _words = frozenset({"on", "until", "till", "because", "today", "yesterday", "tomorrow", "last", "next"}) | {
        phrase.split()[0] for phrase in _PHRASES
    }

    def __contains__(self, word: object) -> bool:
        return str(word)[:1].isdigit() or str(word) in self._words


ENDS = _Ends()


class LossLine(NamedTuple):
    """`day_text`: what stands where a day would, also where it is none."""

    ended_on: date | None
    day_text: str
    reasons: list[Reason]
    words: str


def parse_loss(line: str, today: date, read_date: ReadDate, prefer: Prefer) -> LossLine:
    """Read `30 June, price stated, staffing: "their words"`. A reason without more is suspected. Never raises."""
    parts = cut(line)
    ends = next((at for at, part in enumerate(parts) if part.form in (Form.COLON, Form.QUOTED)), len(parts))
    head = decode(line[: parts[ends].start] if ends < len(parts) else line)
    found = [_reason(match) for match in _REASON.finditer(head)]
    day_text = _BEFORE_A_DAY.sub("", " ".join(_REASON.sub(" ", head).replace(",", " ").split()))
    day_text = re.sub(r"\s*\b(?:and|because of|because)\b\s*", " ", day_text).strip()
    day = read_date(day_text, today, prefer=prefer) if day_text else None
    return LossLine(day, day_text, found, _words(line, parts[ends:]))


def _reason(match: re.Match[str]) -> Reason:
    return Reason(_PHRASES[match["reason"].lower()], Confidence((match["sure"] or Confidence.SUSPECTED).lower()))


def _words(line: str, parts: Sequence[Part]) -> str:
    """What was typed behind the colon; of one quotation, what stands in it."""
    rest = [part for part in parts if part.form is not Form.COLON]
    if len(rest) == 1 and rest[0].form is Form.QUOTED:
        return rest[0].text.strip()
    return decode(line[rest[0].start :]).strip() if rest else ""
