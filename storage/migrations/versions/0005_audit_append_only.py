"""the audit log is append-only.

Revision: 0005
Follows: 0004

Erasing a person may anonymise rows and forgetting a workspace may delete them, by a permit that lives within the
transaction; all else is refused by triggers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_REFUSED = "the audit log is append-only"
_PERMITTED = "EXISTS (SELECT 1 FROM audit_permits WHERE team_id = OLD.team_id AND deed = '{deed}')"
_KEPT = ("team_id", "id", "at", "deed", "account_id")


def upgrade() -> None:
    op.create_table(
        "audit_permits",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.CheckConstraint("deed IN ('erase', 'forget')", name="audit_permits_deed"),
        sa.PrimaryKeyConstraint("team_id"),
    )
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def _changed(differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _KEPT)


def _sqlite() -> list[str]:
    """An insert is watched as well: `INSERT OR REPLACE` deletes without telling the trigger of deletions."""
    stands = "EXISTS (SELECT 1 FROM audit WHERE team_id = NEW.team_id AND id = NEW.id)"
    refused = {
        "INSERT": stands,
        "UPDATE": f"NOT {_PERMITTED.format(deed='erase')} OR {_changed('IS NOT')}",
        "DELETE": f"NOT {_PERMITTED.format(deed='forget')}",
    }
    return [
        f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON audit WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        for event, when in refused.items()
    ]


def _postgresql() -> list[str]:
    function = f"""
        CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF {_PERMITTED.format(deed="forget")} THEN RETURN OLD; END IF;
            ELSIF TG_OP = 'UPDATE' THEN
                IF {_PERMITTED.format(deed="erase")} AND NOT ({_changed("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """
    calls = "EXECUTE FUNCTION audit_is_append_only()"
    return [
        function,
        f"CREATE TRIGGER audit_keeps_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW {calls}",
        f"CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON audit FOR EACH STATEMENT {calls}",
    ]
