"""Forms about breakdowns: to put one on record, to say what was done, that it works again or does not, whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn

BREAKDOWN = "form.breakdown"
RECOVERED = "form.breakdown_recovered"
VERIFIED = "form.breakdown_verified"
AGAIN = "form.breakdown_again"
GIVEN = "form.breakdown_given"
_TOLD = {"yes": "yes, they know what broke and what we did", "no": "no need: it never reached them"}


@dataclass(frozen=True)
class BreakdownForm:
    """What is known when the form opens. `account`: (id, name); `problem`: why it opened (mrkdwn)."""

    account: tuple[str, str]
    text: str = ""
    broke_on: date | None = None
    owner_id: str | None = None
    problem: str = ""


def report(form: BreakdownForm) -> dict[str, Any]:
    """To put a breakdown on record."""
    account_id, account = form.account
    blocks: list[Block] = [
        *([kit.section(form.problem)] if form.problem else []),
        kit.section(f"Something of ours that broke for {mrkdwn.bold(mrkdwn.cut(account, 200))}"),
        inputs.text("text", "What broke?", form.text, many=True, hint="What, not who: nobody is to blame."),
        inputs.day("broke_on", "When?", form.broke_on),
        inputs.person("owner", "Who of us sees to it?", form.owner_id, optional=True),
    ]
    return inputs.modal("Something broke", BREAKDOWN, "Save", blocks, account=account_id)


def recovered(breakdown_id: str, account: str, text: str) -> dict[str, Any]:
    """To say what was done to put it right."""
    what = inputs.text("words", "What was done to put it right?", many=True)
    return inputs.modal("Recovered", RECOVERED, "Save", [_about(account, text), what], breakdown=breakdown_id)


def verified(breakdown_id: str, account: str, text: str, recovery: str) -> dict[str, Any]:
    """To say how somebody saw that it works again, and that the client knows."""
    done = kit.section(f"What was done: {mrkdwn.line(mrkdwn.cut(recovery, 600))}")
    blocks = [
        _about(account, text),
        done,
        inputs.text("words", "How did you see that it works?", many=True),
        inputs.choice("told", "Does the client know?", _TOLD, hint="Not yet? Tell them first; this can wait."),
    ]
    return inputs.modal("Verified", VERIFIED, "Save", blocks, breakdown=breakdown_id)


def again(breakdown_id: str, account: str, text: str) -> dict[str, Any]:
    """To say what does not work yet."""
    what = inputs.text("words", "What does not work yet?", many=True)
    return inputs.modal("Not yet", AGAIN, "Save", [_about(account, text), what], breakdown=breakdown_id)


def given(breakdown_id: str, account: str, text: str, owner_id: str | None) -> dict[str, Any]:
    """To have somebody else see to it."""
    who = inputs.person("owner", "Who of us sees to it?", owner_id)
    return inputs.modal("Give to", GIVEN, "Save", [_about(account, text), who], breakdown=breakdown_id)


def _about(account: str, text: str) -> Block:
    return kit.section(f"{mrkdwn.bold(mrkdwn.cut(account, 200))}: “{mrkdwn.line(mrkdwn.cut(text, 600))}”")
