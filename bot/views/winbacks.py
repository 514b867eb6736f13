"""Win-back as people read it: whether we want them back, when we ask, what must change first, and who keeps contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

DECIDE = "winback.decide"
MOST = 40


@dataclass(frozen=True, slots=True)
class WinbackShown:
    """A win-back as people read it. `ended_on`: the day on which they were lost."""

    account_id: str
    account: str
    decide_by: date
    ended_on: date | None = None
    wanted: bool | None = None
    why: str = ""
    must_change: str = ""
    burdens: str = ""
    next_on: date | None = None
    keeper_id: str | None = None
    state: str = "open"


def one(shown: WinbackShown, today: date, told_burdens: Sequence[str] = ()) -> Post:
    """Where it stands, and the button to decide. `told_burdens`: what else is on record as theirs."""
    name = mrkdwn.bold(mrkdwn.cut(shown.account, 200))
    text = f"{name}: {_stands(shown, today)}"
    lines = [
        f"*Why:* {_words(shown.why)}" if shown.why else "",
        f"*First must change:* {_words(shown.must_change)}" if shown.must_change else "",
        *(f"*On the other side:* {_words(burden)}" for burden in (shown.burdens, *told_burdens) if burden),
        f"*Keeps contact:* {mrkdwn.person(shown.keeper_id)}" if shown.keeper_id else "*Keeps contact:* nobody yet",
    ]
    label = "Decide" if shown.wanted is None else "Change"
    button = kit.button(label, DECIDE, shown.account_id, f"{label}: win-back of {shown.account}", primary=True)
    plan = f"The steps of the way back: {mrkdwn.code(f'/client plan {mrkdwn.quoted(shown.account)}')}"
    tail = [kit.context(plan)] if shown.wanted and shown.state == "open" else []
    return kit.post(text, [kit.section(text), *kit.paragraphs(filter(None, lines)), kit.actions(button), *tail])


def listed(found: Sequence[WinbackShown], today: date, *, more: bool) -> Post:
    """Every win-back that is open, those that are not decided first."""
    if not found:
        return _say("No client who left waits for a word of ours. ✓")
    heading = f"Clients who left: {len(found)}{'+' if more else ''}"
    lines = [f"• {mrkdwn.bold(mrkdwn.cut(one.account, 100))}: {_stands(one, today)}" for one in found]
    example = kit.context(f"One of them: {mrkdwn.code('/client winback Acme')}")
    return kit.post(heading, [kit.header(heading), *kit.paragraphs(lines), example])


def none(account: str) -> Post:
    """There is no win-back of an account."""
    name = mrkdwn.bold(mrkdwn.cut(account, 200))
    return _say(f"{name} is a client. A win-back begins when one is lost.")


def decided(shown: WinbackShown, today: date) -> Post:
    """The answer to whoever decided."""
    name = mrkdwn.bold(mrkdwn.cut(shown.account, 200))
    if not shown.wanted:
        return _say(f"Kept: we let {name} go. I do not bring them up again.")
    keeper = f" {mrkdwn.person(shown.keeper_id)} keeps contact." if shown.keeper_id else ""
    on = mrkdwn.day(shown.next_on, today) if shown.next_on else ""
    return _say(f"Kept: we want {name} back, and ask on {on}; I remind you a week before.{keeper}")


def _stands(shown: WinbackShown, today: date) -> str:
    left = f"left on {mrkdwn.day(shown.ended_on, today)}; " if shown.ended_on else ""
    if shown.state == "back":
        return f"{left}they came back. ✓"
    if shown.state == "closed":
        return f"{left}we let them go"
    if shown.wanted is None or shown.next_on is None:
        return f"{left}to be decided by {mrkdwn.day(shown.decide_by, today)}: do we want them back, and why?"
    return f"{left}we want them back, and ask on {mrkdwn.day(shown.next_on, today)}"


def _words(text: str) -> str:
    return mrkdwn.line(mrkdwn.cut(text, 600))


def _say(text: str) -> Post:
    blocks: list[Block] = [kit.section(text)]
    return kit.post(text, blocks)
