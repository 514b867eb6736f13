"""a nudge knows the contact whom it is about.

Revision: 0032
Follows: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("nudges", sa.Column("contact_id", sa.String(), nullable=True))
