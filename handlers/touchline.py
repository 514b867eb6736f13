"""How the parts of a `/touch` line are understood, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from handlers import dateshape, words
from handlers.given import PARTS, Given
from handlers.naming import Names, is_capital, names_at
from handlers.phrases import LONGEST_PHRASE, as_temperature, fits_next
from handlers.tokens import Form, Part, cut, decode, encode, flat, typed


@dataclass(frozen=True)
class Said:
    """A word or phrase that stays in the sentence: of a kind or a direction, or of no meaning here."""

    parts: Sequence[Part]
    run: int  # words of one run stand side by side
    phrase: str
    kind: str | None = None
    direction: str | None = None


@dataclass
class Reading:
    """What was understood so far."""

    line: str
    given: Given
    _said: list[Said] = field(default_factory=list)
    _run: int = 0
    _aimed: str | None = None  # the direction of "from …" and "to …"
    _with: bool = False

    def read(self, parts: Sequence[Part]) -> None:
        """Take in the parts before the note."""
        at = 0
        while at < len(parts):
            at += self._client_first(parts, at) or self.take(parts, at) or self._leave(parts, at)

    def begins_with_kind(self, parts: Sequence[Part]) -> bool:
        """Whether the first part is a word for a kind."""
        return bool(parts) and self._meaningful(parts, 0) > 0 and self.kind is not None

    def take(self, parts: Sequence[Part], at: int) -> int:
        """How many parts from `at` on have a meaning, once it is noted; 0 for none."""
        apart: tuple[Callable[[Sequence[Part], int], int], ...]
        apart = (self._pair, self._person, self._next, self._temperature, self._day)
        taken = next(filter(None, (take(parts, at) for take in apart)), 0)
        if not taken and (within := self._other_day(parts, at) or self._meaningful(parts, at)):
            return within
        taken = taken or self._company(parts, at)
        self._run += bool(taken)
        return taken

    @property
    def kind(self) -> str | None:
        """The kind that was written out; else an attempt, where one is told of; else the first one named."""
        kinds = [said.kind for said in self._said if said.kind]
        strongest = words.STRONGEST if words.STRONGEST in kinds else None
        return self.given.chosen.get("kind") or strongest or next(iter(kinds), None)

    @property
    def direction(self) -> str | None:
        """The direction that was written out, else told, else meant by the word for the kind."""
        told = next((said.direction for said in self._said if said.direction), None)
        return self.given.chosen.get("direction") or told or self._aimed or self._meant()

    def left_over(self) -> str:
        """Whatever has no meaning here, with the words beside it, as it was typed."""
        runs = [list(run) for _, run in groupby(self._said, key=lambda said: said.run)]
        kept = [run for run in runs if any(self._is_left(said) for said in run) and not _is_idle(run)]
        return " ".join(typed(self.line, [*run[0].parts, *run[-1].parts]) for run in kept)

    def take_from_end(self, note: str) -> str:
        """The note without a next date and a temperature at its end, which are noted unless they were given before."""
        line = encode(note)
        parts = cut(line)
        for at in range(max(0, len(parts) - LONGEST_PHRASE - 2), len(parts)):
            if self._last(parts[at:]):
                return self.take_from_end(decode(line[: parts[at].start]).rstrip().rstrip(",;-\u2013\u2014"))
        return note.strip()

    def _is_left(self, said: Said) -> bool:
        if said.direction:
            return said.direction != self.direction
        return said.kind is None or said.kind != self.kind

    def _meant(self) -> str | None:
        aimed = any(said.kind == self.kind and said.phrase in words.TO_CLIENT for said in self._said if said.kind)
        return "to-client" if aimed and not self._with else None

    def _leave(self, parts: Sequence[Part], at: int, count: int = 1) -> int:
        self._said.append(Said(parts[at : at + count], self._run, ""))
        return count

    def _pair(self, parts: Sequence[Part], at: int) -> int:
        part = parts[at]
        key = words.KEYS.get(part.key, "")
        if key in ("on", "next"):
            return self._dated_pair(key, parts, at)
        if key in ("kind", "direction"):
            self.given.choose(key, part)
        elif key == "temp":
            self.given.set_temperature(part.text)
        elif key == "who" or (key == "with" and _is_person(part)):
            self.given.add_person(_person_of(part))
        elif key == "with":
            self.given.add_contact(part.value.strip())
        return 1 if key and (key in PARTS or part.value.strip()) else 0

    def _dated_pair(self, key: str, parts: Sequence[Part], at: int) -> int:
        fits = fits_next if key == "next" else dateshape.fits_date
        count = 0 if parts[at].quoted else self._span(parts, at, fits, parts[at].text)
        text = " ".join(part.text for part in parts[at : at + max(1, count)])
        self.given.set_day(key, text)
        return max(1, count)

    def _person(self, parts: Sequence[Part], at: int) -> int:
        if parts[at].form is not Form.PERSON:
            return 0
        self.given.add_person(parts[at].value)
        return 1

    def _next(self, parts: Sequence[Part], at: int) -> int:
        if short := dateshape.ahead(parts[at].text) if parts[at].form is Form.WORD else "":
            self.given.set_day("next", short)
            return 1
        count = self._span(parts, at + 1, fits_next) if _is_word(parts[at], "next") else 0
        if count:
            self.given.set_day("next", typed(self.line, parts[at + 1 : at + 1 + count]))
        return count and count + 1

    def _temperature(self, parts: Sequence[Part], at: int) -> int:
        follows = _is_word(parts[at], "temp") and at + 1 < len(parts) and as_temperature(parts[at + 1].text)
        if follows is False or follows is None:
            return 0
        self.given.set_temperature(parts[at + 1].text)
        return 2

    def _day(self, parts: Sequence[Part], at: int) -> int:
        ahead = 1 if _is_word(parts[at], "from") else 0
        count = self._span(parts, at + ahead, dateshape.fits_date)
        if count:
            self.given.set_day("on", typed(self.line, parts[at + ahead : at + ahead + count]))
        return count and count + ahead

    def _other_day(self, parts: Sequence[Part], at: int) -> int:
        """A day that the touch is about, not the day when it was: "until Friday"."""
        count = self._span(parts, at + 1, dateshape.fits_date) if parts[at].bare in words.NOT_WHEN else 0
        return count and self._leave(parts, at, count + 1)

    def _meaningful(self, parts: Sequence[Part], at: int) -> int:
        for count in range(words.LONGEST, 0, -1):
            span = parts[at : at + count]
            phrase = " ".join(part.bare for part in span)
            kind, direction = words.KIND_OF.get(phrase), words.DIRECTION_OF.get(phrase)
            if phrase == "they" and at + 1 < len(parts) and _is_deed(parts[at + 1]):
                direction = "from-client"
            late = phrase in words.ONLY_FIRST and self.kind is not None
            if (kind or direction) and not late and all(part.form is Form.WORD for part in span):
                self._said.append(Said(span, self._run, phrase, kind, direction))
                return len(span)
        return 0

    def _client_first(self, parts: Sequence[Part], at: int) -> int:
        """Just "Jane emailed": a name before a deed, with no kind before it, is who did it."""
        if self.kind is not None or not _begins_name(parts[at]):
            return 0
        found = names_at(self.line, parts, at, self._ends_name)
        acts = found.contacts and found.end < len(parts) and _is_deed(parts[found.end])
        if not acts or parts[found.end].bare in words.DONE_BY_US:
            return 0
        self._aimed = self._aimed or "from-client"
        self._run += 1
        return self._add_names(found)

    def _company(self, parts: Sequence[Part], at: int) -> int:
        """Who was met: "with …", "their …", "from …" and "to …" somebody, "called" somebody."""
        word = parts[at].bare if parts[at].form is Form.WORD else ""
        beside = self._said[-1] if at and self._said and self._said[-1].parts[-1] is parts[at - 1] else None
        if word == "their":
            return self._theirs(parts, at)
        if word in ("with", "w/", "from", "to") and at + 1 < len(parts):
            return self._after(word, parts, at + 1, beside.kind if beside else None)
        if beside and beside.phrase in words.DONE_TO and _begins_name(parts[at]):
            return self._add_names(names_at(self.line, parts, at, self._ends_name))
        return 0

    def _after(self, word: str, parts: Sequence[Part], at: int, kind: str | None) -> int:
        """Names after a preposition; "from" and "to" are about people only beside a kind, or before one plainly."""
        follows, plain = parts[at], parts[at].form in (Form.QUOTED, Form.PERSON)
        if word in ("from", "to") and not (kind or plain or follows.bare == "their"):
            return 0
        found = names_at(self.line, parts, at, self._ends_name)
        if not found.count:
            return 0
        self._with |= word in ("with", "w/")
        if found.contacts and (word == "from" or (word == "to" and (kind is None or kind in words.ONE_WAY))):
            self._aimed = self._aimed or f"{word}-client"
        return 1 + self._add_names(found)

    def _theirs(self, parts: Sequence[Part], at: int) -> int:
        """Just "their CFO": only where a title or a deed shows that a person is meant."""
        found = names_at(self.line, parts, at, self._ends_name)
        acts = found.count > 0 and found.end < len(parts) and _is_deed(parts[found.end])
        about = at > 0 and parts[at - 1].bare in words.NO_NAME
        if not acts and (about or at + 1 == len(parts) or not is_capital(parts[at + 1])):
            return 0
        if acts and self.kind is None:
            self._aimed = self._aimed or "from-client"
        return self._add_names(found)

    def _add_names(self, found: Names) -> int:
        for name in found.contacts:
            self.given.add_contact(name)
        for person in found.people:
            self.given.add_person(person)
        return found.count

    def _ends_name(self, parts: Sequence[Part], at: int) -> bool:
        part = parts[at]
        known = part.bare in words.KIND_OF or (part.bare in words.NO_NAME and part.text not in words.ABBREVIATIONS)
        if part.form is not Form.WORD or known or not any(c.isalnum() for c in part.bare):
            return True
        is_next = bool(dateshape.ahead(part.text))
        return is_next or bool(self._span(parts, at, dateshape.fits_date)) or _is_word(part, "temp")

    def _span(self, parts: Sequence[Part], at: int, fits: Callable[[str], bool], first: str | None = None) -> int:
        """The most parts from `at` on that together fit, of a pair by its value `first`; 0 for none."""
        for count in range(min(LONGEST_PHRASE, len(parts) - at), 0, -1):
            span = parts[at : at + count]
            inner = span[1:] if first is not None else span
            if all(part.form is Form.WORD for part in inner):
                texts = [first] if first is not None else []
                if fits(" ".join([*texts, *(part.text for part in inner)])):
                    return count
        return 0

    def _last(self, parts: Sequence[Part]) -> bool:
        """Whether these parts, the last of the note, are a next date or a temperature and nothing else."""
        key = parts[0].key or (parts[0].bare if parts[0].form is Form.WORD else "")
        value = [part for part in parts if part.form is not Form.COLON] if len(parts) > 1 else list(parts)
        text = " ".join(part.text for part in (value if parts[0].key else value[1:]))
        if key == "next" and "next" not in self.given.keys and fits_next(text):
            self.given.set_day("next", text)
            return True
        if key == "temp" and "temp" not in self.given.keys and as_temperature(text) is not None:
            self.given.set_temperature(text)
            return True
        return False


def _is_word(part: Part, word: str) -> bool:
    return part.form is Form.WORD and part.bare == word and not part.ends_phrase


def _is_person(part: Part) -> bool:
    return part.value != part.text or (part.text.startswith("@") and not part.quoted)


def _person_of(part: Part) -> str:
    """A Slack user id, or "@name"; "" of nothing."""
    name = part.value.strip()
    return name if part.value != part.text or not name else f"@{name.lstrip('@')}"


def _is_deed(part: Part) -> bool:
    return part.form is Form.WORD and part.bare in words.DEEDS


def _begins_name(part: Part) -> bool:
    """Whether a word is plainly a name's: "Jane", not "NDA" or "Q3"."""
    text = part.text
    shouted = len(text) > 1 and text.isupper()
    return part.form is Form.WORD and text[:1].isupper() and not shouted and not any(c.isdigit() for c in text)


def _is_idle(run: Sequence[Said]) -> bool:
    """Whether a run is nothing but a comma or a dash that stood between other parts."""
    return all(flat(part.text).strip(",;.-&+/|") == "" for said in run for part in said.parts)
