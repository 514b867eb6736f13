"""What a change would have meant, before it is made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slackblocks import AlertBlock, Block, ModalView, PlainText, Text

from bot.backtest.figures import Effect
from bot.views import kit, mrkdwn, words

APPLY = "form.settings_apply"
ROOM = 2_400  # characters of a change that a form can carry, beside what it remembers of where it was opened
ASKED_FOR = "what this would have asked for in the last month"
MEANS = "what this would mean"  # where no clock moves
_TITLE = "What it would change"
_RULES = 12
_CHANGES = 40


def counting(what: str, accounts: int, changes: Sequence[str], id_: str) -> dict[str, Any]:
    """Something is being counted. `id_`: by which the view is found again."""
    word = f"I am counting {what}, over {mrkdwn.count(accounts, 'account')}. It takes some seconds."
    return view([kit.section(word), *changed(changes)], id_)


def effect(
    told: Effect | None, changes: Sequence[str], change: Mapping[str, Any], id_: str, said: Sequence[str] = ()
) -> dict[str, Any]:
    """What it would have asked for, and the choice. `change`: in the stored form; `told`: None: there is no account.

    `said`: sentences on what of it moves no clock.
    """
    blocks = [alert("There is no account yet, so nothing would change today.")] if told is None else _told(told)
    return view([*blocks, *kit.paragraphs(said), *changed(changes)], id_, {"change": change})


def uncounted(what: str, changes: Sequence[str], change: Mapping[str, Any], id_: str) -> dict[str, Any]:
    """Something could not be counted; the choice is there all the same."""
    word = f"I could not count {what}. You can apply it all the same, or try again later."
    return view([alert(word), *changed(changes)], id_, {"change": change})


def heard(
    sentences: Sequence[str], changes: Sequence[str], change: Mapping[str, Any], channel: str | None, id_: str
) -> dict[str, Any]:
    """What it means where no clock moves, and the choice. `channel`: for warnings, another than now; empty: none."""
    blocks = [alert("No clock moves by this."), *kit.paragraphs(sentences)]
    carried = {} if channel is None else {"alert_channel": channel}
    return view([*blocks, *changed(changes)], id_, {"change": change, **carried})


def gist(told: Effect) -> str:
    """In a sentence: "This would have asked for 12 more nudges in the last 30 days: 58 instead of 46"."""
    before, after = told.before.total, told.after.total
    about = "about " if told.is_sample else ""
    month = f"in the last {told.days} days"
    if before == after:
        return f"This would have asked for as many nudges {month} as were asked for: {about}{before:,}."
    more = f"{abs(after - before):,} {'more' if after > before else 'fewer'}"
    nudges = "nudge" if abs(after - before) == 1 else "nudges"
    return f"This would have asked for {about}{more} {nudges} {month}: {after:,} instead of {before:,}."


def _told(told: Effect) -> list[Block]:
    rules = list(dict.fromkeys([*told.before.nudges, *told.after.nudges]))
    moved = [(rule, told.before.nudges.get(rule, 0), told.after.nudges.get(rule, 0)) for rule in rules]
    lines = [f"• {words.rule(rule)}: {old:,} → {new:,}" for rule, old, new in moved if old != new][:_RULES]
    return [
        alert(gist(told)),
        *kit.paragraphs([*lines, _open(told)]),
        kit.context(_how(told)),
    ]


def _open(told: Effect) -> str:
    before, after = told.before.open, told.after.open
    if before == after:
        return f"As of today {before:,} would be open, as they are."
    return f"As of today {after:,} would be open instead of {before:,}."


def _how(told: Effect) -> str:
    over = mrkdwn.count(told.accounts, "account")
    if told.is_sample:
        over = f"{told.counted:,} of your {over}, spread over the years in which they were added, and told for all"
    return f"Counted from the log, over {over}. What somebody snoozed or paused meanwhile is counted too."


def changed(changes: Sequence[str]) -> list[Block]:
    """What is to be another than now."""
    more = [f"+{len(changes) - _CHANGES:,} more"] if len(changes) > _CHANGES else []
    if not changes:
        return []
    return kit.paragraphs(["*What you change*", *(f"• {line}" for line in changes[:_CHANGES]), *more])


def alert(text: str) -> Block:
    """What comes first."""
    return AlertBlock(Text(mrkdwn.cut(text, 200)), level="info")


def view(
    blocks: Sequence[Block], id_: str, carried: Mapping[str, Any] | None = None, callback_id: str = APPLY
) -> dict[str, Any]:
    """A form that asks whether a change is to be made. `carried`: the change; None: it cannot be made yet."""
    shown = ModalView(
        title=PlainText(_TITLE),
        blocks=list(blocks),
        submit=PlainText("Apply") if carried is not None else None,
        close=PlainText("Back"),
        callback_id=callback_id,
        external_id=id_,
        private_metadata=json.dumps(carried or {}),
    )
    content = shown.to_dict()
    return {**content, "blocks": kit.without_generated_ids(content["blocks"])}
