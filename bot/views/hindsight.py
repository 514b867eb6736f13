"""Hindsight: how many days before the end our rules would have warned, in words."""

from __future__ import annotations

from slackblocks import Block

from bot.backtest.hindsight import Hindsight, Tighter
from bot.views import kit, mrkdwn, words
from bot.views.post import Post

_TIGHTER = 3
_REPLAYED = (
    "Replayed are touches, contacts, owners and what they said to us, as they were on record by then; "
    "litmus tests are left out."
)


def hindsight(told: Hindsight | None, account: str) -> Post:
    """What the rules would have said; None: there is nothing to replay."""
    name = mrkdwn.bold(mrkdwn.cut(account, 200))
    if told is None:
        return _say(f"There is nothing to look back on: {name} is not lost, or no touch with them is on record.")
    text = f"{name}: {sentence(told)}"
    blocks: list[Block] = [kit.section(text)]
    if told.days_before:
        each = sorted(told.days_before.items(), key=lambda one: -one[1])
        blocks += kit.paragraphs(
            ["*Each rule*", *(f"• {words.rule(rule)}: {_days(days)} before" for rule, days in each)]
        )
    if told.tighter:
        lines = ["*One notch tighter*", *(_notch(one, told) for one in told.tighter[:_TIGHTER])]
        try_it = mrkdwn.code("/client backtest")
        blocks += [*kit.paragraphs(lines), kit.context(f"What that would mean for all accounts: {try_it}")]
    return kit.post(text, [*blocks, kit.context(_REPLAYED)])


def at_work(account: str) -> Post:
    """The first word, while the past is replayed."""
    return _say(
        f"I go through the past of {mrkdwn.bold(mrkdwn.cut(account, 200))} day by day; the answer follows here."
    )


def sentence(told: Hindsight) -> str:
    """The gist, as the end of a sentence: `as they are set today, our rules would have warned 61 days before…`."""
    earliest = told.earliest
    if earliest is None:
        return (
            "as they are set today, our rules would not have warned. What would have told us? That is a lesson to draw."
        )
    rule, days = earliest
    others = len(told.days_before) - 1
    more = f"; so would {mrkdwn.count(others, 'other rule')}, later" if others else ""
    return (
        f"as they are set today, our rules would have warned {_days(days)} before the end ({words.rule(rule)}){more}."
    )


def _notch(one: Tighter, told: Hindsight) -> str:
    before = told.days_before.get(one.proposal.rule)
    gained = (
        f"{_days(one.days - before)} sooner"
        if before
        else f"{_days(one.days)} before the end, where it says nothing now"
    )
    return f"• {words.rule(one.proposal.rule)}, by {mrkdwn.code(one.proposal.setting)}: {gained}"


def _days(count: int) -> str:
    return mrkdwn.count(count, "day")


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
