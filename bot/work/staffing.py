"""Staffing: every change of who owns, backs up, sponsors or helps on an account is noted, however it came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    for who in _helpers(before, after):
        staffing.add(session, deed.team_id, account_id, "helper", *who, by=deed.person_id, now=deed.now)


def _helpers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str | None, str | None]]:
    """Who left the helpers, then who joined them."""
    if "helpers" not in after:
        return
    were, are = set(before.get("helpers") or ()), set(after["helpers"] or ())
    yield from ((left, None) for left in sorted(were - are))
    yield from ((None, joined) for joined in sorted(are - were))
