"""Tend is brought into a channel: it says once what it does there, where only our own people read it."""

from __future__ import annotations

from typing import Any

import structlog

from bot import directory
from bot.directory import LookUpFailed
from bot.tend import Tend
from handlers.answer import NOTHING, Answer, Later
from storage import outbox, workspaces

log = structlog.get_logger()

_SLOT = "joined"


def joined(tend: Tend, team_id: str, event: dict[str, Any]) -> Later | None:
    """Somebody joined a channel; when it was Tend, what is known of the channel is asked for anew."""
    channel_id, who = str(event["channel"]), str(event.get("user"))
    with tend.store.read() as session:
        workspace = workspaces.get(session, team_id)
    if workspace is None or who not in {workspace.bot_user_id, tend.bot_user_id}:
        return None
    tend.channels.forget(team_id, channel_id)
    is_chosen = workspace.alert_channel_id == channel_id
    return Later((_SLOT, team_id, channel_id), lambda: _greet(tend, team_id, channel_id, is_chosen=is_chosen))


def _greet(tend: Tend, team_id: str, channel_id: str, *, is_chosen: bool) -> Answer:
    try:
        channel = directory.channel(tend, team_id, channel_id)
    except LookUpFailed as failed:
        log.warning("channel.not_greeted", channel_id=channel_id, why=str(failed))
        return NOTHING
    if not channel.is_ext_shared and channel.is_member:
        body = {"about": _SLOT, "at_once": True, "channel": channel_id, "is_chosen": is_chosen}
        with tend.store.write() as session:
            outbox.notify(session, team_id, channel_id, _SLOT, body, tend.now())
    return NOTHING
