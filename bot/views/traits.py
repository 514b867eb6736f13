"""What is good to know of a client, as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Button

from bot.policy import TraitKind
from bot.views import kit, mrkdwn
from bot.views.post import Post

NEW, FORGET = "trait.new", "trait.forget"
_LEADS = {
    TraitKind.PROUD: "Proud of",
    TraitKind.MILESTONE: "Milestone",
    TraitKind.ANNIVERSARY: "Anniversary",
    TraitKind.BURDEN: "Burden",
}
_TEXT = 200
_AT_A_GLANCE = 8


@dataclass(frozen=True, slots=True)
class TraitShown:
    """A trait as people read it. `falls_on`: the day of a milestone, the first one of an anniversary."""

    id: str
    kind: TraitKind
    text: str
    falls_on: date | None = None


def known(account: str, shown: TraitShown, ahead: int, today: date, *, is_new: bool) -> Post:
    """The answer to whoever noted it. `ahead`: so many days before its day it is said first; 0: it is not watched."""
    noted = "Noted of" if is_new else "That was known, and is put right, of"
    text = f"{noted} {mrkdwn.bold(mrkdwn.cut(account, 200))}: {one_line(shown, today)}.{_said_when(shown, ahead)}"
    example = mrkdwn.code(f"/client know {mrkdwn.quoted(account)}")
    return kit.post(
        text, [kit.section(text), kit.actions(_forget(shown)), kit.context(f"All that is known: {example}")]
    )


def listed(account: str, account_id: str, known: Sequence[TraitShown], today: date) -> Post:
    """All that is known of an account, each with a button to take it off."""
    if not known:
        example = mrkdwn.code(f'/client know {mrkdwn.quoted(account)} proud of "their new plant"')
        text = f"Nothing is noted yet of what {mrkdwn.bold(mrkdwn.cut(account, 200))} is proud of. Heard it? {example}"
        return kit.post(text, [kit.section(text), kit.actions(_note(account, account_id))])
    blocks: list[Block] = [kit.header(f"Good to know of {account}")]
    blocks += [kit.section(one_line(one, today), accessory=_forget(one)) for one in known]
    return kit.post(
        f"Good to know of {mrkdwn.line(account)}: {mrkdwn.count(len(known), 'thing')}",
        [*blocks, kit.actions(_note(account, account_id))],
    )


def forgotten(account: str, shown: TraitShown, today: date) -> Post:
    """The answer to whoever took it off."""
    text = f"Taken off what is known of {mrkdwn.bold(mrkdwn.cut(account, 200))}: {one_line(shown, today)}."
    return kit.post(text, [kit.section(text)])


def at_a_glance(known: Sequence[TraitShown], today: date) -> list[str]:
    """The lines of an account's sheet; none where nothing is known."""
    lines = [f"• {one_line(one, today)}" for one in known[:_AT_A_GLANCE]]
    more = [f"+{len(known) - _AT_A_GLANCE} more"] if len(known) > _AT_A_GLANCE else []
    return ["*Good to know*", *lines, *more] if lines else []


def one_line(shown: TraitShown, today: date) -> str:
    """`Anniversary: founded, 12 May 1998`."""
    day = f", {mrkdwn.day(shown.falls_on, today)}" if shown.falls_on else ""
    colon = "" if shown.kind is TraitKind.PROUD else ":"
    return f"{_LEADS[shown.kind]}{colon} {mrkdwn.line(mrkdwn.cut(shown.text, _TEXT))}{day}"


def _said_when(shown: TraitShown, ahead: int) -> str:
    if shown.falls_on is None or not ahead:
        return ""
    every = ", every year" if shown.kind is TraitKind.ANNIVERSARY else ""
    return f" Its owner hears of it {mrkdwn.count(ahead, 'day')} before and on the day{every}."


def _forget(shown: TraitShown) -> Button:
    return kit.button("Take it off", FORGET, shown.id, f"Take it off: {mrkdwn.cut(shown.text, 40)}")


def _note(account: str, account_id: str) -> Button:
    return kit.button("Note something", NEW, account_id, f"Note something of {account}")
