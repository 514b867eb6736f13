"""A workspace's own playbooks and questions: every version is kept, the newest counts."""

from __future__ import annotations

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.tables import Document


def newest(session: Session, team_id: str, kind: str, key: str) -> Document | None:
    """The newest version of a document; None: the workspace has never had its own."""
    return session.exec(_versions(team_id, kind, key).limit(1)).first()


def versions(session: Session, team_id: str, kind: str, key: str, limit: int) -> list[Document]:
    """Up to `limit` versions of a document, the newest first."""
    return list(session.exec(_versions(team_id, kind, key).limit(limit)))


def version(session: Session, team_id: str, kind: str, key: str, number: int) -> Document | None:
    """One version of a document."""
    return session.exec(_versions(team_id, kind, key).where(col(Document.version) == number)).first()


def current(session: Session, team_id: str, kind: str) -> dict[str, Document]:
    """The newest version of every document of a kind, by key."""
    mine = select(Document).where(col(Document.team_id) == team_id, col(Document.kind) == kind)
    return {one.key: one for one in session.exec(mine.order_by(col(Document.key), col(Document.version)))}


def _versions(team_id: str, kind: str, key: str) -> SelectOfScalar[Document]:
    mine = (col(Document.team_id) == team_id, col(Document.kind) == kind, col(Document.key) == key)
    return select(Document).where(*mine).order_by(col(Document.version).desc())
