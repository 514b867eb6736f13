"""conversations.*: channels, their members and their history."""

from __future__ import annotations

from typing import Any

from bot.playground.chat import open_dm
from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.methods import Args, Method, page
from bot.playground.shown import channel_json, message_json
from bot.playground.world import Channel, Message


def open_(core: Core, args: Args) -> dict[str, Any]:
    """conversations.open, for one person."""
    users = args.names("users")
    if not users:
        return {"ok": True, "no_op": True, "channel": {"id": core.channel(args.required("channel")).id}}
    if len(users) > 1:
        raise SlackError("not_supported", detail="the stand-in has no group messages")
    if core.user(users[0]).deleted:
        raise SlackError("user_disabled")
    channel = open_dm(core, users[0])
    full = channel_json(core, channel) if args.flag("return_im") else {"id": channel.id}
    return {"ok": True, "no_op": False, "already_open": False, "channel": full}


def info(core: Core, args: Args) -> dict[str, Any]:
    """conversations.info."""
    channel = core.channel(args.required("channel"))
    core.need(f"{_family(channel)}:read")
    told = channel_json(core, channel)
    if not args.flag("include_num_members"):
        told.pop("num_members", None)
    return {"ok": True, "channel": told}


def list_(core: Core, args: Args) -> dict[str, Any]:
    """conversations.list."""
    types = args.names("types") or ["public_channel"]
    for kind in types:
        if kind not in _SCOPES:
            raise SlackError("invalid_types")
        core.need(_SCOPES[kind])
    found = [c for c in core.world.channels.values() if _kind(c) in types and _visible(core, c)]
    if args.flag("exclude_archived"):
        found = [c for c in found if not c.is_archived]
    channels, cursor = page(found, args)
    return {
        "ok": True,
        "channels": [channel_json(core, c) for c in channels],
        "response_metadata": {"next_cursor": cursor},
    }


def history(core: Core, args: Args) -> dict[str, Any]:
    """conversations.history: the main line, newest first."""
    channel = _readable(core, args)
    line = [m for m in core.world.messages(channel.id) if not m.is_reply]
    return _told(core, args, list(reversed(_between(line, args))))


def replies(core: Core, args: Args) -> dict[str, Any]:
    """conversations.replies: the parent, then its answers, oldest first."""
    channel = _readable(core, args)
    parent = core.world.message(channel.id, args.required("ts"))
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    return _told(core, args, [parent, *_between(core.world.replies(parent), args)])


def members(core: Core, args: Args) -> dict[str, Any]:
    """conversations.members."""
    channel = core.channel(args.required("channel"))
    core.need(f"{_family(channel)}:read")
    found, cursor = page(sorted(channel.members), args)
    return {"ok": True, "members": found, "response_metadata": {"next_cursor": cursor}}


def join(core: Core, args: Args) -> dict[str, Any]:
    """conversations.join."""
    channel = core.channel(args.required("channel"))
    if channel.dm_with or channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    channel.members.add(core.bot.id)
    core.changes.announce("channels", user=None)
    return {"ok": True, "channel": channel_json(core, channel)}


def _kind(channel: Channel) -> str:
    if channel.dm_with:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _family(channel: Channel) -> str:
    return {"im": "im", "private_channel": "groups", "public_channel": "channels"}[_kind(channel)]


def _visible(core: Core, channel: Channel) -> bool:
    return not channel.is_private or core.bot.id in channel.members


def _readable(core: Core, args: Args) -> Channel:
    channel = core.channel(args.required("channel"))
    core.need(f"{_family(channel)}:history")
    if core.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(messages: list[Message], args: Args) -> list[Message]:
    oldest, latest = args.text("oldest", "0"), args.text("latest")
    inclusive = args.flag("inclusive")
    try:
        first, last = float(oldest), float(latest) if latest else float("inf")
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    return [m for m in messages if first < float(m.ts) < last or (inclusive and m.ts in (oldest, latest))]


def _told(core: Core, args: Args, messages: list[Message]) -> dict[str, Any]:
    found, cursor = page(messages, args, most=999)
    with_metadata = args.flag("include_all_metadata")
    return {
        "ok": True,
        "messages": [message_json(core, m, with_metadata) for m in found],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


_SCOPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}

METHODS = {
    "conversations.open": Method(open_, scope="im:write"),
    "conversations.info": Method(info),
    "conversations.list": Method(list_),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.members": Method(members),
    "conversations.join": Method(join, scope="channels:join"),
}
