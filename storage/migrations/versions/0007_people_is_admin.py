"""what Slack says of who runs the workspace, beside the role that was set by hand.

Revision: 0007
Follows: 0006

Until now an admin in Slack began as an admin by hand. Whose role the audit log does not know to have been set goes back
to a member, and is an admin by Slack's word.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_PEOPLE = sa.table("people", *map(sa.column, ("team_id", "id", "role")), sa.column("is_admin", sa.Boolean))
_AUDIT = sa.table("audit", *map(sa.column, ("team_id", "subject_id", "deed")))


def upgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("is_admin", server_default=None)
    by_hand = sa.exists().where(
        _AUDIT.c.team_id == _PEOPLE.c.team_id, _AUDIT.c.subject_id == _PEOPLE.c.id, _AUDIT.c.deed == "settings.role"
    )
    op.get_bind().execute(
        sa.update(_PEOPLE).where(_PEOPLE.c.role == "admin", ~by_hand).values(role="member", is_admin=True)
    )
