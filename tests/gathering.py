"""Rows of an account, and what is gathered from them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import SQLModel

from bot.facts import AccountFacts
from bot.gather import facts_of
from bot.policy import Policy
from storage.engine import Store
from storage.names import key
from storage.tables import (
    Account,
    Contact,
    Person,
    Remark,
    Touch,
    TouchPerson,
    Workspace,
)

NOW = datetime(2026, 5, 13, 12, tzinfo=UTC)


TEAM = "T0TEND"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def workspace(**changes: Any) -> Workspace:
    return Workspace(**{"team_id": TEAM, "tz": "Europe/Lisbon", "installed_at": ago(300), **changes})


def account(name: str, **changes: Any) -> Account:
    base = {"team_id": TEAM, "id": name.lower(), "name": name, "name_key": key(name)}
    return Account(**{**base, "created_at": ago(200), "updated_at": ago(200), **changes})


def person(name: str, **changes: Any) -> Person:
    return Person(**{"team_id": TEAM, "id": f"U0{name.upper()}", "name": name, "seen_at": NOW, **changes})


def contact(name: str, account_id: str = "acme", **changes: Any) -> Contact:
    base = {"team_id": TEAM, "id": name.lower(), "account_id": account_id, "name": name, "name_key": key(name)}
    return Contact(**{**base, "created_at": ago(100), **changes})


def touch(id_: str, days: float, account_id: str = "acme", **changes: Any) -> Touch:
    base = {"team_id": TEAM, "id": id_, "account_id": account_id, "kind": "call", "direction": "two-way"}
    told = {"source": "command", "logged_by": "U0ANA", "occurred_at": ago(days), "logged_at": ago(days)}
    return Touch(**{**base, **told, **changes})


def took_part(touch_id: str, person_id: str) -> TouchPerson:
    return TouchPerson(team_id=TEAM, touch_id=touch_id, person_id=person_id)


def remark(id_: str, days: float = 0, **changes: Any) -> Remark:
    base = {"team_id": TEAM, "id": id_, "account_id": "acme", "text": "who else?", "reported_by": "U0ANA"}
    return Remark(**{**base, "reported_at": ago(days), "due_on": date(2026, 5, 20), **changes})


def keep(store: Store, *rows: SQLModel) -> None:
    with store.write() as session:
        for row in rows:
            session.add(row)
            session.flush()


def gather(store: Store, *ids: str, team_id: str = TEAM, policy: Policy | None = None) -> dict[str, AccountFacts]:
    with store.read() as session:
        return facts_of(session, team_id, ids or ("acme",), policy or Policy(), NOW)
