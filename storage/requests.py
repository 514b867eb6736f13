"""Requests of Slack's that were carried out: a repeat does nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import Request
from storage.upsert import insert_or_skip


def claim(session: Session, team_id: str, request_id: str, now: datetime, result_id: str | None) -> bool:
    """Note that the request is being carried out and what it makes; False when it was before.

    On PostgreSQL this waits for a rival that carries out the same request, and tells of its end.
    """
    row = {"team_id": team_id, "request_id": request_id, "done_at": now, "result_id": result_id}
    return insert_or_skip(session, Request, row)


def get(session: Session, team_id: str, request_id: str) -> Request | None:
    """The request as it was carried out, if it was."""
    return session.exec(select(Request).where(Request.team_id == team_id, Request.request_id == request_id)).first()


def forget_before(session: Session, team_id: str, moment: datetime) -> int:
    """Drop what is too old for Slack to repeat; how many rows went."""
    gone = delete(Request).where(col(Request.team_id) == team_id, col(Request.done_at) < moment)
    return session.exec(gone).rowcount
