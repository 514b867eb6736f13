"""Slack's word that Tend is no longer in a workspace. Nobody did that in front of us, so there is nobody to answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt import BoltContext

from bot.installing import stay
from bot.slack import is_workspace
from bot.tend import Tend

Listener = Callable[..., None]


def uninstalled(tend: Tend) -> Listener:
    """The app was removed."""

    def listener(body: dict[str, Any], context: BoltContext) -> None:
        _end(tend, body, context, "app_uninstalled")

    return listener


def tokens_revoked(tend: Tend) -> Listener:
    """Tokens were taken back; those of people are nothing to us, we have none."""

    def listener(body: dict[str, Any], context: BoltContext, event: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            _end(tend, body, context, "tokens_revoked")

    return listener


def _end(tend: Tend, body: dict[str, Any], context: BoltContext, why: str) -> None:
    whole = context.is_enterprise_install or not is_workspace(context.team_id)
    team_id = "" if whole else context.team_id or ""
    at = datetime.fromtimestamp(int(body["event_time"]), UTC)
    stay.end(tend, team_id, context.enterprise_id or "", at, why)
