"""What comes first wherever the worst does: an urgent nudge before all others, then the louder one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case

from storage.core import table
from storage.tables import Nudge

LOUDNESS = {"early": 1, "due": 2, "critical": 3}
_URGENT = max(LOUDNESS.values())
_NUDGES = table(Nudge).c

#: How bad an open nudge is, for the database to order by.
WEIGHT: ColumnElement[Any] = case(LOUDNESS, value=_NUDGES.level) + case((_NUDGES.manner == "urgent", _URGENT), else_=0)


def weight(nudge: Nudge, level: str) -> int:
    """The same of a nudge in hand, as it was heard at a level."""
    return LOUDNESS[level] + (_URGENT if nudge.manner == "urgent" else 0)
