"""the rhythm of an account's contact days.

Revision: 0002
Follows: 0001

Every portfolio is counted again, which begins with the rhythms that are missing: those of all who had contact before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rhythm", sa.JSON(), nullable=True))
    op.execute("UPDATE workspaces SET refit_at = NULL")
