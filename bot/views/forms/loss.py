"""Forms about the end of an account: when and why it ended, what they said at the end, and why it is reopened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slackblocks import Block

from bot.endings import Confidence, ExitWay, LossReason
from bot.views import inputs, kit, mrkdwn
from bot.views.exits import Asked
from bot.views.losses import REASONS

END = "form.loss"
EXIT = "form.exit"
ANSWER = "answer_"  # begins the field of a question; its key ends it
REOPEN = "form.reopen"
_WAYS = {ExitWay.CONVERSATION: "a conversation", ExitWay.QUESTIONNAIRE: "in writing: the questionnaire"}
_SURE = {
    Confidence.STATED: "Why, in what they said themselves",
    Confidence.VERIFIED: "Why, as we know for certain",
    Confidence.SUSPECTED: "Why, as we suspect",
}


@dataclass(frozen=True)
class LossForm:
    """What is known when the form opens. `account`: (id, name); `problem`: why it opened again (mrkdwn).

    `overrides`: whoever has it open is asked why it is closed all the same. `tried`: what was said of their rescue.
    """

    account: tuple[str, str]
    is_leaving: bool = False
    ended_on: date | None = None
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)  # confidence -> reasons
    decided_by: str = ""
    value: str = ""
    words: str = ""
    attraction: str = ""
    exit_on: date | None = None
    exit_way: str | None = None
    exit_with: str = ""
    override_why: str = ""
    tried: str = ""
    problem: str = ""
    overrides: bool = False


def end(form: LossForm) -> dict[str, Any]:
    """When and why an account ends."""
    account_id, name = form.account
    blocks: list[Block] = [kit.section(form.problem or _about(name, form))]
    if form.overrides:
        blocks.append(inputs.text("override_why", "Close it all the same? Why", form.override_why, many=True))
    blocks += [
        inputs.day("ended_on", "When does it end?", form.ended_on, hint="A day to come: they are leaving until then."),
        *_reasons(form),
        inputs.text("decided_by", "Who of theirs decided it?", form.decided_by, optional=True),
        inputs.text("value", "What was it worth a year?", form.value, hint="For example 120000 EUR.", optional=True),
        inputs.text(
            "words",
            "In their own words",
            form.words,
            many=True,
            optional=True,
            hint="Of a key account: what they said when you asked them, if no answer is noted yet.",
        ),
        inputs.text(
            "attraction", "To whom do they go, and what drew them there?", form.attraction, many=True, optional=True
        ),
        *_interview(form),
        *_tried(form.tried),
    ]
    return inputs.modal("The end of an account", END, "Save", blocks, account=account_id)


def interview(account: tuple[str, str], asked: Sequence[Asked], known: LossForm, answers: Mapping[str, str]) -> Any:
    """What they said at the end, question by question."""
    account_id, name = account
    blocks: list[Block] = [kit.section(f"What did {mrkdwn.bold(mrkdwn.cut(name, 200))} say? Leave out what was not.")]
    blocks += _interview(known, optional=False)
    blocks += [
        inputs.text(f"{ANSWER}{one.key}", mrkdwn.cut(one.text, 150), answers.get(one.key, ""), many=True, optional=True)
        for one in asked
    ]
    return inputs.modal("Exit interview", EXIT, "Save", blocks, account=account_id)


def reopen(account_id: str, name: str, problem: str = "") -> dict[str, Any]:
    """Why an account is not leaving, or not lost."""
    about = problem or f"{mrkdwn.bold(mrkdwn.cut(name, 200))} goes on: they stay, or it was a mistake."
    why = inputs.text("why", "Why?", many=True, hint="It is kept with the account.")
    return inputs.modal("Reopen an account", REOPEN, "Reopen it", [kit.section(about), why], account=account_id)


def _about(name: str, form: LossForm) -> str:
    what = "is leaving" if form.is_leaving else "ends"
    return f"{mrkdwn.bold(mrkdwn.cut(name, 200))} {what}. Saying plainly when and why is how we learn from it."


def _tried(said: str) -> list[Block]:
    """What was said of a rescue on the way here: kept with how it ended."""
    return [inputs.text("tried", "What was tried to keep them?", said, many=True, optional=True)] if said else []


def _reasons(form: LossForm) -> list[Block]:
    words = {reason: REASONS[reason] for reason in LossReason}
    return [
        inputs.choices(f"reasons_{sure}", label, words, form.reasons.get(sure, ()), optional=True)
        for sure, label in _SURE.items()
    ]


def _interview(form: LossForm, *, optional: bool = True) -> list[Block]:
    hint = "Of a key account: before the end." if optional else ""
    return [
        inputs.day("exit_on", "Exit interview on", form.exit_on, hint=hint, optional=optional),
        inputs.choice("exit_way", "How", _WAYS, form.exit_way, optional=optional),
        inputs.text("exit_with", "With whom of theirs", form.exit_with, optional=True),
    ]
