"""The pulse as people read it: what an owner is asked, and what they and their lead see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.litmus import bar
from bot.views.post import Post

TELL, ASK = "pulse.tell", "pulse.ask"
QUESTION = "Which of your accounts would you worry about, and how would you know?"
PRIVATE = "Only you and your lead can read this."
_MOST = 20
_WORDS = 300


@dataclass(frozen=True, slots=True)
class Worried:
    """An account that somebody worries about, how they would know, and since when."""

    person_id: str
    account: str
    words: str
    since: date


@dataclass(frozen=True, slots=True)
class PulseShown:
    """What somebody sees: their own worries, and those of whom they lead. `asked`: of the last round, and answered.

    `next_on`: when the next round begins by itself.
    """

    mine: Sequence[Worried]
    led: Sequence[Worried]
    owns: bool
    may_ask: bool
    asked: int = 0
    answered: int = 0
    asked_on: date | None = None
    next_on: date | None = None


def asked(*, is_answered: bool) -> Post:
    """The private word to an owner; once they answered, a thank you."""
    if is_answered:
        text = f"Thank you: you have said what you would worry about. {PRIVATE}"
        return kit.post(text, [kit.section(text)])
    text = f"{QUESTION} A name and a word are enough; “none” is an answer, too."
    return kit.post(
        text, [kit.section(text), kit.actions(kit.button("Answer", TELL, "", primary=True)), kit.context(PRIVATE)]
    )


def told(worries: int, ended: int) -> Post:
    """The answer to whoever answered."""
    now = f"you would worry about {mrkdwn.count(worries, 'account')}" if worries else "you would worry about none"
    gone = f", and about {ended} no more" if ended else ""
    text = f"Thank you, noted: {now}{gone}. {PRIVATE} Say otherwise at any time: {mrkdwn.code('/client pulse')}"
    return kit.post(text, [kit.section(text)])


def rounds(people: int) -> Post:
    """The answer to whoever had the owners asked."""
    text = (
        f"I ask {mrkdwn.count(people, 'owner')}, each in a message of their own: “{QUESTION}” What they answer, they "
        "and their lead can read, and nobody else."
    )
    return kit.post(text, [kit.section(text)])


def pulse(shown: PulseShown, today: date) -> Post:
    """What the reader said, what those said whom they lead, and how far the last round is."""
    blocks: list[Block] = [kit.header("Pulse")]
    if shown.mine:
        blocks += kit.paragraphs(["*You would worry about*", *(f"• {_line(one, today)}" for one in shown.mine[:_MOST])])
    elif shown.owns:
        blocks.append(kit.section("You have said of none of your accounts that you would worry about it."))
    else:
        blocks.append(kit.section("You own no account, so there is nothing to ask you."))
    if shown.led:
        lines = [f"• {mrkdwn.person(one.person_id)} · {_line(one, today)}" for one in shown.led[:_MOST]]
        blocks += kit.paragraphs(["*Those you lead would worry about*", *lines])
    if shown.asked_on and shown.may_ask:
        share = f"{bar(shown.answered, shown.asked)} {shown.answered} of {mrkdwn.count(shown.asked, 'owner')} answered"
        blocks.append(kit.context(f"Asked on {mrkdwn.day(shown.asked_on, today)}: {share}"))
    if shown.next_on and shown.may_ask:
        change = mrkdwn.code("/client settings pulse_every_days 0")
        day = mrkdwn.day(shown.next_on, today)
        blocks.append(kit.context(f"I ask all owners by myself on {day}, each in private. Not any more: {change}"))
    buttons = [kit.button("Answer", TELL, "", primary=True)] if shown.owns else []
    buttons += [kit.button("Ask all owners", ASK, "")] if shown.may_ask else []
    blocks += [kit.actions(*buttons)] if buttons else []
    return kit.post("Pulse", [*blocks, kit.context(PRIVATE)])


def _line(one: Worried, today: date) -> str:
    name, how = mrkdwn.bold(mrkdwn.cut(one.account, 100)), mrkdwn.line(mrkdwn.cut(one.words, _WORDS))
    return f"{name}: {how} ({mrkdwn.day(one.since, today)})"
