"""The form of a touch: to log one, to correct one, to say what was done already, and how it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slackblocks import Block

from bot.policy import Direction, Kind
from bot.views import inputs, kit, mrkdwn, words

LOG = "form.touch"
EDIT = "form.touch_edit"
ALREADY_DID = "form.already_did"
FELT = "form.felt"


@dataclass(frozen=True)
class TouchForm:
    """What is known when the form opens. `account` and each of `contacts`: (id, name). Days are the person's own.

    `link` leads to the message that it was, and `said_at` (aware) is when that was written. `said_in` is its channel,
    if that logs itself.
    """

    account: tuple[str, str] | None = None
    kind: Kind | None = None
    direction: Direction = Direction.TWO_WAY
    occurred_on: date | None = None
    people: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    temperature: int | None = None
    signs: tuple[str, ...] = ()
    next_on: date | None = None
    problem: str = ""  # why the form opened, when a line was not understood (mrkdwn)
    link: str = ""
    said_at: datetime | None = None
    said_in: str = ""
    filled_in: bool = False  # the account, by us, since the form opened


def log(form: TouchForm, nudge_id: str = "") -> dict[str, Any]:
    """To log a touch."""
    said_at = form.said_at.isoformat() if form.said_at else ""
    said = {"link": form.link, "said_at": said_at, "said_in": form.said_in}
    return _modal("Log a touch", LOG, "Log it", form, nudge=nudge_id, **said)


def edit(form: TouchForm, touch_id: str) -> dict[str, Any]:
    """To correct a touch."""
    return _modal("Edit this touch", EDIT, "Save", form, touch=touch_id)


def already_did(account: tuple[str, str], today: date, nudge_id: str, kind: Kind = Kind.CALL) -> dict[str, Any]:
    """To say when it was done already: the day first, the rest can stay as it is."""
    blocks: list[Block] = [
        kit.section(
            f"It was done with {mrkdwn.bold(mrkdwn.cut(account[1], 200))}, and is not logged yet? "
            "Say when, and the warning is answered."
        ),
        inputs.day("occurred_on", "When was it?", today),
        _kind(kind),
        inputs.text("note", "What was it about?", many=True, optional=True),
    ]
    return inputs.modal("Already did", ALREADY_DID, "Log it", blocks, nudge=nudge_id, account=account[0])


def felt(touch_id: str, account: str, temperature: int | None, signs: tuple[str, ...]) -> dict[str, Any]:
    """To say how a conversation was, after it was logged."""
    about = kit.section(f"How was it with {mrkdwn.bold(mrkdwn.cut(account, 200))}?")
    return inputs.modal("How was it?", FELT, "Save", [about, *_felt(temperature, signs)], touch=touch_id)


def _modal(title: str, callback_id: str, submit: str, form: TouchForm, **metadata: str) -> dict[str, Any]:
    account_id = form.account[0] if form.account else None
    filled_in = "yes" if form.filled_in else None
    return inputs.modal(title, callback_id, submit, _fields(form), account=account_id, filled_in=filled_in, **metadata)


def _fields(form: TouchForm) -> list[Block]:
    """The few that are needed first: on a phone the others are below the screen."""
    fields = [
        inputs.account(form.account, tells=True, filled_in=form.filled_in),
        _kind(form.kind),
        inputs.text("note", "What was it about?", form.note, many=True, optional=True),
        inputs.contacts(form.contacts, of=form.account[0] if form.account else ""),
        inputs.day("occurred_on", "When", form.occurred_on),
        inputs.choice("direction", "Who spoke", words.DIRECTIONS, form.direction),
        inputs.day("next_on", "Next time", form.next_on, hint="The quiet clock rests until then.", optional=True),
        *_felt(form.temperature, form.signs),
        inputs.people("people", "Who of us", form.people, optional=True),
    ]
    return [kit.section(form.problem), *fields] if form.problem else fields


def _felt(temperature: int | None, signs: tuple[str, ...]) -> list[Block]:
    felt = None if temperature is None else str(temperature)
    return [
        inputs.choice("temperature", "How did it feel?", words.TEMPERATURES, felt, optional=True),
        inputs.ticks("signs", "Signs of warning: they …", words.SIGNS, signs),
    ]


def _kind(chosen: Kind | None) -> Block:
    return inputs.choice("kind", "What was it?", words.KINDS, chosen)
