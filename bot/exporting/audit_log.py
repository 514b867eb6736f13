"""The audit log as a file: CSV for people, JSON lines for machines, a page in memory at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, TextIO

from sqlmodel import Session

from bot.intake.cells import guard
from bot.work import desk
from bot.worktime import zone
from storage import accounts, audit, people
from storage.engine import Store
from storage.tables import Audit

COLUMNS = ("at", "person_id", "person", "deed", "account_id", "account", "subject_id", "before", "after")


def export_audit(store: Store, team_id: str, out: TextIO, *, since: date | None = None, as_json: bool = False) -> int:
    """Write who did what, and what it was before and after, in the order in which it was done; how many rows.

    `since` is the first day, where the workspace is. Raises `Refused` where Tend is not set up.
    """
    write = _json_line if as_json else _csv_line
    if not as_json:
        csv.writer(out, lineterminator="\n").writerow(COLUMNS)
    count = 0
    with store.read() as session:
        for page in audit.pages(session, team_id, _moment(session, team_id, since)):
            for row in _told(session, team_id, page):
                write(out, row)
            count += len(page)
    return count


def _moment(session: Session, team_id: str, since: date | None) -> datetime | None:
    tz = zone(desk.workspace(session, team_id).tz)
    return datetime.combine(since, time(), tz) if since else None


def _told(session: Session, team_id: str, page: list[Audit]) -> Iterator[dict[str, Any]]:
    """The rows with the names that people and accounts have today."""
    ours = people.many(session, team_id, {row.person_id for row in page if row.person_id})
    named = accounts.names(session, team_id, {row.account_id for row in page if row.account_id})
    for row in page:
        person = ours.get(row.person_id or "")
        yield {
            "at": row.at.isoformat(),
            "person_id": row.person_id,
            "person": person.name if person else None,
            "deed": row.deed,
            "account_id": row.account_id,
            "account": named.get(row.account_id or ""),
            "subject_id": row.subject_id,
            "before": row.before,
            "after": row.after,
        }


def _json_line(out: TextIO, row: dict[str, Any]) -> None:
    out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _csv_line(out: TextIO, row: dict[str, Any]) -> None:
    csv.writer(out, lineterminator="\n").writerow([guard(_cell(row[column])) for column in COLUMNS])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
