"""Small pasts for the tests of the replay. Days are counted from `BEGAN`, a Monday; every day of the week works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.backtest.figures import Alert, Replayed
from bot.backtest.past import Past, PastContact, PastTouch
from bot.backtest.replay import replay
from bot.facts import Portfolio, StaffingFact
from bot.policy import Direction, Kind, Policy, Tier
from bot.titles import ContactLevel
from bot.worktime import UTC_ZONE, Calendar

BEGAN = datetime(2024, 1, 1, 12, tzinfo=UTC)
EVERY_DAY = Calendar(working_days=tuple(range(7)))
POLICY = Policy()


def at(day: float) -> datetime:
    """So many days after the beginning."""
    return BEGAN + timedelta(days=day)


def day(number: int) -> date:
    """The local day, so many days after the beginning."""
    return at(number).date()


def touch(on: float, direction: Direction = Direction.TWO_WAY, **changes: Any) -> PastTouch:
    """A call with nobody in particular."""
    kind = Kind.CALL if direction is Direction.TWO_WAY else Kind.EMAIL
    base = PastTouch(f"t{on:08.2f}", at(on), kind, direction, None, None, ("U0ANA",), ())
    return base._replace(**changes)


def talks(*days: float) -> tuple[PastTouch, ...]:
    """Calls on some days."""
    return tuple(touch(on) for on in days)


def handed(*changes: tuple[float, str | None, str | None]) -> tuple[StaffingFact, ...]:
    """Changes of owner: on which day, from whom, to whom."""
    return tuple(StaffingFact(f"s{on}", at(on), before, after) for on, before, after in changes)


def contact(name: str, level: ContactLevel = ContactLevel.EXECUTIVE, **changes: Any) -> PastContact:
    """Somebody known from the beginning; their id is their name in lower case."""
    return PastContact(name.lower(), name, level, False, BEGAN, None)._replace(**changes)


def past(touches: Iterable[PastTouch] = (), **changes: Any) -> Past:
    """A standard account, client since the beginning."""
    base = Past(
        account_id="acme",
        name="Acme",
        tier=Tier.STANDARD,
        zone=UTC_ZONE,
        closures=(),
        owner_id="U0ANA",
        cadence_days=None,
        annual_value_minor=None,
        currency=None,
        started_at=BEGAN,
        began_at=BEGAN,
        lost_on=None,
        touches=tuple(touches),
        contacts=(),
        gone={},
    )
    return replace(base, **changes)


def replayed(of: Past, until: float, policy: Policy = POLICY, portfolio: Portfolio | None = None) -> Replayed:
    """The account replayed for so many days."""
    return replay(of, policy, EVERY_DAY, lambda _moment: portfolio or Portfolio(), at(until))


def alerts(of: Past, until: float, rule: str = "quiet", policy: Policy = POLICY) -> list[Alert]:
    """What one rule would have said of it."""
    return sorted(
        (alert for alert in replayed(of, until, policy).alerts if alert.rule == rule), key=lambda alert: alert.opened_on
    )


def weekly(weeks: int, start: int = 0) -> Sequence[PastTouch]:
    """A call every seven days."""
    return talks(*range(start, start + 7 * weeks, 7))
