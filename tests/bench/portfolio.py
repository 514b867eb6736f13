"""Large portfolios, written straight into the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import SQLModel

from bot.rules import RULES
from storage import names
from storage.engine import Store
from storage.tables import Account, Clock, Person, Touch, Workspace

TEAM = "T0BENCH"
NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
OWNERS = 50
ROWS = 5_000
WORDS = ("Alder", "Birch", "Cedar", "Dahlia", "Elm", "Fern", "Gorse", "Hazel", "Iris", "Juniper", "Kelp", "Laurel")
TRADES = ("Logistics", "Foods", "Energy", "Press", "Health", "Bank", "Robotics", "Travel", "Textiles", "Media")


def account_name(number: int) -> str:
    """A name that no other account has."""
    word, trade = WORDS[number % len(WORDS)], TRADES[number // len(WORDS) % len(TRADES)]
    return f"{word} {trade} {number // (len(WORDS) * len(TRADES))}"


def lay_out(store: Store, accounts: int, due: int) -> None:
    """Write `accounts` accounts with a touch and their clocks each; the quiet clock of `due` of them rings now."""
    write(store, Workspace, iter([workspace_row()]))
    write(store, Person, (person_row(number) for number in range(OWNERS)))
    write(store, Account, (account_row(number, silent=number < due) for number in range(accounts)))
    write(store, Touch, (touch_row(number, silent=number < due) for number in range(accounts)))
    write(store, Clock, (clock for number in range(accounts) for clock in _clocks(number, due=number < due)))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def write(store: Store, table: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows, some thousands at a time."""
    while some := list(islice(rows, ROWS)):
        with store.write() as session:
            session.execute(insert(table), some)


def workspace_row() -> dict[str, Any]:
    """The one workspace."""
    return {
        "team_id": TEAM,
        "installed_at": NOW,
        "name": "Bench",
        "bot_user_id": "U0TEND",
        "alert_channel_id": "C0HEALTH",
    }


def person_row(number: int) -> dict[str, Any]:
    """One of ours."""
    return {"team_id": TEAM, "id": f"U{number:04}", "name": f"Person {number}", "tz": "Europe/Lisbon", "seen_at": NOW}


def _spoken(silent: bool) -> datetime:
    return NOW - timedelta(days=35 if silent else 3)


def account_row(number: int, *, silent: bool) -> dict[str, Any]:
    """An account, spoken to three days ago; 35, where it is silent."""
    return {
        "team_id": TEAM,
        "id": f"{number:032}",
        "name": account_name(number),
        "name_key": names.key(account_name(number)),
        "owner_id": f"U{number % OWNERS:04}",
        "client_since": (NOW - timedelta(days=900)).date(),
        "last_contact_at": _spoken(silent),
        "last_reach_at": _spoken(silent),
        "last_touch_id": f"t{number:031}",
        "created_at": NOW - timedelta(days=900),
        "updated_at": NOW,
    }


def touch_row(number: int, *, silent: bool) -> dict[str, Any]:
    """The one call with an account."""
    return {
        "team_id": TEAM,
        "id": f"t{number:031}",
        "account_id": f"{number:032}",
        "kind": "call",
        "direction": "two-way",
        "occurred_at": _spoken(silent),
        "note": "walked through the plan",
        "source": "csv",
        "logged_by": f"U{number % OWNERS:04}",
        "logged_at": _spoken(silent),
    }


def _clocks(number: int, *, due: bool) -> Iterator[dict[str, Any]]:
    for rule in RULES:
        ringing = due and rule == "quiet"
        rings_at = NOW - timedelta(minutes=number % 60) if ringing else NOW + timedelta(days=20 + number % 300)
        yield {
            "team_id": TEAM,
            "account_id": f"{number:032}",
            "rule": rule,
            "subject": "",
            "rings_at": rings_at,
        }
