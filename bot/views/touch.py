"""The answer to a touch: what was understood, what it moved, how the account stands, and something given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from slackblocks import Block, Button

from bot.policy import Counts, Direction, Kind, Level, Sign
from bot.views import kit, mrkdwn, words
from bot.views.post import Post
from bot.worktime import UTC_ZONE

_NOTE = 1500
COUNTS_BY_ITSELF = "channel"  # the source of what is written where messages are touches
STAYS = "What is written there counts by itself, so there is no Undo: the talk of the day stays."
_PUT_RIGHT = "*Edit* puts right what was added."


@dataclass(frozen=True, slots=True)
class TouchShown:
    """A touch as people read it. `on` and `next_on` are days where the reader is; `contacts` are names."""

    id: str
    account: str
    kind: Kind
    direction: Direction
    on: date
    people: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    note: str = ""
    temperature: int | None = None
    signs: tuple[str, ...] = ()
    next_on: date | None = None
    link: str = ""
    source: str = ""
    resets: frozenset[Counts] = frozenset()
    fixed: str = ""  # why the reader cannot correct it


@dataclass(frozen=True, slots=True)
class Move:
    """A clock that was moved. `rings_at`: aware UTC, when it speaks up next, if at all. `about`: a contact's name."""

    rule: str
    before: Level | None
    after: Level | None
    rings_at: datetime | None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands: its loudest level, and what rings next (aware UTC, the rule). `zone`: the account's."""

    level: Level | None
    next_at: datetime | None = None
    next_rule: str = ""
    zone: tzinfo = UTC_ZONE


def logged(touch: TouchShown, moves: Sequence[Move], standing: Standing, gifts: Sequence[str], today: date) -> Post:
    """A touch that was logged. `gifts` are plain sentences that give something back."""
    done = "Added to the messages of the day" if touch.source == COUNTS_BY_ITSELF else "Logged"
    return _answer(done, touch, moves, standing, gifts, today)


def edited(touch: TouchShown, moves: Sequence[Move], standing: Standing, today: date) -> Post:
    """A touch that was corrected."""
    return _answer("Corrected", touch, moves, standing, (), today)


def undone(touch: TouchShown, standing: Standing, today: date) -> Post:
    """A touch that was taken back."""
    text = (
        f"Undone: the {words.KINDS[touch.kind]} with {mrkdwn.bold(touch.account)} on {mrkdwn.day(touch.on, today)} "
        f"counts no more. Now: {_stands(standing)}"
    )
    return kit.post(text, [kit.section(text)])


def history(account: str, touches: Sequence[TouchShown], more: bool, today: date) -> Post:
    """The latest touches of an account, newest first."""
    if not touches:
        example = mrkdwn.code(f"/touch {mrkdwn.quoted(account)} call")
        text = f"Nothing is logged for {mrkdwn.bold(account)} yet. Log the first: {example}"
        return kit.post(text, [kit.section(text)])
    heading = f"Touches of {account}"
    blocks: list[Block] = [kit.header(heading)]
    blocks += kit.paragraphs(f"• {one_line(touch, today)}" for touch in touches)
    if more:
        blocks.append(kit.context("There are earlier ones."))
    return kit.post(mrkdwn.line(heading), blocks)


def one_line(touch: TouchShown, today: date) -> str:
    """A touch in one line of mrkdwn: "12 May: call with Jane Doe: renewal looks fine"."""
    note = f": {mrkdwn.line(mrkdwn.cut(touch.note, 200))}" if touch.note.strip() else ""
    signs = f" · {_signs(touch)}" if touch.signs else ""
    link = f" · {mrkdwn.link(touch.link, 'the message')}" if touch.link else ""
    source = f" · {words.SOURCES[touch.source]}" if touch.source in words.SOURCES else ""
    return f"{mrkdwn.day(touch.on, today)}: {_what(touch)}{note}{signs}{link}{source}"


def in_words(touch: TouchShown, today: date) -> str:
    """A touch in plain words: "call with Jane Doe · Acme Corp · today, 12 May"."""
    return mrkdwn.plain(f"{_what(touch)} · {mrkdwn.line(touch.account)} · {_when(touch.on, today)}")


def _answer(
    done: str, touch: TouchShown, moves: Sequence[Move], standing: Standing, gifts: Sequence[str], today: date
) -> Post:
    summary = f"{done}: {_what(touch)} · {mrkdwn.bold(touch.account)} · {_when(touch.on, today)}"
    blocks: list[Block] = [
        kit.section("\n".join([summary, *_particulars(touch, today)])),
        kit.section("\n".join([*_moved(touch, moves, standing.zone), f"Now: {_stands(standing)}"])),
    ]
    if gifts:
        blocks.append(kit.context("\n".join(mrkdwn.line(gift) for gift in gifts)))
    if touch.source == COUNTS_BY_ITSELF:
        blocks.append(kit.context(f"{STAYS} {mrkdwn.line(touch.fixed) or _PUT_RIGHT}"))
    if buttons := _buttons(touch):
        blocks.append(kit.actions(*buttons))
    return kit.post(summary, blocks)


def _buttons(touch: TouchShown) -> list[Button]:
    """What can be done with it: what counts by itself cannot be undone, and not everybody may correct it."""
    felt = kit.button("How was it?", "touch.felt", touch.id, f"Say how it was with {touch.account}")
    edit = kit.button("Edit", "touch.edit", touch.id, f"Edit this touch with {touch.account}")
    undo = kit.button("Undo", "touch.undo", touch.id, f"Undo this touch with {touch.account}")
    correct = [] if touch.fixed else [*([felt] if _leaves_open_how_it_was(touch) else []), edit]
    return [*correct, *([] if touch.source == COUNTS_BY_ITSELF else [undo])]


def _leaves_open_how_it_was(touch: TouchShown) -> bool:
    """Whether it was a conversation of which nothing but the fact is known."""
    talked = touch.direction is Direction.TWO_WAY and Counts.CONTACT in touch.resets
    return talked and touch.temperature is None and not touch.signs


def _what(touch: TouchShown) -> str:
    with_whom = f" with {mrkdwn.listing([mrkdwn.line(name) for name in touch.contacts])}" if touch.contacts else ""
    way = {Direction.TWO_WAY: "", Direction.FROM_CLIENT: " from the client", Direction.TO_CLIENT: " to the client"}
    return f"{words.KINDS[touch.kind]}{way[touch.direction]}{with_whom}"


def _when(on: date, today: date) -> str:
    names = {0: "today", 1: "yesterday"}
    name = names.get((today - on).days)
    return f"{name}, {mrkdwn.day(on, today)}" if name else mrkdwn.day(on, today)


def _particulars(touch: TouchShown, today: date) -> list[str]:
    parts = [
        f"_Of us:_ {', '.join(mrkdwn.person(id_) for id_ in touch.people)}" if touch.people else "",
        f"_Note:_ {mrkdwn.line(mrkdwn.cut(touch.note, _NOTE))}" if touch.note.strip() else "",
        mrkdwn.link(touch.link, "The message") if touch.link else "",
        f"_Felt:_ {words.TEMPERATURES[str(touch.temperature)]}" if touch.temperature is not None else "",
        _signs(touch) if touch.signs else "",
        f"_Next:_ {mrkdwn.day(touch.next_on, today)}" if touch.next_on else "",
    ]
    return [part for part in parts if part]


def _signs(touch: TouchShown) -> str:
    seen = [words.SIGNS[Sign(sign)] for sign in touch.signs]
    return f"_Signs:_ they {mrkdwn.listing(seen, len(seen))}"


def _moved(touch: TouchShown, moves: Sequence[Move], zone: tzinfo) -> list[str]:
    lines = [_counted(touch)] if Counts.CONTACT not in touch.resets else []
    changed = [move for move in moves if move.before is not move.after or move.rings_at]
    return lines + [f"⏱ {words.rule(move.rule)}{_about(move)}: {_move(move, zone)}" for move in changed[:8]]


def _about(move: Move) -> str:
    return f" ({mrkdwn.line(mrkdwn.cut(move.about, 100))})" if move.about else ""


def _counted(touch: TouchShown) -> str:
    if Counts.REACH in touch.resets:
        return "An attempt: we reached out. It does not reset the contact clock; their answer will."
    return "Noted for us. It does not reset the contact clock."


def _move(move: Move, zone: tzinfo) -> str:
    level = words.level(move.after)
    was = f" (was {words.level(move.before)})" if move.before is not move.after else ""
    rings = f", rings {mrkdwn.there(move.rings_at, zone)}" if move.rings_at else ""
    return f"{level}{was}{rings}"


def _stands(standing: Standing) -> str:
    rings = (
        f", next ring {mrkdwn.there(standing.next_at, standing.zone)} ({words.rule(standing.next_rule)})"
        if standing.next_at
        else ""
    )
    return f"{words.level(standing.level)}{rings}"
