"""What follows the account in `/client know`: what kind of thing, what, and on which day. Pure but for the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.policy import TraitKind
from handlers.dateshape import ReadDate
from handlers.saidline import Clauses, parse_said
from handlers.tokens import Form, cut

_WORDS = {
    **{kind.value: kind for kind in TraitKind},
    "pride": TraitKind.PROUD,
    "milestones": TraitKind.MILESTONE,
    "birthday": TraitKind.ANNIVERSARY,
    "burdens": TraitKind.BURDEN,
}
_DATED = (TraitKind.MILESTONE, TraitKind.ANNIVERSARY)
_DAY = ("", "on", "since", "from", "by")


@dataclass(frozen=True, slots=True)
class TraitLine:
    """`anniversary "founded" on 12 May 1998`. `day_text` stays where it is no day."""

    kind: TraitKind | None = None
    words: str = ""
    day_text: str = ""
    falls_on: date | None = None
    is_empty: bool = False


def parse_trait(line: str, today: date, read_date: ReadDate) -> TraitLine:
    """Read what follows the account's name, as Slack delivers it. Never raises."""
    kind, rest = _kind(line)

    def understands(clauses: Clauses) -> bool:
        [key, *more], text = clauses or ("none",), next(iter(clauses.values()), "")
        return not more and kind in _DATED and key in _DAY and read_date(text, today, prefer="past") is not None

    said = parse_said(rest, understands)
    day = next((said.clauses[key] for key in _DAY if said.clauses.get(key)), "")
    return TraitLine(
        kind=kind,
        words=_words(kind, said.before, said.words),
        day_text=day,
        falls_on=read_date(day, today, prefer="future" if kind is TraitKind.MILESTONE else "past") if day else None,
        is_empty=kind is None and said.is_empty,
    )


def _kind(line: str) -> tuple[TraitKind | None, str]:
    """The kind that a line begins with, and what follows it."""
    parts = [part for part in cut(line) if part.form is not Form.COLON]
    kind = _WORDS.get(parts[0].bare) if parts and parts[0].form is Form.WORD else None
    return (kind, line[parts[0].end :]) if kind else (None, line)


def _words(kind: TraitKind | None, before: str, words: str) -> str:
    """Whoever is proud is proud of something."""
    said = words if before.casefold() in ("", "of") else f"{before}: {words}"
    return said[3:].lstrip() if kind is TraitKind.PROUD and said[:3].casefold() == "of " else said
