"""The form to note what is good to know of a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.policy import TraitKind
from bot.views import inputs, kit, mrkdwn

TRAIT = "form.trait"
_KINDS = {
    TraitKind.PROUD: "what they are proud of",
    TraitKind.MILESTONE: "a milestone, which comes once",
    TraitKind.ANNIVERSARY: "an anniversary, which comes every year",
    TraitKind.BURDEN: "a burden, on them or that they are on us",
}


@dataclass(frozen=True)
class TraitForm:
    """What is known when the form opens. `account`: (id, name); `problem`: why it opened (mrkdwn)."""

    account: tuple[str, str]
    kind: TraitKind | None = None
    text: str = ""
    falls_on: date | None = None
    problem: str = ""


def know(form: TraitForm) -> dict[str, Any]:
    """To note something."""
    account_id, account = form.account
    blocks: list[Block] = [
        *([kit.section(form.problem)] if form.problem else []),
        kit.section(f"Good to know of {mrkdwn.bold(mrkdwn.cut(account, 200))}"),
        inputs.choice("kind", "What is it?", _KINDS, form.kind or TraitKind.PROUD),
        inputs.text("text", "In a few words", form.text),
        inputs.day(
            "falls_on",
            "On which day?",
            form.falls_on,
            hint="Of a milestone, or the first one of an anniversary: I speak of it when it comes up.",
            optional=True,
        ),
    ]
    return inputs.modal("Good to know", TRAIT, "Save", blocks, account=account_id)
