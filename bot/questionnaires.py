"""The sets of questions that a workspace may write itself: of the litmus test, and of the exit interview."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot import exit_questions
from bot.exit_questions import ExitQuestions
from bot.litmus import questions
from bot.litmus.questions import Questions

_EXIT = re.compile(rf'^\s*key\s*=\s*"{exit_questions.KEY}"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One of them: its key, what it is called, and how its text is read; `ours`: as it came."""

    key: str
    title: str
    parse: Callable[[str], Questions | ExitQuestions]
    ours: Callable[[], str]


QUESTIONNAIRES = {
    one.key: one
    for one in (
        Questionnaire(questions.KEY, "Litmus questions", questions.parse, questions.our_text),
        Questionnaire(exit_questions.KEY, "Exit interview", exit_questions.parse, exit_questions.our_text),
    )
}


def checked(text: str) -> str:
    """The key of the set that a text is meant to be. Raises `bot.toml_text.Mistakes`."""
    head, _, _ = text.partition("[[")
    key = exit_questions.KEY if _EXIT.search(head) else questions.KEY
    QUESTIONNAIRES[key].parse(text)
    return key
