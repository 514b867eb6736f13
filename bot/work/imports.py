"""Lists that people hand over in Slack: what may be done with one, until it is imported or left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.work import desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import imports
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Import

_GONE = "I do not have that list any more. Please hand it over again: twice adds nothing twice."
_NOT_NOW = "That is under way already, or it was done before."
_REST = {"due_at": None, "attempts": 0}


@dataclass(frozen=True, slots=True)
class Handed:
    """A list as it was handed over: a file of Slack's, or words. `slot`: where; the same there again is the same."""

    slot: str
    channel_id: str
    name: str
    file_id: str | None = None
    pasted: str = ""


def hand_over(store: Store, team_id: str, person_id: str, handed: Handed, now: datetime) -> None:
    """Write a list down, to be looked at: anybody's. Whoever handed it over hears then what it would do, or why not."""
    with store.write() as session:
        imports.add(
            session,
            team_id,
            new_id(),
            now,
            slot=handed.slot,
            person_id=person_id,
            channel_id=handed.channel_id,
            name=handed.name,
            file_id=handed.file_id,
            pasted=handed.pasted,
        )


def read(session: Session, deed: Deed, import_id: str) -> Import:
    """A list that waits for a word of whoever handed it over. Raises `Refused`."""
    allow(session, deed, "import")
    found = imports.get(session, deed.team_id, import_id)
    if found is None or deed.person_id not in (found.person_id, None):
        raise Refused(_GONE)
    if found.step != "offered":
        raise Refused(_NOT_NOW)
    return found


def choose(store: Store, deed: Deed, import_id: str, noun: str, columns: Mapping[str, int], currency: str = "") -> None:
    """What the list is of and which column is which: it is tried again with that."""
    meant = {"noun": noun, "columns": dict(columns), "currency": currency}
    _go_on(store, deed, import_id, {"step": "check", "due_at": deed.now, **meant})


def try_again(store: Store, deed: Deed, import_id: str) -> None:
    """Look at the list once more: Slack did not give it before."""
    _go_on(store, deed, import_id, {"step": "check", "due_at": deed.now})


def begin(store: Store, deed: Deed, import_id: str) -> None:
    """Import it."""
    _go_on(store, deed, import_id, {"step": "import", "due_at": deed.now})


def leave(store: Store, deed: Deed, import_id: str) -> Import:
    """Do not import it."""
    return _go_on(store, deed, import_id, {"step": "done", "pasted": "", **_REST})


def note(session: Session, deed: Deed, done: Import, counts: Mapping[str, int]) -> None:
    """Write down in the audit log that a list was imported."""
    desk.record(session, deed, "import", subject_id=done.id, after={"file": done.name, "noun": done.noun, **counts})


def _go_on(store: Store, deed: Deed, import_id: str, values: Mapping[str, Any]) -> Import:
    with store.write() as session:
        desk.begin(session, deed, import_id)
        found = read(session, deed, import_id)
        if not imports.change(session, deed.team_id, import_id, {"attempts": 0, **values}, ["offered"]):
            raise Refused(_NOT_NOW)
        return found
