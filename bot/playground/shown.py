"""Users, channels, messages and views in Slack's own JSON."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.core import Core
from bot.playground.modals import View
from bot.playground.shown_files import file_in
from bot.playground.world import Channel, Message, User


def user_json(core: Core, user: User) -> dict[str, Any]:
    """A user as users.info tells it. Deactivated ones have no time zone and no roles, as in Slack."""
    now, is_stranger = core.now(), _is_stranger(core, user)
    profile: dict[str, Any] = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": user.real_name.split()[0],
        "last_name": user.real_name.partition(" ")[2],
        "title": user.title,
        "team": user.team_id,
    }
    if core.manifest.grants("users:read.email") and user.email and user.kind != "bot" and not is_stranger:
        profile["email"] = user.email
    known: dict[str, Any] = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.kind == "bot",
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }
    if user.deleted:
        return known
    offset = now.astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        **known,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz.partition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin or user.is_owner,
        "is_owner": user.is_owner,
        "is_primary_owner": user.is_owner,
        "is_restricted": user.kind == "guest",
        "is_ultra_restricted": False,
        **({"is_stranger": is_stranger} if user.kind == "external" else {}),
    }


def _is_stranger(core: Core, user: User) -> bool:
    """Whether somebody of another company is in no channel that the app can see."""
    seen = (c for c in core.world.channels.values() if not c.is_private or core.bot.id in c.members)
    return user.kind == "external" and not any(user.id in channel.members for channel in seen)


def channel_json(core: Core, channel: Channel) -> dict[str, Any]:
    """A conversation as conversations.info tells it."""
    if channel.dm_with:
        return {
            "id": channel.id,
            "is_im": True,
            "is_archived": channel.is_archived,
            "user": channel.dm_with,
            "is_user_deleted": core.world.users[channel.dm_with].deleted,
            "is_org_shared": False,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": core.bot.id in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
        **(_connected(core, channel) if channel.is_ext_shared else {}),
    }


def _connected(core: Core, channel: Channel) -> dict[str, Any]:
    """Whose channel a shared one is: `context_team_id` is the workspace that asks."""
    ours = core.world.team_id
    others = sorted({core.world.users[member].team_id for member in channel.members} - {ours})
    return {
        "context_team_id": ours,
        "conversation_host_id": ours,
        "internal_team_ids": [ours],
        "connected_team_ids": others,
        "shared_team_ids": [ours, *others],
        "pending_connected_team_ids": [],
    }


def message_json(core: Core, message: Message, with_metadata: bool = False) -> dict[str, Any]:
    """A message as history and payloads tell it."""
    told: dict[str, Any] = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    channel, author = core.world.channels[message.channel], core.world.users.get(message.user)
    if message.subtype:
        told |= {"subtype": message.subtype, "hidden": True}
    if author:
        told |= _signed(core, author, channel)
    if message.blocks:
        told["blocks"] = message.blocks
    if message.by_app:
        told |= {"bot_id": core.world.bot_id, "app_id": core.world.app_id}
    if message.thread_ts:
        told["thread_ts"] = message.thread_ts
    if message.edited:
        told["edited"] = {"user": message.user, "ts": message.edited}
    if message.files:
        told["files"] = [file_in(core, file, channel) for file in message.files]
    if with_metadata and message.metadata:
        told["metadata"] = message.metadata
    replies = core.world.replies(message) if not message.is_reply and message.thread_ts else []
    if replies:
        told |= {
            "reply_count": len(replies),
            "reply_users": sorted({reply.user for reply in replies}),
            "latest_reply": replies[-1].ts,
        }
    return told


def _signed(core: Core, author: User, channel: Channel) -> dict[str, Any]:
    """From which workspace a message is; of somebody of another one also who they are."""
    told: dict[str, Any] = {"team": author.team_id}
    if channel.is_ext_shared:
        told |= {"user_team": author.team_id, "source_team": author.team_id}
    if author.team_id != core.world.team_id:
        told["user_profile"] = {
            "name": author.name,
            "real_name": author.real_name,
            "display_name": author.name,
            "first_name": author.real_name.split()[0],
            "team": author.team_id,
            "is_restricted": False,
            "is_ultra_restricted": False,
        }
    return told


def view_json(core: Core, view: View) -> dict[str, Any]:
    """A view as views.* and payloads tell it."""
    content = view.content
    return {
        "id": view.id,
        "team_id": core.world.team_id,
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "external_id": content.get("external_id") or "",
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "submit_disabled": False,
        "state": {"values": view.values},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": core.world.app_id,
        "app_installed_team_id": core.world.team_id,
        "bot_id": core.world.bot_id,
    }
