"""What a rule says: when it rings, how loud, why, and what would clear it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.facts import AccountFacts
from bot.policy import Level, Manner, Policy


def level_of(steps: Iterable[tuple[datetime, Level]], now: datetime) -> Level | None:
    """The loudest level that steps have reached by `now`, or None while it is calm."""
    reached = [level for at, level in steps if at <= now]
    return max(reached, key=lambda level: level.loudness, default=None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule on one subject of one account, at one moment.

    `steps` are the moments (aware UTC, ascending, with ascending levels) at which each level is reached as things
    stand; none: the clock is at rest. `reason` is one sentence with its numbers as of the moment the rule was asked;
    `clears` says what would clear it; `threshold` names the limit in words ("14 days, key tier"); `rests_on` are ids
    of the touches, contacts or meetings it rests on. `hearer` is who hears it first; None: the account's owner. At
    `until` it is over by itself, whatever it said. `contact_id` is the contact whom it is about, where it is about one.
    """

    rule: str
    subject: str  # "" for the account as a whole, else a contact's or a meeting's id
    steps: tuple[tuple[datetime, Level], ...]
    reason: str
    clears: str
    threshold: str
    since: datetime | None = None  # where the counting began
    rests_on: tuple[str, ...] = ()
    until: datetime | None = None
    hearer: str | None = None
    manner: Manner = Manner.USUAL
    contact_id: str | None = None

    def level_at(self, now: datetime) -> Level | None:
        """The loudest level reached by `now`, or None while it is calm."""
        return None if self.is_over(now) else level_of(self.steps, now)

    def next_step(self, now: datetime) -> datetime | None:
        """When the next level will be reached, if any is still to come."""
        return None if self.is_over(now) else min((at for at, _ in self.steps if at > now), default=None)

    def next_look(self, now: datetime) -> datetime | None:
        """When it will say something else: at its next level, else where it is over; None: not by itself."""
        return self.next_step(now) or (self.until if self.steps and not self.is_over(now) else None)

    def is_over(self, now: datetime) -> bool:
        """Whether what it is about has passed by `now`."""
        return self.until is not None and self.until <= now


#: A pure function of an account's facts, the workspace's policy and a moment. It yields one verdict for every subject
#: that it watches, calm ones included, so that a clock which no longer applies disappears.
Rule = Callable[[AccountFacts, Policy, datetime], Iterable[Verdict]]
