"""Whether the client of a rescue was reached since it was opened, as the touches logged since then tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.facts import RescueFact
from bot.matters import Matters
from bot.policy import Counts, Direction, Kind, Policy
from storage import rescues

#: Where a form or a word like “today” told only the day of a touch, it stands at noon: the day's hours are not known.
_BY_THE_DAY = frozenset({"command", "form", "button", "workflow"})
_HALF_A_DAY = timedelta(hours=12)
_NOUN = "rescues"


@dataclass(frozen=True, slots=True)
class Since:
    """A touch since a rescue was opened, at the moment (aware UTC) at which it counts."""

    touch_id: str
    at: datetime
    resets: frozenset[Counts]


@dataclass(frozen=True, slots=True)
class Reached:
    """When they spoke with us first and in which touch, if they did; how often we tried before."""

    at: datetime | None = None
    touch_id: str | None = None
    attempts: int = 0


def reached(since: Iterable[Since]) -> Reached:
    """The first time that they spoke with us after we had reached out, or as we did (in the workspace's own counting).

    What they write by themselves is no answer of ours: the client who writes once more is still waiting.
    """
    tried = 0
    for one in sorted(since, key=lambda touch: (touch.at, touch.touch_id)):
        reaches = Counts.REACH in one.resets
        if Counts.CONTACT in one.resets and (reaches or tried):
            return Reached(one.at, one.touch_id, tried)
        tried += reaches
    return Reached(attempts=tried)


def reached_of(session: Session, team_id: str, rescue_ids: Collection[str], policy: Policy) -> dict[str, Reached]:
    """Of every rescue, whether its client was reached."""
    found: dict[str, list[Since]] = {rescue_id: [] for rescue_id in rescue_ids}
    for row in rescues.touched_since(session, team_id, rescue_ids):
        at = counted_at(row)
        if at is not None:
            found[row.rescue_id].append(Since(row.id, at, policy.resets(Kind(row.kind), Direction(row.direction))))
    return {rescue_id: reached(touches) for rescue_id, touches in found.items()}


def counted_at(row: Any) -> datetime | None:
    """When a touch logged since the opening counts; None where it was before.

    Of one that is known by the day alone, and happened on the day of the opening, the logging is what is known.
    """
    occurred_at: datetime = row.occurred_at
    if occurred_at >= row.opened_at:
        return occurred_at
    is_that_day = row.source in _BY_THE_DAY and row.opened_at - occurred_at < _HALF_A_DAY
    return row.logged_at if is_that_day else None


def with_contacts(session: Session, team_id: str, opened: Mapping[str, Matters], policy: Policy) -> dict[str, Matters]:
    """What is open on accounts, each rescue with when its client was reached; without rescues nothing is asked."""
    ids = [one.id for matters in opened.values() for one in matters.get(_NOUN, ())]
    known = reached_of(session, team_id, ids, policy) if ids else {}

    def told(one: RescueFact) -> RescueFact:
        found = known[one.id]
        return replace(one, reached_at=found.at, reached_by=found.touch_id, attempts=found.attempts)

    return {
        account_id: {**matters, _NOUN: tuple(map(told, matters[_NOUN]))} if _NOUN in matters else matters
        for account_id, matters in opened.items()
    }
