"""Users, channels, messages and views in Slack's own JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.core import Core
from bot.playground.modals import View
from bot.playground.world import Channel, Message, User


def user_json(user: User, now: datetime, with_email: bool) -> dict[str, Any]:
    """A user as users.info tells it. Deactivated ones have no time zone and no roles, as in Slack."""
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
    if with_email and user.email and user.kind != "bot":
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
        "is_primary_owner": False,
        "is_restricted": user.kind == "guest",
        "is_ultra_restricted": False,
        **({"is_stranger": True} if user.kind == "external" else {}),
    }


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
    }


def message_json(core: Core, message: Message, with_metadata: bool = False) -> dict[str, Any]:
    """A message as history and payloads tell it."""
    told: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": core.world.team_id,
    }
    if message.blocks:
        told["blocks"] = message.blocks
    if message.by_app:
        told |= {"bot_id": core.world.bot_id, "app_id": core.world.app_id}
    if message.thread_ts:
        told["thread_ts"] = message.thread_ts
    if message.edited:
        told["edited"] = {"user": message.user, "ts": message.edited}
    if message.files:
        told["files"] = message.files
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
