"""Forms about promises: to put one on record, to say that it was kept or not, to move it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn

PROMISE = "form.promise"
KEPT = "form.promise_kept"
NOT_KEPT = "form.promise_not_kept"
MOVED = "form.promise_moved"
_SIDES = {"ours": "we promised it to them", "theirs": "they promised it to us"}
_OUTCOMES = {"broken": "it was not kept", "released": "it is not needed any more: both sides let it go"}


@dataclass(frozen=True)
class PromiseForm:
    """What is known when the form opens. `account` and `contact`: (id, name); `problem`: why it opened (mrkdwn)."""

    account: tuple[str, str]
    text: str = ""
    is_theirs: bool = False
    due_on: date | None = None
    contact: tuple[str, str] | None = None
    owner_id: str | None = None
    problem: str = ""


def make(form: PromiseForm) -> dict[str, Any]:
    """To put a promise on record."""
    account_id, account = form.account
    blocks: list[Block] = [
        *([kit.section(form.problem)] if form.problem else []),
        kit.section(f"A promise between us and {mrkdwn.bold(mrkdwn.cut(account, 200))}"),
        inputs.choice("side", "Whose promise is it?", _SIDES, "theirs" if form.is_theirs else "ours"),
        inputs.text("text", "What was promised?", form.text, many=True),
        inputs.day("due_on", "By when?", form.due_on),
        inputs.one_contact(form.contact, of=account_id, label="Who of theirs", optional=True),
        inputs.person("owner", "Who of us sees to it?", form.owner_id, optional=True),
    ]
    return inputs.modal("A promise", PROMISE, "Save", blocks, account=account_id)


def kept(promise_id: str, account: str, text: str, today: date) -> dict[str, Any]:
    """To say on which day it was kept, once that has gone by."""
    blocks = [
        _about(account, text),
        inputs.day("on", "Kept on", today),
        _word("note", "Anything to add?", optional=True),
    ]
    return inputs.modal("Kept", KEPT, "Save", blocks, promise=promise_id)


def not_kept(promise_id: str, account: str, text: str, *, is_ours: bool) -> dict[str, Any]:
    """To say what happened, and whether the client knows."""
    known = [inputs.tick("told", "Do they know?", "Somebody has told them")] if is_ours else []
    blocks = [
        _about(account, text),
        inputs.choice("outcome", "What became of it?", _OUTCOMES, "broken"),
        _word("note", "What happened?", hint="Whoever speaks with them next reads this. Nobody is to blame."),
        *known,
    ]
    return inputs.modal("Not kept", NOT_KEPT, "Save", blocks, promise=promise_id)


def moved(promise_id: str, account: str, text: str, due_on: date, owner_id: str | None) -> dict[str, Any]:
    """To say on which day both agreed instead, and who sees to it."""
    blocks = [
        _about(account, text),
        inputs.day("due_on", "The new day", due_on, hint="As agreed with them."),
        inputs.person("owner", "Who of us sees to it?", owner_id, optional=True),
        _word("note", "Why?", optional=True),
    ]
    return inputs.modal("Move it", MOVED, "Save", blocks, promise=promise_id)


def _word(name: str, label: str, *, hint: str = "", optional: bool = False) -> Block:
    return inputs.text(name, label, many=True, hint=hint, optional=optional)


def _about(account: str, text: str) -> Block:
    return kit.section(f"{mrkdwn.bold(mrkdwn.cut(account, 200))}: “{mrkdwn.line(mrkdwn.cut(text, 600))}”")
