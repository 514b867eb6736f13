"""The questions of the litmus test, as their TOML says them: a workspace's own, or ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from bot.playbooks.shape import Who
from bot.rules import RULES
from bot.rules.litmus import RULE
from bot.toml_text import read

KEY = "litmus"  # of the document that holds a workspace's own
MOST_ASKED = 10  # of each person: a minute, not a quarter of an hour
MOST = 20  # a result has a bar for each, and no more fit a chart
_Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_Step = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class Question(BaseModel):
    """One question. With a `rule` the log answers it; else everyone who touched the account is asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: _Key
    text: _Text
    weight: Annotated[int, Field(strict=True, ge=1, le=10)]
    must_pass: bool = False
    rule: str | None = None
    strength: _Text
    weakness: _Text
    step: _Step = ""
    who: Who = Who.OWNER
    days: Annotated[int, Field(strict=True, ge=0, le=520)] = 10

    @field_validator("rule")
    @classmethod
    def _is_known(cls, rule: str | None) -> str | None:
        known = [name for name in RULES if name != RULE]
        if rule is not None and rule not in known:
            raise ValueError(f"“{rule}” is no rule that the log can answer by; it is one of {', '.join(known)}")
        return rule

    @property
    def is_asked(self) -> bool:
        """Whether people are asked it."""
        return self.rule is None


class Questions(BaseModel):
    """All of them, in the order in which they are asked and told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        twice = [key for key, times in Counter(one.key for one in self.questions).items() if times > 1]
        if twice:
            raise ValueError(f"two questions have the key “{twice[0]}”; give each a key of its own")
        if len(self.questions) > MOST:
            raise ValueError(f"{len(self.questions)} questions are too many; {MOST} are the most")
        if not 1 <= len(self.asked) <= MOST_ASKED:
            said = f"{len(self.asked)} questions are asked of people"
            raise ValueError(
                f"{said}; ask 1 to {MOST_ASKED}, so that it takes a minute, and let a `rule` answer others"
            )
        return self

    @property
    def asked(self) -> Sequence[Question]:
        """Those that people are asked."""
        return [one for one in self.questions if one.is_asked]


def parse(text: str) -> Questions:
    """What a text of TOML says. Raises `bot.toml_text.Mistakes`, each with its line."""
    return read(text, Questions)


@cache
def our_text() -> str:
    """Our own questions, as TOML."""
    return (files("bot.questions") / f"{KEY}.toml").read_text("utf-8")


@cache
def ours() -> Questions:
    """Our own questions."""
    return parse(our_text())


def kept(questions: Questions) -> dict[str, Any]:
    """In the form in which a round keeps the questions that it asked."""
    return questions.model_dump(mode="json", exclude_defaults=True)


def again(said: dict[str, Any]) -> Questions:
    """The questions that a round asked; what became of their rules since is all one."""
    return Questions.model_construct(
        about=said.get("about", ""), questions=tuple(_again(one) for one in said["questions"])
    )


def _again(said: dict[str, Any]) -> Question:
    return Question.model_construct(**{**said, "who": Who(said.get("who", Who.OWNER))})
