"""The questions of an exit interview, ours as a file: `bot/questions/exit.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.toml_text import read
from bot.views.exits import Asked


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    text: str
    hint: str


class _Questions(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    questions: list[_Question]


@cache
def questions() -> tuple[Asked, ...]:
    """What is asked, in order."""
    return tuple(Asked(one.key, one.text, one.hint) for one in _ours().questions)


@cache
def about() -> str:
    """The words in front of the questions, for whoever answers them in writing."""
    return _ours().about


def _ours() -> _Questions:
    return read((Path(__file__).parent / "questions" / "exit.toml").read_text(encoding="utf-8"), _Questions)
