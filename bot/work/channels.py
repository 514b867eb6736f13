"""What a channel hears; and its id, that changes when Slack has a private one shared with a company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot.gather import policy_of
from bot.policy import Policy
from bot.work import desk
from bot.work.deed import Deed, Refused
from bot.work.overrides import laid_over
from bot.work.permission import allow
from bot.work.policy_values import check_rules
from storage import account_parts, accounts, clocks, workspaces
from storage.engine import Store
from storage.tables import Workspace

MOST = 500  # channels with a choice of their own: every look at the settings reads them all


def choose(store: Store, deed: Deed, channel_id: str, chosen: Mapping[str, Any] | None) -> Policy:
    """Say what a channel hears other than all do: `{"hears": "due", "rules": {"quiet": "nothing"}, "digest": "never"}`.

    What is None is heard as all do again. What waits for the channel is planned anew at the next tick. Raises `Refused`
    and `AlreadyDone`.
    """
    with store.write() as session:
        desk.begin(session, deed, channel_id)
        may_choose(session, deed, channel_id)
        workspace = workspaces.lock(session, deed.team_id)
        check_rules((chosen or {}).get("rules") or {})
        before = workspace.policy.get("channels", {}).get(channel_id)
        policy = _lay(workspace, channel_id, chosen)
        after = workspace.policy.get("channels", {}).get(channel_id)
        if after != before:
            _plan_anew(session, deed, workspace, channel_id)
            desk.record(session, deed, "settings.channel", subject_id=channel_id, before=before, after=after)
    return policy


def may_choose(session: Session, deed: Deed, channel_id: str) -> None:
    """Go on only if whoever does the deed may say what a channel hears.

    Of an account's own channel its keepers may; of the one for all, and of any other, leads and admins. Raises
    `NotAllowed`.
    """
    workspace = desk.workspace(session, deed.team_id)
    is_for_all = workspace.alert_channel_id == channel_id
    account = None if is_for_all else accounts.by_channel(session, deed.team_id, channel_id)
    allow(session, deed, "settings.channel", account=account)


def _lay(workspace: Workspace, channel_id: str, chosen: Mapping[str, Any] | None) -> Policy:
    workspace.policy = laid_over(workspace.policy, {"channels": {channel_id: chosen}})
    if len(workspace.policy.get("channels", {})) > MOST:
        raise Refused(f"{MOST} channels hear something of their own already; have one of them hear as all do first.")
    try:
        return policy_of(workspace)
    except ValueError as error:
        raise Refused(f"That cannot be: {error}.") from error


def _plan_anew(session: Session, deed: Deed, workspace: Workspace, channel_id: str) -> None:
    account = accounts.by_channel(session, deed.team_id, channel_id)
    if account is not None and workspace.alert_channel_id != channel_id:
        clocks.look_at(session, deed.team_id, [account.id], deed.now)
    else:
        clocks.look_at_all(session, deed.team_id, deed.now)


def renamed(store: Store, deed: Deed, old: str, new: str) -> None:
    """Keep what a channel is chosen for, and what it hears, under its new id."""
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
        own = workspace.policy.get("channels", {}).get(old)
        if own is not None:
            workspace.policy = laid_over(workspace.policy, {"channels": {old: None, new: own}})
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
