"""What somebody reads in private after a client of theirs is gone. It asks for nothing, and blames nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.attention import Share
from bot.views import kit, mrkdwn
from bot.views.attention import short_line
from bot.views.post import Post


@dataclass(frozen=True, slots=True)
class Kindness:
    """The client who is gone, since when they were one, and what its reader did for them."""

    account: str
    since: date | None
    touches: int
    lead_id: str | None = None


@dataclass(frozen=True, slots=True)
class Freed:
    """The client who is gone, the touches of its reader's last days with them, and who could do with that time."""

    account: str
    touches: int
    days: int
    short: Sequence[Share]


_FEW = 5  # touches: of fewer a number says nothing kind


def kindness(told: Kindness) -> Post:
    """A kind word to whoever looked after them."""
    name = mrkdwn.bold(mrkdwn.cut(told.account, 200))
    lines = [
        f"{name} is no longer a client of ours. You looked after them, so this is hard to read, and I am sorry.",
        _done(told),
        "A client who goes takes nothing away from that. What led to it was more than one person, on both sides; when "
        "we look back at it, we look at what happened, and not for somebody to blame.",
        _talk(told),
        "_This is between you and me: I have told it to nobody else, and it asks nothing of you._",
    ]
    text = f"A word about {name}, for you alone."
    return kit.post(text, [kit.section(line) for line in lines if line])


def freed(told: Freed) -> Post:
    """Where the time that is free could go, when some days have passed."""
    name = mrkdwn.bold(mrkdwn.cut(told.account, 200))
    took = f"{mrkdwn.count(told.touches, 'touch', 'touches')} of yours in {told.days} days"
    went = f"{name} had {took}." if told.touches else f"{name} is no longer a client of ours."
    text = f"{went} Whatever time that leaves you, these would be glad of some of it:"
    blocks: list[Block] = [
        kit.section(text),
        *kit.paragraphs(short_line(share) for share in told.short),
        kit.context(f"One call is a good beginning. All of it: {mrkdwn.code('/client attention mine')}"),
    ]
    return kit.post(text, blocks)


def _done(told: Kindness) -> str:
    since = f"They were with us since {told.since:%B %Y}. " if told.since else ""
    if told.touches < _FEW:
        return f"{since}Whatever you did for them is not undone."
    touches = mrkdwn.count(told.touches, "time", "times")
    return (
        f"{since}You were in touch with them {touches}, as far as is on record: calls, visits, answers. That was care."
    )


def _talk(told: Kindness) -> str:
    if told.lead_id is None:
        return "If it weighs on you, tell somebody whom you like to talk to. It helps, also days later."
    return f"If it weighs on you, {mrkdwn.person(told.lead_id)} will want to hear it. It helps, also days later."
