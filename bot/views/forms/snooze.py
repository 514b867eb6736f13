"""To be left in peace for a while."""

from __future__ import annotations

from datetime import date
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn

SNOOZE = "form.snooze"


def snooze(
    account: tuple[str, str] | None,
    until: date | None,
    *,
    nudge_id: str = "",
    before: int = 0,
    reason: str = "",
    problem: str = "",
) -> dict[str, Any]:
    """Until when, and why. `before`: how often in a row it was snoozed; from the second time on a reason is asked."""
    about: list[Block] = [_named(account[1])] if account and nudge_id else [inputs.account(account)]
    fields = [
        *about,
        inputs.day("until", "Quiet until", until),
        inputs.text(
            "reason",
            "Why",
            reason,
            hint="It was snoozed before, so a word on why helps whoever looks after them." if before else "",
            optional=before == 0,
        ),
    ]
    blocks = [kit.section(problem), *fields] if problem else fields
    return inputs.modal("Snooze", SNOOZE, "Snooze", blocks, nudge=nudge_id)


def _named(name: str) -> Block:
    """Say whom it is about, where that was chosen by a press."""
    return kit.section(mrkdwn.bold(mrkdwn.cut(name, 200)))
