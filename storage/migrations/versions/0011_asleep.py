"""no clock of a workspace that sleeps rings, and who sleeps is found without asking everybody.

Revision: 0011
Follows: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_ASLEEP = sa.text("asleep_since IS NOT NULL")


def upgrade() -> None:
    op.create_index("workspaces_asleep", "workspaces", ["team_id"], sqlite_where=_ASLEEP, postgresql_where=_ASLEEP)
    sleepers = "SELECT team_id FROM workspaces WHERE asleep_since IS NOT NULL"
    op.execute(f"UPDATE clocks SET rings_at = NULL WHERE team_id IN ({sleepers})")  # noqa: S608 - our own words
