"""Promises as people read them: put on record, listed, and what became of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

MOST = 15  # in a list: two blocks each, and room for what stands around them
NEW, KEEP, BREAK, MOVE = "promise.new", "promise.keep", "promise.break", "promise.move"
REOPEN = "promise.reopen"
_TEXT = 400
_TELL = (
    "Tell them before they ask, by voice rather than in writing: what was promised, that it has not happened, and what "
    "you will do by when. Leave the reasons for when they ask."
)
_ASK = "They have full days, too: ask what would help them, and agree on another day."


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise as people read it. `contact`: a name, or ""; days are where the reader is."""

    id: str
    account: str
    text: str
    is_ours: bool
    due_on: date
    contact: str = ""
    person_id: str | None = None
    owner_id: str | None = None
    moved: int = 0
    state: str = "open"
    note: str = ""
    client_told: bool = False
    settled_on: date | None = None
    settled_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be kept."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Record:
    """What became of our promises to a client in so many days."""

    kept: int
    late: int
    broken: int
    days: int


def made(shown: PromiseShown, today: date) -> Post:
    """The answer to whoever put it on record."""
    text = f"Noted for {mrkdwn.bold(mrkdwn.cut(shown.account, 200))}: {_promise(shown, today)}."
    seen_to = f"{_whose(shown)} {_sees(shown)}, and is reminded before the day and after it."
    example = mrkdwn.code(f"/client promise {mrkdwn.quoted(shown.account)}")
    blocks = [kit.section(f"{text}\n{seen_to}"), _buttons(shown), kit.context(f"All promises: {example}")]
    return kit.post(text, blocks)


def promises(
    account: str, account_id: str, listed: Sequence[PromiseShown], record: Record | None, today: date, *, more: bool
) -> Post:
    """The promises of an account: open ones with their buttons, then those that were settled last, to reopen."""
    example = mrkdwn.code(f'/client promise {mrkdwn.quoted(account)} "the new price list" by Friday')
    if not listed:
        text = f"No promise to or from {mrkdwn.bold(account)} is on record. Made one? {example}"
        return kit.post(text, [kit.section(text), _new(account, account_id)])
    waiting = sum(one.is_open for one in listed)
    heading = f"Promises with {account}: {waiting} open" if waiting else f"Promises with {account}: none open"
    blocks: list[Block] = [kit.header(heading), *([kit.context(_record(record))] if record else [])]
    for one in listed:
        blocks.append(kit.section(_listed(one, today)))
        blocks.append(_buttons(one) if one.is_open else _reopen(one))
    if more:
        blocks.append(kit.context("There are more, settled earlier or due later."))
    return kit.post(mrkdwn.line(heading), [*blocks, _new(account, account_id)])


def settled(shown: PromiseShown, today: date) -> Post:
    """The answer to whoever said what became of it; after one that was not kept, how to tell the client."""
    text = f"{_outcome(shown, today)} {_said(shown)}"
    return kit.post(text, [kit.section(text), *(kit.section(line) for line in _advice(shown)), _reopen(shown)])


def reopened(shown: PromiseShown, today: date) -> Post:
    """The answer to whoever took back what was said of it."""
    text = f"Open again: {_promise(shown, today)}. {_whose(shown)} {_sees(shown)}."
    return kit.post(text, [kit.section(text), _buttons(shown)])


def moved(shown: PromiseShown, today: date) -> Post:
    """The answer to whoever moved it or gave it to somebody."""
    text = f"Changed: {_promise(shown, today)}. {_whose(shown)} {_sees(shown)}."
    return kit.post(text, [kit.section(text)])


def one_line(shown: PromiseShown, today: date) -> str:
    """A promise in one line of mrkdwn."""
    return _promise(shown, today) if shown.is_open else f"{_outcome(shown, today)} {_said(shown)}"


def _said(shown: PromiseShown) -> str:
    return f"“{mrkdwn.line(mrkdwn.cut(shown.text, _TEXT))}”"


def _promise(shown: PromiseShown, today: date) -> str:
    """`we promised Jane Doe “the new price list” by 15 May`."""
    contact = mrkdwn.line(shown.contact)
    who = f"we promised {contact or 'them'}" if shown.is_ours else f"{contact or 'they'} promised us"
    return f"{who} {_said(shown)} by {mrkdwn.day(shown.due_on, today)}"


def _whose(shown: PromiseShown) -> str:
    return mrkdwn.person(shown.owner_id) if shown.owner_id else "Nobody yet"


def _promised_by(shown: PromiseShown) -> str:
    """Who of us said it or heard it, where that is somebody else than who sees to it."""
    if not shown.person_id or shown.person_id == shown.owner_id:
        return ""
    return f"{'promised by' if shown.is_ours else 'said to'} {mrkdwn.person(shown.person_id)}"


def _sees(shown: PromiseShown) -> str:
    return "sees to it" if shown.is_ours else "follows it up"


def _listed(shown: PromiseShown, today: date) -> str:
    if not shown.is_open:
        return "\n".join(filter(None, [one_line(shown, today), _note(shown)]))
    late = (today - shown.due_on).days
    parts = [
        f"{_whose(shown)} {_sees(shown)}",
        _promised_by(shown),
        f"the day was {mrkdwn.count(late, 'day')} ago" if late > 0 else "",
        f"another day was agreed {mrkdwn.count(shown.moved, 'time')}" if shown.moved else "",
    ]
    promise = _promise(shown, today)
    return f"{promise[0].upper()}{promise[1:]}\n{' · '.join(filter(None, parts))}"


def _outcome(shown: PromiseShown, today: date) -> str:
    mark = {"kept": "✓ Kept", "broken": "Not kept", "released": "Let go"}[shown.state]
    on = f" on {mrkdwn.day(shown.settled_on, today)}" if shown.settled_on and shown.state == "kept" else ""
    late = (shown.settled_on - shown.due_on).days if shown.settled_on else 0
    after = f", {mrkdwn.count(late, 'day')} after its day" if shown.state == "kept" and late > 0 else ""
    whose = "we promised" if shown.is_ours else "they promised"
    return f"{mark}{on}{after}: {whose}"


def _note(shown: PromiseShown) -> str:
    return f"> {mrkdwn.line(mrkdwn.cut(shown.note, _TEXT))}" if shown.note else ""


def _advice(shown: PromiseShown) -> list[str]:
    if shown.state != "broken":
        return []
    name = mrkdwn.quoted(shown.account)
    again = f"The new day: {mrkdwn.code(f'/client promise {name} … by Friday')}"
    if not shown.is_ours:
        return [f"{_ASK} {again}"]
    if shown.client_told:
        return [f"Good that they know. {again}"]
    return [_TELL, f"Then log it: {mrkdwn.code(f'/touch {name} call …')} · {again}"]


def _record(record: Record) -> str:
    parts = [
        f"{record.kept:,} kept",
        f"{record.late:,} kept late" if record.late else "",
        f"{record.broken:,} not kept" if record.broken else "",
    ]
    return f"Ours in the last {record.days:,} days: {', '.join(filter(None, parts))}"


def _buttons(shown: PromiseShown) -> Block:
    about = mrkdwn.cut(shown.text, 40)
    return kit.actions(
        kit.button("Kept", KEEP, shown.id, f"Kept: {about}", primary=True),
        kit.button("Not kept", BREAK, shown.id, f"Not kept: {about}"),
        kit.button("Move", MOVE, shown.id, f"Move: {about}"),
    )


def _reopen(shown: PromiseShown) -> Block:
    return kit.actions(kit.button("Reopen", REOPEN, shown.id, f"Reopen: {mrkdwn.cut(shown.text, 40)}"))


def _new(account: str, account_id: str) -> Block:
    return kit.actions(kit.button("New promise", NEW, account_id, f"New promise: {account}"))
