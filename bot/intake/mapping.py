"""Which column of somebody's list is which of ours: guessed from what they are called, and then theirs to change.

Nothing is imported by a guess that nobody has seen. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from bot.intake.accounts import AMOUNTS
from bot.intake.csv_files import Row
from bot.intake.files import NOUNS
from bot.intake.sheet import Sheet
from bot.intake.synonyms import LAST_NAME, SYNONYMS, WORDS

_SAME, _ALIKE = 100, 88  # of a hundred; alike is a typo or a plural
_LOOKED_AT = 500  # cells, to see whether a column holds the words that it should


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a list is of, and where in its header each of our columns stands.

    `currency`: of amounts beside which none stands.
    """

    noun: str
    columns: Mapping[str, int] = field(default_factory=dict)
    currency: str = ""

    @property
    def missing(self) -> list[str]:
        """Our columns without which no row can go in."""
        return [name for name in NOUNS[self.noun].columns.needed if name not in self.columns]

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows of a list as the importers take them."""
        names = [""] * len(sheet.header)
        for ours, place in self.columns.items():
            names[place] = ours
        return (self._whole(row) for row in sheet.rows(names))

    def _whole(self, row: Row) -> Row:
        cells = dict(row.cells)
        last_name = cells.pop(LAST_NAME, "")
        if last_name:
            cells["name"] = f"{cells.get('name', '')} {last_name}".strip()
        if self.currency and any(map(cells.get, AMOUNTS)) and not cells.get("currency"):
            cells["currency"] = self.currency
        return replace(row, cells=cells)


def fields(noun: str) -> list[str]:
    """Our columns that a list of a noun can hold, those that it needs first."""
    known = NOUNS[noun].columns.all
    return [*known, *(name for name in SYNONYMS[noun] if name not in known)]


def guess(sheet: Sheet, name: str = "") -> Meaning:
    """What a list is most likely of, and which column is which. `name`: of its file."""
    return max((guess_columns(sheet, noun) for noun in NOUNS), key=lambda meaning: _fit(meaning, name))


def guess_columns(sheet: Sheet, noun: str) -> Meaning:
    """Which column is which in a list of a noun."""
    found = sorted(_likenesses(sheet, noun), key=lambda one: (-one[0], one[1:]))
    columns: dict[str, int] = {}
    for _, _, place, ours in found:
        if ours not in columns and place not in columns.values():
            columns[ours] = place
    return Meaning(noun, {ours: columns[ours] for ours in fields(noun) if ours in columns})


def _fit(meaning: Meaning, file_name: str) -> tuple[bool, int, bool]:
    return not meaning.missing, len(meaning.columns), meaning.noun[:-1] in file_name.casefold()


def _likenesses(sheet: Sheet, noun: str) -> Iterator[tuple[float, int, int, str]]:
    """How alike, which of our words for it, which column of theirs, and which of ours."""
    for place, title in enumerate(sheet.header):
        said = _bare(title)
        for ours, words in SYNONYMS[noun].items():
            alike, at = max((_alike(said, word), -at) for at, word in enumerate(words))
            if alike >= _ALIKE and _holds(sheet, place, ours):
                yield alike, -at, place, ours


def _alike(said: str, word: str) -> float:
    return _SAME if said == word else min(fuzz.ratio(said, word), _SAME - 1) if len(word) > 3 else 0


def _holds(sheet: Sheet, place: int, ours: str) -> bool:
    """Whether a column holds what it should, where that is one of few words: most of what is in it."""
    if ours not in WORDS:
        return True
    cells = [cell.casefold() for cell in sheet.column(place)[:_LOOKED_AT]]
    fitting = sum(all(part.strip() in WORDS[ours] for part in cell.split(";")) for cell in cells)
    return fitting * 2 >= len(cells)


def _bare(title: str) -> str:
    """A title as our words are written: "Owner's E-mail" is "owner email"."""
    said = re.sub(r"e-?mail", "email", title.replace("_", " ").casefold())
    said = re.sub(r"['\u2019]s\b", "", said)
    return " ".join(re.sub(r"[^\w]+", " ", said).split())
