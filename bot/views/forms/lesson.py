"""Forms about lessons: to draw one, to say of which accounts it is true, and to close one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.learned import names
from bot.views import inputs, kit, mrkdwn

LESSON, ANSWER, END = "form.lesson", "form.lesson_answer", "form.lesson_end"
_ASKED, _OURS = "asked", "ours"
_WAYS = {
    _ASKED: "Ask every owner: put the question below",
    _OURS: "It is ours to change: say below what we change",
}
_ENDS = {"done": "Learned: it is part of how we work now", "dropped": "Let it be"}


@dataclass(frozen=True)
class LessonForm:
    """What is known when the form opens. `account`: (id, name); `findings`: (id, text) of the audit's."""

    account: tuple[str, str] | None = None
    text: str = ""
    finding_id: str = ""
    owner_id: str | None = None
    due_on: date | None = None
    problem: str = ""


def draw(form: LessonForm) -> dict[str, Any]:
    """To draw a lesson. What is looked for, the owners' question and our own change stand in one menu."""
    looked_for = _WAYS | {name: f"Look for: {says}" for name, says in names().items()}
    fields: list[Block] = [
        inputs.account(form.account, hint="The one that was lost."),
        inputs.text("text", "What did we learn?", form.text, many=True, hint="One sentence, and nobody's name in it."),
        inputs.choice("way", "How do we look for it?", looked_for),
        inputs.text(
            "task",
            "What is to be done, or asked?",
            many=True,
            hint="Of what I look for myself I have a suggestion; leave it empty to take that.",
            optional=True,
        ),
        inputs.text("number", "How many days, or people?", hint="Only where it says “so many”.", optional=True),
        inputs.person("owner", "Who sees to it?", form.owner_id),
        inputs.day("due", "By when?", form.due_on),
    ]
    blocks = [kit.section(form.problem), *fields] if form.problem else fields
    return inputs.modal("A lesson", LESSON, "Keep it", blocks, finding=form.finding_id)


def way(chosen: str) -> tuple[str, str]:
    """The way and the condition that were chosen."""
    return (chosen, "") if chosen in _WAYS else ("computed", chosen)


def answer(lesson_id: str, text: str, question: str, mine: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """To say of which of one's accounts it is true."""
    options = {id_: mrkdwn.cut(name, 70) for id_, name in mine[: inputs.OPTIONS_LIMIT]}
    said = kit.section(f"{mrkdwn.line(mrkdwn.cut(text, 600))}\n*{mrkdwn.line(mrkdwn.cut(question, 600))}*")
    which = inputs.choices(
        "accounts", "True of", options, hint="None of them? Leave it empty, and send it.", optional=True
    )
    blocks: list[Block] = [said, which]
    if len(mine) > inputs.OPTIONS_LIMIT:
        blocks.append(kit.context(f"These are the first {inputs.OPTIONS_LIMIT} of your {len(mine):,} accounts."))
    return inputs.modal("Your accounts", ANSWER, "Say it", blocks, lesson=lesson_id)


def end(lesson_id: str, text: str) -> dict[str, Any]:
    """To close a lesson."""
    blocks: list[Block] = [
        kit.section(mrkdwn.line(mrkdwn.cut(text, 600))),
        inputs.choice("state", "What became of it?", _ENDS, "done"),
        inputs.text("outcome", "In a sentence", many=True, hint="What is different now?", optional=True),
    ]
    return inputs.modal("Close this lesson", END, "Close it", blocks, lesson=lesson_id)
