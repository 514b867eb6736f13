"""An audit can be led by somebody from outside, where everybody of ours had to do with the account.

Revision: 0033
Follows: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("loss_audits", sa.Column("outsider", sa.Text(), nullable=False, server_default=""))
