"""What nobody was asked or reminded of before begins to be with the version that does so, for what is new then.

Revision: 0035
Follows: 0034
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("reminds_from", UtcDateTime(), nullable=True))
    op.execute("UPDATE workspaces SET reminds_from = CURRENT_TIMESTAMP")
