"""An account's whole past, as the replay reads it: plain data, loaded once. Instants are aware UTC, days local."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from bot.facts import StaffingFact
from bot.policy import Direction, Kind, Tier
from bot.titles import ContactLevel


class PastTouch(NamedTuple):
    """A touch that was not undone. `people`: of ours; who logged it, where nobody was named, if anybody."""

    id: str
    occurred_at: datetime
    kind: Kind
    direction: Direction
    temperature: int | None
    next_on: date | None
    people: tuple[str, ...]
    contacts: tuple[str, ...]
    signs: tuple[str, ...] = ()


class PastContact(NamedTuple):
    """A person at the client; `known_since` as far as the record shows."""

    id: str
    name: str
    level: ContactLevel
    can_hire_or_fire: bool
    known_since: datetime
    left_at: datetime | None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """An account from `began_at` on. What no record tells the past of (tier, value) is taken as it is today.

    Days of theirs that come round are left out: a kind word that was due warned of nothing.

    `touches` and `handed`, its changes of owner, are in the order in which they happened. `gone` are the people of ours
    who have left, and when. `heard`: when something that they said was passed on, in order.
    """

    account_id: str
    name: str
    tier: Tier
    zone: tzinfo
    closures: tuple[tuple[date, date], ...]
    owner_id: str | None
    cadence_days: int | None
    annual_value_minor: int | None
    currency: str | None
    started_at: datetime  # client since, or when it began
    began_at: datetime  # the first touch, or the day it was added
    lost_on: date | None
    touches: tuple[PastTouch, ...]
    contacts: tuple[PastContact, ...]
    gone: Mapping[str, datetime]
    handed: tuple[StaffingFact, ...] = ()
    heard: tuple[datetime, ...] = ()

    def owner_at(self, now: datetime) -> str | None:
        """Who owned it at a moment."""
        later = (change.before_id for change in self.handed if change.changed_at > now)
        return next(later, self.owner_id)
