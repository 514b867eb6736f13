"""A backtest of 1,000 accounts over three years."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from bot.backtest import backtest
from bot.policy import Policy
from storage.engine import Store
from storage.tables import Account, Contact, Person, Touch, TouchContact, Workspace
from tests.bench.portfolio import NOW, OWNERS, TEAM, account_row, person_row, workspace_row, write
from tests.bench.report import Figure

ACCOUNTS = 1_000
DAYS = 3 * 365
USUAL_GAPS = (5, 7, 9, 14, 14, 21, 30, 45)  # days
KINDS = (
    ("call", "two-way"),
    ("email", "two-way"),
    ("meeting", "two-way"),
    ("email", "from-client"),
    ("email", "to-client"),
)


def measure(store: Store) -> list[Figure]:
    """Lay the past out in an empty database, and replay it."""
    touches = lay_out(store)
    begun = time.perf_counter()
    replayed = backtest(store, TEAM, NOW, [Policy()])
    seconds = time.perf_counter() - begun
    assert replayed
    return [
        Figure(f"backtest, {ACCOUNTS:,} accounts x 3 years, {touches:,} touches", seconds, "s", "at most 30 asked for")
    ]


def lay_out(store: Store) -> int:
    """Accounts with three contacts each, spoken to at rhythms of their own, one in ten lost. How many touches."""
    write(store, Workspace, iter([workspace_row()]))
    write(store, Person, (person_row(number) for number in range(OWNERS)))
    write(store, Account, (_account(number) for number in range(ACCOUNTS)))
    write(store, Contact, (_contact(number, place) for number in range(ACCOUNTS) for place in range(3)))
    touches = [touch for number in range(ACCOUNTS) for touch in _touches(number)]
    write(store, Touch, iter(touches))
    write(store, TouchContact, map(_met, touches))
    return len(touches)


def _account(number: int) -> dict[str, Any]:
    lost_on = (NOW - timedelta(days=30 + number % 300)).date() if number % 10 == 0 else None
    created_at = NOW - timedelta(days=DAYS)
    return {
        **account_row(number, silent=False),
        "lost_on": lost_on,
        "status": "lost" if lost_on else "active",
        "created_at": created_at,
    }


def _contact(number: int, place: int) -> dict[str, Any]:
    return {
        "team_id": TEAM,
        "id": f"c{number:030}{place}",
        "account_id": f"{number:032}",
        "name": f"Contact {place}",
        "name_key": f"contact {place}",
        "level": "executive" if place == 0 else "manager",
        "can_hire_or_fire": place == 0,
        "created_at": NOW - timedelta(days=DAYS),
    }


def _touches(number: int) -> Iterator[dict[str, Any]]:
    chance = Random(number)  # noqa: S311 - the same every time
    usual, ago = USUAL_GAPS[number % len(USUAL_GAPS)], float(DAYS)
    until = 90 + number % 300 if number % 10 == 0 else 0
    while (ago := ago - 0.5 - chance.expovariate(1 / usual)) > until:
        kind, direction = chance.choice(KINDS)
        yield {
            "team_id": TEAM,
            "id": f"{number:016}{round(ago * 1000):016}",
            "account_id": f"{number:032}",
            "kind": kind,
            "direction": direction,
            "occurred_at": NOW - timedelta(days=ago),
            "source": "csv",
            "logged_by": f"U{number % OWNERS:04}",
            "logged_at": NOW,
        }


def _met(touch: dict[str, Any]) -> dict[str, Any]:
    number, ago = int(touch["account_id"]), int(touch["id"][16:])
    return {"team_id": TEAM, "touch_id": touch["id"], "contact_id": f"c{number:030}{ago % 3}"}
