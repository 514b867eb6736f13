"""Everything of a noun as a file: who may have it, and that they had it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from bot.work import desk
from bot.work.deed import Deed
from bot.work.permission import allow
from storage.engine import Store


def check(session: Session, deed: Deed) -> None:
    """Raises `NotAllowed`."""
    allow(session, deed, "export")


def note(store: Store, deed: Deed, counts: Mapping[str, int]) -> None:
    """Write down that somebody takes files away: rows by noun. Raises `NotAllowed`."""
    with store.write() as session:
        check(session, deed)
        desk.record(session, deed, "export", subject_id=deed.person_id, after=counts)


def check_lessons(session: Session, deed: Deed) -> None:
    """Raises `NotAllowed`."""
    allow(session, deed, "lesson.export")


def note_lessons(store: Store, deed: Deed, what: Mapping[str, int]) -> None:
    """Write down that somebody takes the lessons away as a text. Raises `NotAllowed`."""
    with store.write() as session:
        check_lessons(session, deed)
        desk.record(session, deed, "lesson.export", subject_id=deed.person_id, after=what)
