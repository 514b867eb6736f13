"""Forms about wishes: to put one on record, to say that it was delivered, to change it, to decline it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.intervals import MONTHLY, USUAL, Interval
from bot.views import inputs, kit, mrkdwn

WISH = "form.wish"
DELIVERED = "form.wish_delivered"
CHANGED = "form.wish_changed"
DECLINED = "form.wish_declined"


@dataclass(frozen=True)
class WishForm:
    """What is known when the form opens. `account` and `contact`: (id, name); `problem`: why it opened (mrkdwn)."""

    account: tuple[str, str]
    text: str = ""
    every: Interval | None = None
    first_on: date | None = None
    contact: tuple[str, str] | None = None
    owner_id: str | None = None
    problem: str = ""


def note(form: WishForm) -> dict[str, Any]:
    """To put a wish on record."""
    account_id, account = form.account
    blocks: list[Block] = [
        *([kit.section(form.problem)] if form.problem else []),
        kit.section(f"Something that {mrkdwn.bold(mrkdwn.cut(account, 200))} would like from us"),
        inputs.text("text", "What would they like?", form.text, many=True, hint="For any part of their business."),
        _often(form.every or MONTHLY),
        inputs.day("first_on", "By when first?", form.first_on),
        inputs.one_contact(form.contact, of=account_id, label="Whose wish is it?", optional=True),
        inputs.person("owner", "Who of us sees to it?", form.owner_id, optional=True),
    ]
    return inputs.modal("A wish", WISH, "Save", blocks, account=account_id)


def delivered(wish_id: str, account: str, text: str, today: date) -> dict[str, Any]:
    """To say when it was delivered, and whether that is a touch, too."""
    blocks = [
        _about(account, text),
        inputs.day("on", "Delivered on", today),
        inputs.text("note", "Anything to add?", many=True, optional=True),
        inputs.tick("log", "And a touch?", "Log it as a delivery, too", ticked=True),
    ]
    return inputs.modal("Delivered", DELIVERED, "Save", blocks, wish=wish_id)


def changed(
    wish_id: str, account: str, text: str, every: Interval, due_on: date, owner_id: str | None
) -> dict[str, Any]:
    """To give it another rhythm, another next day, or to somebody else."""
    blocks = [
        _about(account, text),
        _often(every),
        inputs.day("due_on", "The next by", due_on, hint="The days after it are counted from this one."),
        inputs.person("owner", "Who of us sees to it?", owner_id, optional=True),
    ]
    return inputs.modal("Change it", CHANGED, "Save", blocks, wish=wish_id)


def declined(wish_id: str, account: str, text: str) -> dict[str, Any]:
    """To say why it will not be delivered, or not any more."""
    why = inputs.text(
        "why", "Why not, or why not any more?", many=True, hint="Whoever speaks with them next reads this."
    )
    return inputs.modal("Decline", DECLINED, "Decline", [_about(account, text), why], wish=wish_id)


def _often(every: Interval) -> Block:
    options = {str(one): str(one) for one in dict.fromkeys([*USUAL, every])}
    return inputs.choice("every", "How often?", options, str(every))


def _about(account: str, text: str) -> Block:
    return kit.section(f"{mrkdwn.bold(mrkdwn.cut(account, 200))}: “{mrkdwn.line(mrkdwn.cut(text, 600))}”")
