"""Lists that were handed over to be imported, and the work that each still asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.core import table as core_table
from storage.tables import IMPORT_STEPS, Import, Workspace
from storage.upsert import insert_or_skip


def add(
    session: Session,
    team_id: str,
    import_id: str,
    now: datetime,
    *,
    slot: str,
    person_id: str,
    channel_id: str,
    name: str,
    file_id: str | None,
    pasted: str,
) -> bool:
    """Write a list down, to be looked at now; False when it was handed over before."""
    row = {"team_id": team_id, "id": import_id, "slot": slot, "person_id": person_id, "channel_id": channel_id}
    said = {"name": name, "file_id": file_id, "pasted": pasted, "currency": ""}
    at_first = {"step": "check", "attempts": 0, "due_at": now, "made_at": now}
    return insert_or_skip(session, Import, {**row, **said, **at_first})


def get(session: Session, team_id: str, import_id: str) -> Import | None:
    """A list by its id."""
    return session.get(Import, (team_id, import_id), populate_existing=True)


def change(
    session: Session, team_id: str, import_id: str, values: Mapping[str, Any], steps: Collection[str] = IMPORT_STEPS
) -> bool:
    """Give columns of a list new values, if it is at one of the `steps`; whether it was."""
    mine = (col(Import.team_id) == team_id, col(Import.id) == import_id, col(Import.step).in_(steps))
    return bool(session.exec(update(Import).where(*mine).values(**values)).rowcount)


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is any work to do."""
    return session.exec(select(Import.id).where(col(Import.due_at) <= now).limit(1)).first() is not None


def claim(session: Session, now: datetime, lease: timedelta) -> tuple[str, str] | None:
    """(team id, id) of the list whose work waits longest, leased to whoever asks; not of workspaces that sleep."""
    asleep = select(Workspace.team_id).where(col(Workspace.asleep_since).is_not(None))
    waiting = select(Import).where(col(Import.due_at) <= now, col(Import.team_id).not_in(asleep))
    first = waiting.order_by(col(Import.due_at), col(Import.id)).limit(1).with_for_update(skip_locked=True)
    found = session.exec(first).first()
    if found is None:
        return None
    found.due_at, found.attempts = now + lease, found.attempts + 1
    return found.team_id, found.id


def forget_before(session: Session, team_id: str, moment: datetime) -> int:
    """Drop what was handed over before a moment; how many rows went."""
    columns = core_table(Import).c
    gone = delete(core_table(Import)).where(columns.team_id == team_id, columns.made_at < moment)
    return session.exec(gone).rowcount
