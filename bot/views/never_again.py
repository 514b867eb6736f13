"""Never again: what a loss taught, told to everybody, and who read it. It names no colleague but who tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.endings import LossReason
from bot.views import inputs, kit, mrkdwn
from bot.views.losses import REASONS
from bot.views.post import Post

READ = "never_again.read"
FORM = "form.never_again"
UNKNOWN = "I do not know that channel, or cannot see it just now. Invite me there with /invite @Tend."
SHARED = "People of another company are in that channel. Choose one of ours alone."
CLOSED = "I am not in that channel, or it is archived. Invite me there with /invite @Tend, or choose another."
_MOST = 10
_READERS = 40


@dataclass(frozen=True, slots=True)
class Word:
    """A loss and its lessons, told. `readers`: who said that they read it."""

    id: str
    account: str
    ended_on: date | None
    value_minor: int | None
    currency: str | None
    reasons: Sequence[LossReason]
    words: str
    lessons: Sequence[str]
    posted_by: str | None
    readers: Sequence[str]


def post(told: Word) -> Post:
    """The post, with its button."""
    name = mrkdwn.bold(mrkdwn.cut(told.account, 200))
    text = f"{name} is no longer a client of ours. What we learned from it, so that it does not happen again:"
    more = len(told.lessons) - _MOST
    lines = [
        f"{number}. {mrkdwn.line(mrkdwn.cut(one, 400))}" for number, one in enumerate(told.lessons[:_MOST], start=1)
    ]
    blocks: list[Block] = [kit.section(text), *kit.paragraphs(lines)]
    blocks += [kit.context(f"+{more:,} more: {mrkdwn.code('/client lessons')}")] if more > 0 else []
    if told.words:
        blocks.append(kit.section(mrkdwn.cut(mrkdwn.line(told.words), 2_000)))
    blocks += [kit.context(_facts(told)), kit.actions(kit.button("I have read it", READ, told.id, primary=True))]
    return kit.post(text, [*blocks, kit.context(_read_by(told.readers))])


def form(loss_id: str, account: str, channel_id: str | None, problem: str = "") -> dict[str, Any]:
    """To choose where it is told, and to add a few words."""
    told = f"{mrkdwn.bold(mrkdwn.cut(account, 200))} and its lessons are told there, with a button for who read it."
    fields: list[Block] = [
        kit.section(f"{problem}\n{told}" if problem else told),
        inputs.channel("channel", "Where", channel_id, hint="A channel of ours alone.", optional=False),
        inputs.text(
            "words", "A few words of yours", many=True, hint="Name nobody: it is about what happened.", optional=True
        ),
    ]
    return inputs.modal("Never again", FORM, "Tell it", fields, loss=loss_id)


def on_its_way(channel_id: str) -> Post:
    """The answer to who told it."""
    return _say(f"It is told in {mrkdwn.channel(channel_id)}. The post shows who read it.")


def thanks(*, before: bool = False) -> Post:
    """The answer to who read it."""
    return _say("You said so before; thank you." if before else "Thank you for reading it.")


def _facts(told: Word) -> str:
    parts = [
        f"ended on {mrkdwn.day(told.ended_on)}" if told.ended_on else "",
        f"{mrkdwn.money(told.value_minor, told.currency)} a year" if told.value_minor and told.currency else "",
        mrkdwn.listing([REASONS[reason] for reason in told.reasons]),
        f"told by {mrkdwn.person(told.posted_by)}" if told.posted_by else "",
    ]
    return " · ".join(filter(None, parts))


def _read_by(readers: Sequence[str]) -> str:
    if not readers:
        return "Nobody has said yet that they read it."
    names = [mrkdwn.person(one) for one in readers]
    return f"Read by {len(names):,}: {mrkdwn.listing(names, _READERS)}"


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
