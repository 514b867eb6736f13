"""People at a client, each with the button that says that they have left; and the answers to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Button

from bot.views import kit, mrkdwn
from bot.views.post import Post

LEFT, BACK = "contact.left", "contact.back"  # value: the contact's id
_NAME = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing at a client, in a plain sentence. `opens_on`: unless it is open, the day of the account."""

    reason: str
    opens_on: date | None


def row(line: str, contact_id: str, name: str) -> Block:
    """A line of mrkdwn on somebody who is there, and the button."""
    return kit.section(line, accessory=kit.button("They have left", LEFT, contact_id, f"They have left: {name}"))


def has_left(contact_id: str, name: str, account: str) -> Button:
    """The button where it has to say who is meant."""
    text = f"{_plain(name)} has left"
    return kit.button(text, LEFT, contact_id, f"{text}: {account}")


def left(account: str, name: str, gaps: Sequence[Gap], today: date) -> Post:
    """Somebody left a client; `gaps` are open now, or soon."""
    first = f"{mrkdwn.bold(name)} is noted as no longer at {mrkdwn.bold(account)}, and kept on record."
    return _say([first, *_open(gaps, today)])


def undoable(post: Post, contact_id: str, name: str) -> Post:
    """A post, with a button under it that brings back who was noted as gone."""
    undo = kit.button("Undo", BACK, contact_id, f"Undo: {_plain(name)} has not left")
    return Post(post.text, [*post.blocks, *kit.post(post.text, [kit.actions(undo)]).blocks])


def back(account: str, name: str, gaps: Sequence[Gap], today: date, begun: str = "") -> Post:
    """It was undone; `begun` is the title of the plan for their leaving, where somebody has begun on it."""
    first = f"{mrkdwn.bold(name)} is at {mrkdwn.bold(account)} as before; that they had left is undone."
    return _say([first, *_plan(account, begun), *_open(gaps, today)])


def _plan(account: str, begun: str) -> list[str]:
    if not begun:
        return []
    where = mrkdwn.code(f"/client plan {mrkdwn.quoted(account)}")
    return [f"The plan {mrkdwn.bold(begun)} goes on, as somebody has begun on it: {where} ends it."]


def _open(gaps: Sequence[Gap], today: date) -> list[str]:
    return [f"Open {_since_when(gap, today)}: {mrkdwn.line(gap.reason)}" for gap in gaps]


def _since_when(gap: Gap, today: date) -> str:
    return f"from {mrkdwn.day(gap.opens_on, today)} on" if gap.opens_on else "now"


def _plain(name: str) -> str:
    return mrkdwn.cut(" ".join(name.split()), _NAME)


def _say(lines: Sequence[str]) -> Post:
    text = "\n".join(lines)
    return kit.post(text, [kit.section(text)])
