"""Tables for SQLAlchemy Core: where rows need not become objects, statements cost a fraction."""

from __future__ import annotations

from sqlalchemy import Table
from sqlmodel import SQLModel


def table(of: type[SQLModel]) -> Table:
    """The table that a model's rows are kept in."""
    found: Table = of.__table__  # type: ignore[attr-defined]
    return found
