"""the unhappy touches of an account are found at once.

Revision: 0003
Follows: 0002

Every account is looked at again, for the rules that are new.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0003"
down_revision = "0002"

_CLOCKS = sa.table("clocks", sa.column("rule"), sa.column("rings_at", UtcDateTime))
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    unhappy = sa.text("temperature < 0")
    op.create_index(
        "touches_unhappy", "touches", ["team_id", "account_id"], sqlite_where=unhappy, postgresql_where=unhappy
    )
    op.execute(sa.update(_CLOCKS).where(_CLOCKS.c.rule == "quiet").values(rings_at=_LONG_AGO))
