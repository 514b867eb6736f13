"""of a linked channel it is known whether people of another company are in it.

Revision: 0031
Follows: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("account_channels", sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
