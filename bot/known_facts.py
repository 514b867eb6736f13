"""What rules see of days of the client's own, and of changes of ours on an account. Plain data, as in `bot.facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.policy import TraitKind


@dataclass(frozen=True, slots=True)
class StaffingFact:
    """The account went from one owner of ours to another; None: nobody."""

    id: str
    changed_at: datetime
    before_id: str | None
    after_id: str | None


@dataclass(frozen=True, slots=True)
class TraitFact:
    """Something that has a day, and is good to know of a client."""

    id: str
    kind: TraitKind
    text: str
    falls_on: date  # of an anniversary, the first one
