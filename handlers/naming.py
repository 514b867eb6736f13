"""Names in a line: who was met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers import words
from handlers.tokens import Form, Part, trim, typed

LONGEST_TITLE = 6
LOWER_CASE_NAME = 3  # "jane", "jane doe": without capitals, a name has to end soon
_AND = frozenset({"and", "And", "AND", "&", "+", ",", "/"})


@dataclass(frozen=True)
class Names:
    """Who is named in a stretch of a line that ends before part number `end` and is `count` parts long."""

    contacts: tuple[str, ...]
    people: tuple[str, ...]
    count: int
    end: int


def names_at(line: str, parts: Sequence[Part], at: int, ends_name: Callable[[Sequence[Part], int], bool]) -> Names:
    """The names from part `at` on: "Jane Doe, their CFO and @ben". `ends_name` tells where no name can go on."""
    contacts: list[str] = []
    people: list[str] = []
    end, here, lower = at, at, True
    while taken := _one(parts, here, ends_name):
        part = parts[here]
        if part.form is Form.WORD and part.bare != "their" and not (lower or is_capital(part)):
            break
        lower = part.form is Form.WORD and not is_capital(part) and part.bare != "their"
        if part.form is Form.PERSON:
            people.append(part.value)
        else:
            named = parts[here : here + taken]
            contacts.append(
                part.text.strip() if part.form is Form.QUOTED else trim(typed(line, _after_their(named)), ",;.")
            )
        end = here = here + taken
        if here < len(parts) and parts[here].text in _AND:
            here += 1
        elif not parts[here - 1].ends_phrase:
            break
    return Names(tuple(contacts), tuple(people), end - at, end)


def _one(parts: Sequence[Part], at: int, ends_name: Callable[[Sequence[Part], int], bool]) -> int:
    """How many parts from `at` on are one name."""
    if at >= len(parts):
        return 0
    part = parts[at]
    if part.form is Form.PERSON or (part.form in (Form.QUOTED, Form.LINK) and part.text.strip()):
        return 1
    theirs = int(part.form is Form.WORD and part.bare == "their")
    first = at + theirs
    if first >= len(parts) or not part.bare or part.text[0].isdigit() or ends_name(parts, first):
        return 0
    limit = LONGEST_TITLE if theirs or is_capital(parts[first]) else LOWER_CASE_NAME
    end = first + 1
    while end < min(first + limit, len(parts)) and not parts[end - 1].ends_phrase:
        fits_in = parts[end].bare in words.IN_NAMES and end + 1 < len(parts) and not ends_name(parts, end + 1)
        if not fits_in and ends_name(parts, end):
            break
        if not fits_in and not theirs and is_capital(parts[first]) and not is_capital(parts[end]):
            break
        end += 1
    return end - at


def is_capital(part: Part) -> bool:
    """Whether a word begins as names do; scripts without capitals count."""
    start = part.text.lstrip("(")[:1]
    return start != "" and not start.islower()


def _after_their(parts: Sequence[Part]) -> Sequence[Part]:
    return parts[1:] if parts[0].bare == "their" else parts
