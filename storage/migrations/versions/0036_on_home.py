"""What somebody wants to hear of on their Home alone stands there: a message that is shown and never posted.

Revision: 0036
Follows: 0035

SQLite makes the table of messages anew for that, and what hangs on the rows of the old one goes with it: it is put
aside meanwhile.
"""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"

_KINDS = "kind IN ('daily', 'post', 'urgent', 'notice', 'digest', 'home')"
_STATES = "state IN ('ready', 'ambiguous', 'sent', 'failed', 'dropped', 'shown')"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("CREATE TEMPORARY TABLE hung AS SELECT * FROM message_nudges")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        for name, check in (("messages_kind", _KINDS), ("messages_state", _STATES)):
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, check)
    if is_sqlite:
        op.execute("INSERT INTO message_nudges SELECT * FROM hung")
        op.execute("DROP TABLE hung")
