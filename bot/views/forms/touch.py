"""The form of a touch: to log one, to correct one, to say what was done already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.policy import Direction, Kind
from bot.views import inputs, kit, mrkdwn, words

LOG = "form.touch"
EDIT = "form.touch_edit"
ALREADY_DID = "form.already_did"


@dataclass(frozen=True)
class TouchForm:
    """What is known when the form opens. `account` and each of `contacts`: (id, name). Days are the person's own."""

    account: tuple[str, str] | None = None
    kind: Kind | None = None
    direction: Direction = Direction.TWO_WAY
    occurred_on: date | None = None
    people: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    temperature: int | None = None
    next_on: date | None = None
    problem: str = ""  # why the form opened, when a line was not understood (mrkdwn)


def log(form: TouchForm, nudge_id: str = "") -> dict[str, Any]:
    """To log a touch."""
    return inputs.modal("Log a touch", LOG, "Log it", _fields(form), nudge=nudge_id, account=_id(form))


def edit(form: TouchForm, touch_id: str) -> dict[str, Any]:
    """To correct a touch."""
    return inputs.modal("Edit this touch", EDIT, "Save", _fields(form), touch=touch_id, account=_id(form))


def already_did(account: tuple[str, str], today: date, nudge_id: str) -> dict[str, Any]:
    """To say when it was done already: the day first, the rest can stay as it is."""
    blocks: list[Block] = [
        kit.section(
            f"You spoke with {mrkdwn.bold(mrkdwn.cut(account[1], 200))} and it is not logged yet? "
            "Say when, and the warning is answered."
        ),
        inputs.day("occurred_on", "When was it?", today),
        _kind(Kind.CALL),
        inputs.text("note", "What was it about?", many=True, optional=True),
    ]
    return inputs.modal("Already did", ALREADY_DID, "Log it", blocks, nudge=nudge_id, account=account[0])


def _fields(form: TouchForm) -> list[Block]:
    temperature = None if form.temperature is None else str(form.temperature)
    fields = [
        inputs.account(form.account),
        _kind(form.kind),
        inputs.choice("direction", "Who spoke", words.DIRECTIONS, form.direction),
        inputs.day("occurred_on", "When", form.occurred_on),
        inputs.contacts(form.contacts),
        inputs.people("people", "Who of us", form.people, optional=True),
        inputs.text("note", "What was it about?", form.note, many=True, optional=True),
        inputs.choice("temperature", "How did it feel?", words.TEMPERATURES, temperature, optional=True),
        inputs.day("next_on", "Next time", form.next_on, hint="The quiet clock rests until then.", optional=True),
    ]
    return [kit.section(form.problem), *fields] if form.problem else fields


def _kind(chosen: Kind | None) -> Block:
    return inputs.choice("kind", "What was it?", words.KINDS, chosen)


def _id(form: TouchForm) -> str | None:
    return form.account[0] if form.account else None
