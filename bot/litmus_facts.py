"""Litmus tests and what owners worry about, as the rules see them. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.policy import Band


@dataclass(frozen=True, slots=True)
class LitmusFact:
    """A litmus test that is open, or the last one that was closed with a view at least."""

    id: str
    opened_at: datetime
    due_on: date
    asked: int
    given: int
    closed_at: datetime | None = None
    band: Band | None = None
    score: int | None = None  # of 100

    @property
    def is_open(self) -> bool:
        """Whether it waits for views."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class ViewFact:
    """A view that an open litmus test waits for. `person`: the name of whoever is to give it, or ""."""

    id: str
    test_id: str
    person_id: str
    person: str
    asked_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class WorryFact:
    """That somebody would worry about the account, as they said when asked; why is theirs and their lead's to know."""

    person_id: str
    said_at: datetime
