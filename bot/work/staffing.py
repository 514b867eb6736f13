"""Staffing: every change of who owns, backs up or sponsors an account is written down, however it came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot.work.deed import Deed
from storage import staffing

_PLACES = {"owner_id": "owner", "backup_id": "backup", "sponsor_id": "sponsor"}


def note_changes(
    session: Session, deed: Deed, account_id: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Write down which places changed hands among the changed fields of an account."""
    for field, place in _PLACES.items():
        if field in after:
            who = (before.get(field), after[field])
            staffing.add(session, deed.team_id, account_id, place, *who, by=deed.person_id, now=deed.now)
