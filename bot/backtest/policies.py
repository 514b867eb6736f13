"""The policies that a past is replayed under: a workspace's own, and the same with something changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.gather import policy_from
from bot.policy import Policy
from bot.work.deed import Refused
from bot.work.overrides import laid_over
from storage import workspaces
from storage.engine import Store


def with_change(store: Store, team_id: str, change: Mapping[str, Any]) -> list[Policy]:
    """The workspace's policy, and where there is a change (in the stored form) the changed one. Raises `Refused`."""
    with store.read() as session:
        workspace = workspaces.get(session, team_id)
    stored = workspace.policy if workspace else {}
    try:
        return [policy_from(one) for one in ([stored, laid_over(stored, change)] if change else [stored])]
    except ValueError as error:
        raise Refused(f"That cannot be: {error}.") from error
