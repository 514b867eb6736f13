"""an account may have a yearly profit beside its annual value.

Revision: 0034
Follows: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("annual_profit_minor", sa.BigInteger(), nullable=True))
