"""looking whether the database can be written to takes as much room as a command does.

Revision: 0009
Follows: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("pulse", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weight", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("pulse", schema=None) as batch_op:
        batch_op.alter_column("weight", server_default=None)
