"""What happens in channels: a message in a linked one may be a touch, its id may change, or who reads there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import structlog

from bot import directory
from bot.directory import LookUpFailed
from bot.intake import channels
from bot.intake.channels import Said
from bot.tend import Tend
from bot.work import channels as work
from bot.work.deed import Deed
from handlers.answer import NOTHING, Answer, Later
from handlers.mentions import readable
from storage import account_parts

log = structlog.get_logger()


def said(tend: Tend, team_id: str, event: dict[str, Any]) -> Later | None:
    """A message in a channel. In one that is linked to an account Slack may have to be asked, which is done apart."""
    message = _read(event)
    if not channels.is_counted(tend.store, team_id, message.channel_id):
        return None
    key = ("channel", team_id, message.channel_id, message.person_id, message.at.date())
    return Later(key, lambda: _hear(tend, team_id, replace(message, text=readable(tend, team_id, message.text))))


def renamed(tend: Tend, team_id: str, event: dict[str, Any]) -> None:
    """A channel goes by another id."""
    old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
    tend.channels.forget(team_id, old)
    work.renamed(tend.store, Deed(team_id, None, tend.now()), old, new)


def shared(tend: Tend, team_id: str, event: dict[str, Any]) -> Later | None:
    """Another company came into a channel, or left it: of a linked one it is learned anew who reads there."""
    channel_id = str(event["channel"])
    tend.channels.forget(team_id, channel_id)
    with tend.store.read() as session:
        if account_parts.is_shared(session, team_id, channel_id) is None:
            return None
    return Later(("shared", team_id, channel_id, str(event.get("event_ts"))), lambda: _look(tend, team_id, channel_id))


def _read(event: dict[str, Any]) -> Said:
    return Said(
        channel_id=str(event["channel"]),
        person_id=str(event["user"]),
        at=datetime.fromtimestamp(float(event["ts"]), UTC),
        text=str(event.get("text") or ""),
    )


def _look(tend: Tend, team_id: str, channel_id: str) -> Answer:
    try:
        directory.channel(tend, team_id, channel_id)
    except LookUpFailed as failed:
        log.warning("channel.not_known", channel_id=channel_id, why=str(failed))
    return NOTHING


def _hear(tend: Tend, team_id: str, message: Said) -> Answer:
    try:
        channels.hear(tend, team_id, message)
    except LookUpFailed as failed:
        log.warning("message.not_counted", channel_id=message.channel_id, why=str(failed))
    return NOTHING
