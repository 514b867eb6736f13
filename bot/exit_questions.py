"""The questions of an exit interview, as their TOML says them: a workspace's own, or ours."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from sqlmodel import Session

from bot.litmus.own import KIND
from bot.toml_text import read
from bot.views.exits import Asked
from storage import documents
from storage.tables import Document, Loss

KEY = "exit"  # of the document that holds a workspace's own, and of the text itself
_VERSIONS = 200  # as many as anybody will write
MOST = 12  # a conversation of half an hour holds no more
_Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]
_Hint = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: _Key
    text: _Text
    hint: _Hint = ""


class ExitQuestions(BaseModel):
    """All of them, in the order in which they are asked; `about` stands before them where they are sent in writing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Literal["exit"]
    about: _Hint = ""
    questions: tuple[_Question, ...]

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        twice = [key for key, times in Counter(one.key for one in self.questions).items() if times > 1]
        if twice:
            raise ValueError(f"two questions have the key “{twice[0]}”; give each a key of its own")
        if not 1 <= len(self.questions) <= MOST:
            raise ValueError(f"{len(self.questions)} questions are asked; ask 1 to {MOST}")
        return self

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Each of them."""
        return tuple(Asked(one.key, one.text, one.hint) for one in self.questions)


def parse(text: str) -> ExitQuestions:
    """What a text of TOML says. Raises `bot.toml_text.Mistakes`, each with its line."""
    return read(text, ExitQuestions)


@cache
def our_text() -> str:
    """Our own questions, as TOML."""
    return (files("bot.questions") / f"{KEY}.toml").read_text("utf-8")


@cache
def ours() -> ExitQuestions:
    """Our own questions."""
    return parse(our_text())


def load(session: Session, team_id: str) -> ExitQuestions:
    """What is asked from now on."""
    own = documents.newest(session, team_id, KIND, KEY)
    return _of(own) if own else ours()


def answered(session: Session, loss: Loss) -> list[tuple[str, str]]:
    """Every answer of an exit interview, under the words in which it was asked."""
    said = loss.exit_answers or {}
    texts = _texts(session, loss.team_id, loss.exit_on or loss.recorded_at.date()) if said else {}
    return [(texts.get(key, key), words) for key, words in said.items()]


def _texts(session: Session, team_id: str, on: date) -> dict[str, str]:
    """The words of every question by its key, as they stood on a day; of one that came only later, as it came."""
    told = {one.key: one.text for one in ours().asked}
    later: dict[str, str] = {}
    for version in reversed(documents.versions(session, team_id, KIND, KEY, _VERSIONS)):
        asked = {one.key: one.text for one in _of(version).asked}
        if version.put_at.date() <= on:
            told |= asked
        else:
            later = asked | later
    return later | told


def _of(own: Document) -> ExitQuestions:
    """What a version asks; switched off, or word for word ours: ours."""
    return parse(own.text) if own.text and not own.is_off else ours()
