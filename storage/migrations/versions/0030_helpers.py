"""Who joined or left the helpers of an account is a change of ours, too.

Revision: 0030
Follows: 0029

Changes from before are those that the audit log tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.ids import new_id
from storage.types import UtcDateTime

revision = "0030"
down_revision = "0029"

_PAGE = 1_000

_ACCOUNTS = sa.table("accounts", *map(sa.column, ("team_id", "id")))
_AUDIT = sa.table(
    "audit",
    *map(sa.column, ("team_id", "account_id", "person_id", "deed")),
    sa.column("at", UtcDateTime),
    sa.column("before", sa.JSON),
    sa.column("after", sa.JSON),
)
_CHANGES = sa.table(
    "staffing_changes",
    *map(sa.column, ("team_id", "id", "account_id", "place", "before_id", "after_id", "changed_by")),
    sa.column("changed_at", UtcDateTime),
)


def upgrade() -> None:
    with op.batch_alter_table("staffing_changes", schema=None) as changes:
        changes.drop_constraint("staffing_changes_place", type_="check")
        changes.create_check_constraint("staffing_changes_place", "place IN ('owner', 'backup', 'sponsor', 'helper')")
    told = _told()
    while page := list(islice(told, _PAGE)):
        op.bulk_insert(_CHANGES, page)


def _told() -> Iterator[dict[str, Any]]:
    for row in op.get_bind().execute(_edits().execution_options(yield_per=_PAGE)):
        was, new = row.before or {}, row.after or {}
        if "helpers" in new:
            before, after = set(was.get("helpers") or ()), set(new["helpers"] or ())
            yield from (_change(row, left, None) for left in sorted(before - after))
            yield from (_change(row, None, joined) for joined in sorted(after - before))


def _edits() -> sa.Select[Any]:
    """Edits that speak of helpers, of accounts that are on record."""
    account = sa.and_(_ACCOUNTS.c.team_id == _AUDIT.c.team_id, _ACCOUNTS.c.id == _AUDIT.c.account_id)
    speaks = sa.cast(_AUDIT.c.after, sa.Text).contains('"helpers"')
    return sa.select(_AUDIT).join_from(_AUDIT, _ACCOUNTS, account).where(_AUDIT.c.deed == "account.edit", speaks)


def _change(row: Any, before_id: str | None, after_id: str | None) -> dict[str, Any]:
    return {
        "team_id": row.team_id,
        "id": new_id(),
        "account_id": row.account_id,
        "place": "helper",
        "before_id": before_id,
        "after_id": after_id,
        "changed_by": row.person_id,
        "changed_at": row.at,
    }
