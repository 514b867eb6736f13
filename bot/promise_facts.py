"""What rules see of promises, wishes and breakdowns. Plain data, as in `bot.facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """A promise that is open, or that was broken. `contact`: who of theirs was promised it, or promised it, or ""."""

    id: str
    text: str
    is_ours: bool
    contact: str
    owner_id: str | None
    made_at: datetime
    due_on: date
    moved: int = 0
    broken_on: date | None = None
    client_told: bool = False  # of a broken one: whether they know
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class WishFact:
    """Something the client would like from us. `every`: "once", "monthly", …; `days`: about so many between, or 0."""

    id: str
    text: str
    contact: str
    owner_id: str | None
    noted_at: datetime
    due_on: date
    every: str = "once"
    days: int = 0
    delivered_on: date | None = None  # the last time
    contact_id: str | None = None  # whose wish it is


@dataclass(frozen=True, slots=True)
class BreakdownFact:
    """A process of ours that failed the client, and that nobody has verified to work again."""

    id: str
    text: str
    broke_on: date
    owner_id: str | None
    reported_at: datetime
    recovered_at: datetime | None = None
    recovery: str = ""
