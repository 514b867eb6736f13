"""touches keep the signs of warning that were seen and the message that they were; names have a stamp.

Revision: 0013
Follows: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_LINKED = sa.text("link IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("touches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signs", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("link", sa.Text(), nullable=True))
    op.create_index("touches_by_link", "touches", ["team_id", "link"], sqlite_where=_LINKED, postgresql_where=_LINKED)
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("names_stamp", sa.String(), nullable=True))
