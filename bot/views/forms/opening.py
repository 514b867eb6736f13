"""Forms about what could grow: to note it, and to say what came of asking."""

from __future__ import annotations

from datetime import date
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn
from bot.views.openings import KINDS

OPENING, ASKED = "form.opening", "form.opening_asked"


def note(
    account: tuple[str, str] | None,
    *,
    text: str = "",
    kind: str = "referral",
    ask_on: date | None = None,
    problem: str = "",
) -> dict[str, Any]:
    """To note what could grow. `account`: (id, name)."""
    fields: list[Block] = [
        inputs.account(account),
        inputs.choice("kind", "What could grow?", {name: words.capitalize() for name, words in KINDS.items()}, kind),
        inputs.text(
            "text",
            "What would you ask, or offer?",
            text,
            many=True,
            hint="For example: could Jane introduce us to their Lyon office?",
        ),
        inputs.day("ask", "From when on?", ask_on, hint="It comes round while they are well.", optional=True),
    ]
    blocks = [kit.section(problem), *fields] if problem else fields
    return inputs.modal("What could grow", OPENING, "Note it", blocks)


def asked(opening_id: str, account: str, text: str) -> dict[str, Any]:
    """To say what came of asking."""
    said = f"{mrkdwn.bold(mrkdwn.cut(account, 200))}: “{mrkdwn.line(mrkdwn.cut(text, 600))}”"
    what = inputs.text("outcome", "What did they say?", many=True, optional=True)
    return inputs.modal("Asked", ASKED, "Save", [kit.section(said), what], opening=opening_id)
