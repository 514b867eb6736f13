"""a message that was put off knows when it was due.

Revision: 0021
Follows: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0021"
down_revision = "0020"

_PUT_OFF = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("messages", sa.Column("due_at", UtcDateTime(timezone=True), nullable=True))
    columns = ["state", "due_at"]
    op.create_index("messages_put_off", "messages", columns, sqlite_where=_PUT_OFF, postgresql_where=_PUT_OFF)
