"""What parameters may be given of settings, documents, messages, and of the database itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.playbooks import ours
from bot.policy import Counts, Kind
from bot.preferences import Frequency
from storage import rows
from storage.tables import (
    Request,
)
from tests.tenancy.strategies import (
    DAYS,
    MOMENTS,
    Given,
    id_of,
    ids_of,
    one,
)
from tests.tenancy.twins import ANA, NOW, TEAM, seat


def _shout(row_of: Any, value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _link(message_id: str, nudge_id: str) -> dict[str, Any]:
    return {"message_id": message_id, "nudge_id": nudge_id, "level": "due", "heard_as": "lead", "because": ""}


_DOCUMENTS = ("newest", "version", "versions", "current", "put", "switch", "bring_back")

WORKSPACES: dict[str, Given] = {
    "calendars.put.sealed": one("sealed"),
    "calendars.put.host": one("x.test"),
    "calendars.plan.wanted": lambda ids: st.builds(lambda id_: {id_: DAYS}, id_of("accounts")(ids)),
    "calendars.plan.today": one(NOW.date()),
    "preferences.mute.until": one(date(2026, 5, 20), None),
    "preferences.set_frequencies.rules": one({}, {"quiet": Frequency.HOME}, {"quiet": None}),
    "imports.change.values": one({"step": "offered"}, {"due_at": None}),
    **dict.fromkeys(("audit.since.deed", "audit.newest_of.deed"), one("account.edit")),
    "audit.deeds_to.subject_ids": ids_of("plans"),
    "audit.of_nouns.nouns": one(["account", "touch"]),
    **dict.fromkeys([f"documents.{name}.kind" for name in _DOCUMENTS], one("playbook")),
    "documents.put.text": one(ours("closing")),
    "settings.set_policy.name": one("budget", "daily_hour"),
    "settings.change.changes": one({"budget": 3}, {"counts": {"email/to-client": []}}),
    "settings.set_role.name": one("admin", "member"),
    "settings.set_counts.kind": one(*Kind),
    "settings.set_counts.what": one(None, [Counts.REACH]),
    "permission.allow.what": one("account.edit", "settings.policy", "touch.edit", "touch.log"),
    "desk.record.what": one("account.edit"),
    "desk.record.before": one(None, {"x": 1}),
    "audit.add.deed": one("account.edit"),
    "audit.add.before": one(None, {"x": 1}),
    "audit.last_of.deed": one("settings.policy", "settings.lead"),
    "audit.permit.deed": one("erase", "forget"),
    "outbox.open_seats.rows": one([seat()], [{**seat(), "slot": "x"}]),
    "outbox.queue.rows": one([], [{"recipient": ANA, "slot": "digest:2026-W20", "not_before": NOW}]),
    "outbox.hang.rows": lambda ids: st.lists(
        st.builds(_link, message_id=id_of("messages")(ids), nudge_id=id_of("nudges")(ids)), max_size=1
    ),
    "upsert.insert_or_skip.table": one(Request),
    "upsert.insert_or_skip.row": one({"team_id": TEAM, "request_id": "request-1", "done_at": NOW}),
    "upsert.insert_each_or_skip.table": one(Request),
    "upsert.insert_each_or_skip.rows": one([{"team_id": TEAM, "request_id": "request-1", "done_at": NOW}]),
    "upsert.insert_or_update.table": one(Request),
    "upsert.insert_or_update.row": one({"team_id": TEAM, "request_id": "request-1", "done_at": NOW, "result_id": "x"}),
    "upsert.insert_or_update.key": one(("team_id", "request_id")),
    "upsert.insert_or_update.change": one(("result_id",)),
    "rows.of_account.table": one(*rows.tables()),
    "rows.of_workspace.table": one(*rows.tables()),
    "forgetting.is_gone.by": one(NOW),
    "erasure.replace_id.old": one(ANA, "nowhere"),
    "erasure.replace_id.new": one("U0GHOST"),
    "erasure.rewrite.change": one(_shout),
    "erasure.audited.subject_id": one(ANA, "nowhere"),
    "installations.remove.before": one(*MOMENTS),
}  # fmt: skip
