"""A small workspace to do deeds in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.policy import Direction, Kind
from bot.work import accounts, contacts, touches
from bot.work.deed import Deed
from storage import people, workspaces
from storage.engine import Store
from storage.tables import Account, Contact

TEAM = "T0TEND"
ANA, BEN, CHRIS, DANA, ERIK, GONE = "U0ANA", "U0BEN", "U0CHRIS", "U0DANA", "U0ERIK", "U0GONE"
NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)  # a Tuesday


@dataclass
class Scene:
    """Deeds in one workspace, all at one moment unless told otherwise."""

    store: Store
    now: datetime = NOW

    def deed(self, person: str | None = ANA, request_id: str | None = None) -> Deed:
        return Deed(TEAM, person, self.now, request_id)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def account(self, name: str = "Acme", **fields: Any) -> Account:
        """An account, Ana's unless said otherwise."""
        new = accounts.NewAccount(name, **{"owner_id": ANA, **fields})
        return accounts.add(self.store, self.deed(), new).account

    def contact(self, account: Account, name: str = "Jane Doe", **fields: Any) -> Contact:
        return contacts.add(self.store, self.deed(), contacts.NewContact(account.id, name, **fields)).contact

    def touch(self, account: Account, days_ago: float = 0, **fields: Any) -> touches.TouchLogged:
        return touches.log(self.store, self.deed(fields.pop("by", ANA)), self.new_touch(account, days_ago, **fields))

    def new_touch(self, account: Account, days_ago: float = 0, **fields: Any) -> touches.NewTouch:
        said = {"kind": Kind.CALL, "direction": Direction.TWO_WAY, "occurred_at": self.ago(days_ago), **fields}
        return touches.NewTouch(account.id, **said)

    @contextmanager
    def look(self) -> Iterator[Any]:
        with self.store.read() as session:
            yield session

    def again(self, account: Account) -> Account:
        with self.store.read() as session:
            found = session.get(Account, (TEAM, account.id))
        assert found is not None
        return found


def scene(store: Store) -> Scene:
    """A workspace with three of ours, a guest, a stranger, and one who has left."""
    with store.write() as session:
        workspaces.ensure(session, TEAM, NOW - timedelta(days=400), name="Brightside Studio", tz="Europe/Lisbon")
        for id_, name, tz in (
            (ANA, "Ana Souza", "Europe/Lisbon"),
            (BEN, "Ben Okafor", "Europe/London"),
            (CHRIS, "Chris Meyer", "America/New_York"),
            (DANA, "Dana Guest", "Europe/Lisbon"),
            (ERIK, "Erik Other", "Europe/Lisbon"),
            (GONE, "Gwen Gone", "Europe/Lisbon"),
        ):
            people.told(
                session,
                TEAM,
                id_,
                name=name,
                email=f"{name.split()[0].lower()}@brightside.test",
                tz=tz,
                is_bot=False,
                is_guest=id_ == DANA,
                is_stranger=id_ == ERIK,
                is_admin=id_ == CHRIS,
                deactivated_at=NOW if id_ == GONE else None,
                seen_at=NOW,
            )
    return Scene(store)


def request_id() -> str:
    return uuid4().hex


def fresh(folder: Path, template: Path) -> Store:
    """A store of one's own, for each example of a property."""
    shutil.copy(template, folder / "tend.db")
    return Store.open(f"sqlite:///{folder}/tend.db")
