"""What follows the account in `/client rescue`: what happened, what they said, and who sees to it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from handlers.tokens import Form, Part, cut, typed

#: Words before a person, and the part in a rescue that these give them.
_PARTS = {"lead": "lead", "led": "lead", "leads": "lead", "sponsor": "sponsor", "helper": "helper", "helpers": "helper"}
_FILLERS = frozenset({"by", "is", "and"})


@dataclass(frozen=True, slots=True)
class RescueLine:
    """`the launch failed: "we cannot trust you" lead @ben in #war-room`. `words`, in quotes, are the client's own.

    People and the channel are Slack's ids, or "@name" where Slack did not make one out.
    """

    why: str = ""
    words: str = ""
    lead: str | None = None
    sponsor: str | None = None
    helpers: tuple[str, ...] = ()
    channel: str | None = None


def parse_rescue(line: str) -> RescueLine:
    """Read what follows the account's name, as Slack delivers it. Never raises.

    People and a channel are taken out of the words only where “lead”, “sponsor”, “helpers” or “in” stands before them.
    """
    parts = cut(line)
    taken: dict[str, list[str]] = {}
    for name, ids, _ in _staff(parts):
        taken.setdefault(name, []).extend(ids)
    left = _left(parts)
    words = _words(parts, left)
    return RescueLine(
        why=_reason(line, parts, left, words),
        words=words,
        lead=_last(taken.get("lead")),
        sponsor=_last(taken.get("sponsor")),
        helpers=tuple(dict.fromkeys(taken.get("helper", ()))),
        channel=_last(taken.get("channel")),
    )


def told(line: str) -> str:
    """All that a line says beside who sees to it, quotations too: how a rescue stands, or what worked."""
    parts = cut(line)
    left = _left(parts)
    alone = len(left) == 1 and parts[left[0]].form is Form.QUOTED
    return _words(parts, left) if alone else _text(line, parts, left)


def first_word(line: str) -> tuple[str, str]:
    """The first word of a line as words are compared, and what follows it."""
    parts = cut(line)
    if not parts:
        return "", ""
    rest = parts[1:]
    after = rest[1:] if rest and rest[0].form is Form.COLON else rest
    return parts[0].bare.rstrip(":"), line[after[0].start :].strip() if after else ""


def _staff(parts: Sequence[Part]) -> Iterator[tuple[str, list[str], set[int]]]:
    """Every part in a rescue that a line gives away: its name, to whom, and the numbers of the line's parts."""
    for place, part in enumerate(parts):
        if part.form is Form.PAIR and part.key in _PARTS and part.value.startswith(("U", "W", "@")):
            yield _PARTS[part.key], [part.value], {place}
        elif part.bare in _PARTS and part.form is Form.WORD:
            people, places = _people(parts, place + 1)
            if people:
                yield _PARTS[part.bare], people, {place, *places}
        elif part.bare == "in" and place + 1 < len(parts) and parts[place + 1].form is Form.CHANNEL:
            yield "channel", [parts[place + 1].value], {place, place + 1}


def _people(parts: Sequence[Part], start: int) -> tuple[list[str], set[int]]:
    """The people who are named from a part on, with the fillers between them."""
    people: list[str] = []
    places: set[int] = set()
    for place in range(start, len(parts)):
        part = parts[place]
        if part.form is Form.PERSON:
            people.append(part.value)
            places |= {*range(max(places, default=start - 1) + 1, place + 1)}
        elif part.bare not in _FILLERS and part.bare:
            break
    return people, places


def _left(parts: Sequence[Part]) -> list[int]:
    """The numbers of the parts that give no part in a rescue away."""
    gone = {place for _, _, places in _staff(parts) for place in places}
    return [place for place in range(len(parts)) if place not in gone]


def _words(parts: Sequence[Part], left: Sequence[int]) -> str:
    quoted = (parts[place].text.strip() for place in left if parts[place].form is Form.QUOTED)
    return " … ".join(filter(None, quoted))


def _reason(line: str, parts: Sequence[Part], left: Sequence[int], words: str) -> str:
    """What stands before the quotations that end a line; of these alone, what they say; else all that is left."""
    before = list(left)
    while before and _ends(parts[before[-1]]):
        before.pop()
    forms = [parts[place].form for place in left]
    if Form.QUOTED not in forms[len(before) :] or Form.QUOTED in forms[: len(before)]:
        return _text(line, parts, left)
    return _text(line, parts, before) or words


def _ends(part: Part) -> bool:
    return part.form in (Form.QUOTED, Form.COLON) or not part.bare


def _text(line: str, parts: Sequence[Part], left: Sequence[int]) -> str:
    """What was typed, without what is not left of it."""
    runs = groupby(left, key=lambda place: place - left.index(place))
    stretches = [[parts[place] for place in run] for _, run in runs]
    return " ".join(typed(line, stretch) for stretch in stretches).strip(" ,;")


def _last(found: list[str] | None) -> str | None:
    return found[-1] if found else None
