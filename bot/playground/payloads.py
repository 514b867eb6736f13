"""What Slack tells the app about people's acts, in its own JSON."""

from __future__ import annotations

import uuid
from typing import Any

from bot.playground.core import Core
from bot.playground.modals import View
from bot.playground.shown import message_json, view_json
from bot.playground.world import Channel, Message, User

_TOKEN = "verification-token"  # noqa: S105 - Slack's deprecated one, the same in every payload


def command_payload(
    core: Core, user: User, channel: Channel, command: str, text: str, trigger_id: str, response_url: str
) -> dict[str, Any]:
    """A slash command, every value a string."""
    return {
        "token": _TOKEN,
        "team_id": core.world.team_id,
        "team_domain": "brightside",
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": core.world.app_id,
        **_organisation(core),
        "is_enterprise_install": str(core.installs.is_whole(core)).lower(),
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interaction(core: Core, kind: str, user: User, trigger_id: str | None) -> dict[str, Any]:
    """What all interactive payloads have in common."""
    common: dict[str, Any] = {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": core.world.app_id,
        "token": _TOKEN,
        "team": {"id": core.world.team_id, "domain": "brightside"},
        "enterprise": {"id": core.world.enterprise_id} if core.world.enterprise_id else None,
        "is_enterprise_install": core.installs.is_whole(core),
    }
    return common if trigger_id is None else {**common, "trigger_id": trigger_id}


def in_message(core: Core, message: Message) -> dict[str, Any]:
    """Where an act in a message happened. An ephemeral message is not told, only its id."""
    channel = core.world.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    told: dict[str, Any] = {"container": container, "channel": {"id": channel.id, "name": _channel_name(channel)}}
    return told if message.ephemeral_to else {**told, "message": message_json(core, message)}


def in_view(core: Core, view: View) -> dict[str, Any]:
    """Where an act in a view happened."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(core, view)}


def action(core: Core, block_id: str, element: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """One entry of a block_actions payload."""
    told = {
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": f"{core.now().timestamp():.6f}",
        **answer,
    }
    for name in ("text", "value", "style", "url", "placeholder", "confirm"):
        if name in element:
            told.setdefault(name, element[name])
    return told


def event(
    core: Core, content: dict[str, Any], by: User | None = None, channel: Channel | None = None
) -> dict[str, Any]:
    """An event in its outer envelope. What somebody of another company does comes from their workspace."""
    return {
        "token": _TOKEN,
        "team_id": by.team_id if by else core.world.team_id,
        **_organisation(core),
        "context_team_id": core.world.team_id,
        "context_enterprise_id": core.world.enterprise_id or None,
        "api_app_id": core.world.app_id,
        "event": content,
        "type": "event_callback",
        "event_id": "Ev" + uuid.uuid4().hex[:10].upper(),
        "event_time": int(core.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": core.world.enterprise_id or None,
                "team_id": core.world.team_id,
                "user_id": core.bot.id,
                "is_bot": True,
                "is_enterprise_install": core.installs.is_whole(core),
            }
        ],
        "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
    }


def _organisation(core: Core) -> dict[str, Any]:
    return {"enterprise_id": core.world.enterprise_id} if core.world.enterprise_id else {}


def _channel_name(channel: Channel) -> str:
    if channel.dm_with:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
