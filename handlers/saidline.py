"""Words, what stands before them, and the days and people behind: `they: "the brand files" by Friday @ben`. Pure.

One quotation is taken as it is. Without quotes, or with several, words end where nothing but what the verb understands
follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.tokens import Form, Part, cut, decode, typed

_LONGEST_TAIL = 10  # parts behind words without quotes
_LONGEST_NAME = 5  # words before a colon that may be a name
_CLAUSES = frozenset({"by", "until", "before", "due", "from", "starting", "since", "on", "to", "for"})

Clauses = dict[str, str]  # by the word that begins them, "" for what stands first
Understands = Callable[[Clauses], bool]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What follows the account in a line. Texts are plain, as they were typed.

    `before`: what stands before the words; `people`: mentions behind them, ids or "@name".
    """

    before: str
    words: str
    clauses: Clauses
    people: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.before or self.words or self.clauses or self.people)

    def first(self, *keys: str) -> str:
        """What the first of some clauses says that is there."""
        return next((self.clauses[key] for key in keys if self.clauses.get(key)), "")

    def unread(self, *said: str) -> str:
        """The clauses that say none of these texts, as they were typed; people typed more than the verb understands."""
        left = (f"{key} {text}".strip() for key, text in self.clauses.items() if text not in said)
        return " ".join(filter(None, left))


def parse_said(line: str, understands: Understands) -> SaidLine:
    """Read a line as Slack delivers it, the account's name cut off. Never raises."""
    parts = cut(line)
    while parts and parts[0].form is Form.COLON:
        parts = parts[1:]
    quotations = [at for at, part in enumerate(parts) if part.form is Form.QUOTED and part.text.strip()]
    if len(quotations) == 1:
        [quoted] = quotations
        tail = [part for part in parts[quoted + 1 :] if part.form is not Form.COLON]
        before = typed(line, [part for part in parts[:quoted] if part.form is not Form.COLON])
        return SaidLine(before.rstrip(": "), parts[quoted].text.strip(), _clauses(tail), _people(tail))
    colon = next((at for at, part in enumerate(parts) if part.form is Form.COLON), 0)
    named = colon if 0 < colon <= _LONGEST_NAME and colon + 1 < len(parts) else 0
    rest = parts[named + 1 :] if named else parts
    start = _tail_at(rest, understands)
    words = decode(line[rest[0].start : rest[start - 1].end]).strip(" ,;") if start else ""
    return SaidLine(typed(line, parts[:named]), words, _clauses(rest[start:]), _people(rest[start:]))


def _tail_at(parts: Sequence[Part], understands: Understands) -> int:
    """Where what the verb understands begins, at the end of words without quotes."""
    first = max(0, len(parts) - _LONGEST_TAIL)
    tails = (at for at in range(first, len(parts)) if understands(_clauses(parts[at:])))
    return next(tails, len(parts))


def _clauses(parts: Sequence[Part]) -> Clauses:
    said: dict[str, list[Part]] = {}
    key = ""
    for part in parts:
        if part.form is Form.PERSON:
            continue
        if part.form is Form.WORD and part.bare in _CLAUSES:
            key = part.bare
            said.setdefault(key, [])
        else:
            said.setdefault(key, []).append(part)
    return {key: " ".join(part.text for part in some).strip(" ,;.") for key, some in said.items()}


def _people(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.value for part in parts if part.form is Form.PERSON))
