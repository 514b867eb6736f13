"""Forms about remarks: to pass one on, to say what was done about it, or why nothing will be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn

REMARK = "form.remark"
ADDRESSED = "form.remark_addressed"
DECLINED = "form.remark_declined"
GIVEN = "form.remark_given"
_SIZES = {"small": "small: worth an answer", "big": "big: it could cost us the client, or win us more"}


@dataclass(frozen=True)
class RemarkForm:
    """What is known when the form opens. `account` and `said_by`: (id, name); `link` leads to the message that it was.

    `problem`: why it opened (mrkdwn); `filled_in`: the account, by us, since it opened.
    """

    account: tuple[str, str] | None = None
    text: str = ""
    said_by: tuple[str, str] | None = None
    is_big: bool = False
    link: str = ""
    problem: str = ""
    filled_in: bool = False


def pass_on(form: RemarkForm) -> dict[str, Any]:
    """To pass on what a client said."""
    account_id = form.account[0] if form.account else ""
    fields: list[Block] = [
        inputs.account(form.account, tells=True, filled_in=form.filled_in),
        inputs.text("text", "What did they say?", form.text, many=True, hint="Their own words are best."),
        inputs.choice("size", "Big or small?", _SIZES, "big" if form.is_big else "small"),
        inputs.one_contact(form.said_by, of=account_id, label="Who of theirs said it", optional=True),
    ]
    blocks = [kit.section(form.problem), *fields] if form.problem else fields
    told = {"account": account_id, "filled_in": "yes" if form.filled_in else "", "link": form.link}
    return inputs.modal("What the client said", REMARK, "Pass it on", blocks, **told)


def addressed(remark_id: str, account: str, text: str) -> dict[str, Any]:
    """To say what was done."""
    what = inputs.text("answer", "What was done?", many=True, hint=_HINT, optional=True)
    return inputs.modal("Addressed", ADDRESSED, "Save", [_about(account, text), what], remark=remark_id)


def declined(remark_id: str, account: str, text: str) -> dict[str, Any]:
    """To say why nothing will be done."""
    why = inputs.text("answer", "Why not?", many=True, hint=_HINT)
    return inputs.modal("Decline", DECLINED, "Decline", [_about(account, text), why], remark=remark_id)


def given(remark_id: str, account: str, text: str, owner_id: str | None) -> dict[str, Any]:
    """To have somebody else answer it."""
    who = inputs.person("owner", "Who of us is to answer it?", owner_id)
    return inputs.modal("Give to", GIVEN, "Save", [_about(account, text), who], remark=remark_id)


_HINT = "Whoever passed it on reads this."


def _about(account: str, text: str) -> Block:
    said = mrkdwn.line(mrkdwn.cut(text, 600))
    return kit.section(f"{mrkdwn.bold(mrkdwn.cut(account, 200))} said: “{said}”")
