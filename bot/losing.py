"""Losses in figures, read from the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.endings import read
from bot.loss_figures import LossFigures, Lost, figures
from storage import loss_figures


def figures_of(session: Session, team_id: str, owner_ids: Collection[str] | None, today: date) -> LossFigures:
    """The losses of the accounts of some owners, or of all (None), up to a day."""
    return figures([_lost(row) for row in loss_figures.losses(session, team_id, owner_ids)], today)


def _lost(row: Any) -> Lost:
    return Lost(
        name=row.name,
        ended_on=row.ended_on,
        value_minor=row.value_minor,
        currency=row.currency,
        reasons=tuple(read(row.reasons)),
        attraction=row.attraction,
        audit=None if row.is_past else row.audit,
    )
