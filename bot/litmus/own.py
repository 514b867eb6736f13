"""A workspace's own litmus questions: its newest document of them, else ours."""

from __future__ import annotations

from sqlmodel import Session

from bot.litmus.questions import KEY, Questions, ours, parse
from storage import documents

KIND = "questions"


def load(session: Session, team_id: str) -> Questions:
    """The questions that a test asks from now on."""
    own = documents.newest(session, team_id, KIND, KEY)
    return parse(own.text) if own and own.text and not own.is_off else ours()
