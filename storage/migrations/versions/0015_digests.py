"""a digest is a kind of message.

Revision: 0015
Follows: 0014

SQLite makes the table anew for that, and what hangs on the rows of the old one goes with it: it is put aside meanwhile.
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("CREATE TEMPORARY TABLE hung AS SELECT * FROM message_nudges")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint("messages_kind", type_="check")
        batch_op.create_check_constraint("messages_kind", "kind IN ('daily', 'post', 'notice', 'digest')")
    if is_sqlite:
        op.execute("INSERT INTO message_nudges SELECT * FROM hung")
        op.execute("DROP TABLE hung")
