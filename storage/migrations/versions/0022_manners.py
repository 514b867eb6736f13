"""a nudge knows in what manner it is said and who hears it first; a message can be urgent.

Revision: 0022
Follows: 0021

SQLite makes the table of messages anew for that, and what hangs on the rows of the old one goes with it: it is put
aside meanwhile.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_HEARD = sa.text("closed_at IS NULL AND hearer_id IS NOT NULL")
_MANNER = "VARCHAR DEFAULT 'usual' NOT NULL CONSTRAINT nudges_manner CHECK (manner IN ('usual', 'urgent', 'private'))"


def upgrade() -> None:
    op.add_column("nudges", sa.Column("hearer_id", sa.String(), nullable=True))
    op.execute(f"ALTER TABLE nudges ADD COLUMN manner {_MANNER}")
    op.create_index("nudges_heard", "nudges", ["team_id", "hearer_id"], sqlite_where=_HEARD, postgresql_where=_HEARD)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("CREATE TEMPORARY TABLE hung AS SELECT * FROM message_nudges")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint("messages_kind", type_="check")
        batch_op.create_check_constraint("messages_kind", "kind IN ('daily', 'post', 'urgent', 'notice', 'digest')")
    if is_sqlite:
        op.execute("INSERT INTO message_nudges SELECT * FROM hung")
        op.execute("DROP TABLE hung")
