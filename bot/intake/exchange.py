"""A day's messages with a client as one touch: who of both sides spoke, whatever the order. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.policy import Direction
from bot.work.checks import LIST_LIMIT, NOTE_LIMIT
from bot.work.touches import NewTouch

_FIRST_WORDS = 200
_SHORTENED = (
    f"(Shortened: a day's note holds {NOTE_LIMIT:,} characters. The messages themselves are in the channel.)\n…"
)


def together(standing: NewTouch, heard: NewTouch) -> NewTouch:
    """What stands of a day, and a message of the same day. One that adds nobody to it leaves it as it stands.

    The moment is that of the latest message that added somebody: it never goes back. What people changed stays.
    """
    both = standing.direction if heard.direction is standing.direction else Direction.TWO_WAY
    people, contacts = _joined(standing.people, heard.people), _joined(standing.contacts, heard.contacts)
    if (both, people, contacts) == (standing.direction, list(standing.people), list(standing.contacts)):
        return standing
    note = _bounded(standing.note, heard.note) if both is not standing.direction else standing.note
    return replace(
        standing,
        direction=both,
        people=people,
        contacts=contacts,
        occurred_at=max(standing.occurred_at, heard.occurred_at),
        note=note,
    )


def added(standing: NewTouch, said: NewTouch) -> NewTouch:
    """What stands of a day, and what somebody of ours says of a message of that day: nothing and nobody leaves."""
    return replace(
        standing,
        direction=standing.direction if said.direction is standing.direction else Direction.TWO_WAY,
        people=_joined(standing.people, said.people),
        contacts=_joined(standing.contacts, said.contacts),
        occurred_at=max(standing.occurred_at, said.occurred_at),
        note=_noted(standing.note, said.note),
        temperature=standing.temperature if said.temperature is None else said.temperature,
        signs=[*dict.fromkeys([*(standing.signs or ()), *said.signs])],
        next_on=said.next_on or standing.next_on,
        link=said.link,
    )


def _noted(standing: str, said: str) -> str:
    """Both; what stands of the same message is not said twice."""
    kept = "\n".join(line for line in standing.splitlines() if line != first_words(said))
    return kept if f"\n{said.strip()}\n" in f"\n{kept}\n" else _bounded(kept, said)


def _bounded(kept: str, said: str) -> str:
    """Both, as much as a note holds: the oldest words make room, and the note says so."""
    both = "\n".join(filter(None, [kept, said]))
    if len(both) <= NOTE_LIMIT:
        return both
    return f"{_SHORTENED}{both.removeprefix(_SHORTENED)[len(_SHORTENED) - NOTE_LIMIT :]}"


def first_words(text: str) -> str:
    """The beginning of a message on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _FIRST_WORDS else f"{line[: _FIRST_WORDS - 1].rstrip()}…"


def _joined(some: Sequence[str], more: Sequence[str]) -> list[str]:
    """Both without repeats, as many as a touch keeps; nobody leaves."""
    return list(dict.fromkeys([*some, *more]))[: max(LIST_LIMIT, len(some))]
