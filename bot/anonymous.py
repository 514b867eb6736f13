"""What becomes of names when somebody is erased: words without them, and ids that are nobody's. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SOMEBODY = "somebody who left"
_NOBODYS = "XGONE"  # no Slack id begins like this
_SHORTEST_PART = 3  # letters of a first or last name that is looked for by itself


def nobodys_id(unique: str) -> str:
    """An id in the place of an erased person's; `unique`: letters and digits, never used before."""
    return f"{_NOBODYS}{unique.upper()}"


def is_nobodys(person_id: str | None) -> bool:
    """Whether an id stands for a person of ours who was erased."""
    return person_id is not None and person_id.startswith(_NOBODYS)


@dataclass(frozen=True)
class Scrub:
    """Takes somebody out of texts. `names` and `emails`: all they were known by; `ids`: old id to new.

    Names of several words are found however they are written, names of one word only as they are: "Will" is a name and
    "will" is none. `thoroughly` looks for first and last names by themselves as well.
    """

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    spared: frozenset[str] = frozenset()  # first and last names that others go by too, folded

    def text(self, text: str, *, thoroughly: bool = False) -> str:
        """A text without them."""
        for pattern, word in self._patterns(thoroughly):
            text = pattern.sub(word, text)
        return text

    def value(self, value: Any, *, thoroughly: bool = False) -> Any:
        """What JSON can hold, without them: in texts, in lists, in keys and values."""
        if isinstance(value, str):
            return self.text(value, thoroughly=thoroughly)
        if isinstance(value, list):
            return [self.value(one, thoroughly=thoroughly) for one in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(one, thoroughly=thoroughly) for key, one in value.items()}
        return value

    def _patterns(self, thoroughly: bool) -> list[tuple[re.Pattern[str], str]]:
        emails = [(_word(email, re.IGNORECASE), SOMEBODY) for email in self.emails if email]
        mentions = [(re.compile(rf"<@{re.escape(old)}(\|[^>]*)?>"), SOMEBODY) for old in self.ids]
        ids = [*mentions, *((_word(old), new) for old, new in self.ids.items())]
        whole = [_named(form) for name in self.names for form in _forms(name)]
        parts = [(_word(part), SOMEBODY) for part in self._parts()] if thoroughly else []
        return [*emails, *ids, *whole, *parts]

    def _parts(self) -> list[str]:
        words = {word.strip(".,") for name in self.names for word in name.split() if len(name.split()) > 1}
        found = {form for word in words for form in _forms(word)}
        return sorted(w for w in found if len(w) >= _SHORTEST_PART and w[0].isupper() and fold(w) not in self.spared)


def fold(word: str) -> str:
    """A word of a name, in the form in which two are the same."""
    return unicodedata.normalize("NFC", word).casefold()


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The words of some names, folded."""
    return frozenset(fold(word.strip(".,")) for name in names for word in name.split())


def _forms(name: str) -> list[str]:
    """A name as it may be encoded; nothing for one that names nobody."""
    told = " ".join(name.split())
    if not told or told == SOMEBODY:
        return []
    return sorted({unicodedata.normalize(form, told) for form in ("NFC", "NFD")}, key=len, reverse=True)


def _named(name: str) -> tuple[re.Pattern[str], str]:
    return _word(name, re.IGNORECASE if " " in name else re.NOFLAG), SOMEBODY


def _word(text: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(part) for part in text.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", flags)
