"""Everything of a workspace, or of one account, in one file: a ZIP with a file of JSON lines for each table.

`about.json` says what it is, when it was made, and how many rows each table has. A line is a row as it is stored:
instants and days are ISO 8601, the rest is JSON. Slack's tokens are in none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Table
from sqlmodel import Session

from bot.work import desk
from bot.work.deed import Refused
from storage import accounts, rows
from storage.engine import Store
from storage.migrate import current

ABOUT = "about.json"
_Rows = Callable[[Session, Table], Iterable[dict[str, Any]]]


def export_workspace(store: Store, team_id: str, file: Path, now: datetime) -> int:
    """Write everything of a workspace into a new file; how many rows. Raises `Refused`."""
    about = {"what": "workspace", "team_id": team_id}
    return _export(store, team_id, file, now, about, lambda session, table: rows.of_workspace(session, team_id, table))


def export_account(store: Store, team_id: str, account_id: str, file: Path, now: datetime) -> int:
    """Write everything of an account into a new file; how many rows. Raises `Refused`."""
    with store.read() as session:
        account = accounts.get(session, team_id, account_id)
    if account is None:
        raise Refused("That account is no longer on record.")
    about = {"what": "account", "team_id": team_id, "account_id": account_id, "account": account.name}

    def mine(session: Session, table: Table) -> Iterable[dict[str, Any]]:
        return rows.of_account(session, team_id, account_id, table)

    return _export(store, team_id, file, now, about, mine)


def _export(store: Store, team_id: str, file: Path, now: datetime, about: dict[str, Any], of: _Rows) -> int:
    """All tables as they are at one moment; the file has its name once it is whole."""
    counts: dict[str, int] = {}
    with _whole(file) as unfinished, ZipFile(unfinished, "w", ZIP_DEFLATED) as archive, store.read() as session:
        if not store.is_sqlite:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        desk.workspace(session, team_id)
        for table in rows.tables():
            counts[table.name] = _write(archive, f"{table.name}.jsonl", of(session, table), now)
        told = {**about, "exported_at": now.isoformat(), "revision": current(store), "rows": counts}
        archive.writestr(_entry(ABOUT, now), json.dumps(told, ensure_ascii=False, indent=2))
    return sum(counts.values())


def _write(archive: ZipFile, name: str, some: Iterable[dict[str, Any]], now: datetime) -> int:
    count = 0
    with archive.open(_entry(name, now), "w", force_zip64=True) as out:
        for row in some:
            out.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
            count += 1
    return count


def _entry(name: str, now: datetime) -> ZipInfo:
    entry = ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written as JSON")


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A file that only its owner reads, and that has its name once the block is done. Raises `Refused`."""
    if file.exists():
        raise Refused(f"{file} exists already; choose another name.")
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    try:
        unfinished.touch(0o600)
        yield unfinished
        unfinished.rename(file)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror or error}.") from None
    finally:
        unfinished.unlink(missing_ok=True)
