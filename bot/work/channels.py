"""Linked channels whose id changes: Slack gives a private channel another one when it is shared with a company."""

from __future__ import annotations

from bot.work import desk
from bot.work.deed import Deed
from bot.work.permission import allow
from storage import account_parts, accounts, workspaces
from storage.engine import Store


def renamed(store: Store, deed: Deed, old: str, new: str) -> None:
    """Keep what a channel is chosen for, under its new id: an account's own, or the one that hears warnings."""
    with store.write() as session:
        workspace = workspaces.lock(session, deed.team_id)
        linked = accounts.by_channel(session, deed.team_id, old)
        if linked is not None:
            account = desk.hold(session, deed, linked.id)
            allow(session, deed, "account.edit", account=account)
            before = account_parts.channels(session, deed.team_id, [account.id])[account.id]
            account_parts.rename_channel(session, deed.team_id, old, new)
            after = account_parts.channels(session, deed.team_id, [account.id])[account.id]
            desk.record(
                session,
                deed,
                "account.edit",
                account_id=account.id,
                subject_id=account.id,
                before={"channels": before},
                after={"channels": after},
            )
        if workspace.alert_channel_id == old:
            allow(session, deed, "settings.alert_channel")
            workspace.alert_channel_id = new
            desk.record(
                session,
                deed,
                "settings.alert_channel",
                before={"alert_channel_id": old},
                after={"alert_channel_id": new},
            )
