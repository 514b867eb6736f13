"""chat.*: posting, updating and deleting messages."""

from __future__ import annotations

import json
from typing import Any

from bot.playground.blocks import problems_with, with_ids
from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.methods import Args, Method
from bot.playground.shown import message_json
from bot.playground.world import Blocks, Channel, Message

MOST_TEXT = 40_000
MOST_TEXT_IN_UPDATE = 4_000
MOST_METADATA = 16_000


def post_message(core: Core, args: Args) -> dict[str, Any]:
    """chat.postMessage."""
    channel = _addressed(core, args.required("channel"))
    _refuse_outside(core, channel, public_too=True)
    text, blocks = content_of(core, args, MOST_TEXT)
    metadata = _metadata(args)
    thread_ts = thread_of(core, channel, args)
    wait = core.limits.wait_for_channel("chat.postMessage", channel.id)
    if wait:
        raise SlackError("ratelimited", retry_after=wait)
    message = core.add_message(
        channel.id, core.bot.id, text, blocks=blocks, thread_ts=thread_ts, metadata=metadata, by_app=True
    )
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": message_json(core, message, True)}


def update(core: Core, args: Args) -> dict[str, Any]:
    """chat.update. Blocks and metadata that are left out stay as they are."""
    channel, message = _own_message(core, args, "cant_update_message")
    text, blocks = content_of(core, args, MOST_TEXT_IN_UPDATE)
    changes: dict[str, Any] = {"text": text}
    if "blocks" in args:
        changes["blocks"] = blocks
    if "metadata" in args:
        changes["metadata"] = _metadata(args)
    core.rewrite(message, **changes)
    told = message_json(core, message, True)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": text, "message": told}


def delete(core: Core, args: Args) -> dict[str, Any]:
    """chat.delete."""
    channel, message = _own_message(core, args, "cant_delete_message")
    core.remove(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(core: Core, args: Args) -> dict[str, Any]:
    """chat.postEphemeral."""
    channel = core.channel(args.required("channel"))
    _refuse_outside(core, channel)
    user = core.user(args.required("user"))
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = content_of(core, args, MOST_TEXT)
    message = core.add_message(
        channel.id,
        core.bot.id,
        text,
        blocks=blocks,
        thread_ts=args.text("thread_ts") or None,
        ephemeral_to=user.id,
        by_app=True,
    )
    return {"ok": True, "message_ts": message.ts}


def get_permalink(core: Core, args: Args) -> dict[str, Any]:
    """chat.getPermalink."""
    channel = core.channel(args.required("channel"))
    ts = args.required("message_ts")
    message = core.world.message(channel.id, ts)
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    return {
        "ok": True,
        "channel": channel.id,
        "permalink": f"{core.base_url}archives/{channel.id}/p{ts.replace('.', '')}",
    }


def content_of(core: Core, args: Args, most_text: int) -> tuple[str, Blocks]:
    """Text and blocks of a message, as Slack would take them. Raises `SlackError` when it would not."""
    text = args.text("text")
    blocks = args.parsed("blocks", "invalid_blocks_format") or []
    if not text and not blocks and not args.given.get("attachments"):
        raise SlackError("no_text")
    if len(text) > most_text:
        raise SlackError("msg_too_long")
    problems = problems_with(blocks, "message") or core.faults.problems_with(blocks)
    if problems:
        messages = [f"[ERROR] {p}" for p in problems]
        raise SlackError("invalid_blocks", errors=problems, response_metadata={"messages": messages})
    return text, with_ids(blocks)


def _addressed(core: Core, name: str) -> Channel:
    if name.startswith(("U", "W")):
        if name not in core.world.users:
            raise SlackError("channel_not_found")
        return open_dm(core, name)
    if name.startswith("#"):
        named = (c for c in core.world.channels.values() if c.name == name[1:])
        return core.channel(next((c.id for c in named), ""))
    return core.channel(name)


def open_dm(core: Core, user_id: str) -> Channel:
    """The direct messages with a person. Raises `cannot_dm_bot`, and `user_not_found` for strangers."""
    user = core.user(user_id)
    if user.kind == "bot":
        raise SlackError("cannot_dm_bot")
    return core.world.dm(user_id)


def _refuse_outside(core: Core, channel: Channel, public_too: bool = False) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.dm_with and not core.manifest.messages_enabled:
        raise SlackError("messages_tab_disabled")
    anywhere = core.manifest.scopes is not None and "chat:write.public" in core.manifest.scopes
    if core.bot.id not in channel.members and not (public_too and anywhere):
        raise SlackError("not_in_channel")


def _own_message(core: Core, args: Args, refusal: str) -> tuple[Channel, Message]:
    channel = core.channel(args.required("channel"))
    message = core.world.message(channel.id, args.required("ts"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    if not message.by_app:
        raise SlackError(refusal)
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel, message


def thread_of(core: Core, channel: Channel, args: Args) -> str | None:
    """The thread that a call names, now one. Raises `thread_not_found`."""
    thread_ts = args.text("thread_ts")
    if not thread_ts:
        return None
    parent = core.world.message(channel.id, thread_ts)
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    parent.thread_ts = parent.thread_ts or parent.ts
    return parent.thread_ts


def _metadata(args: Args) -> dict[str, Any] | None:
    metadata = args.parsed("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > MOST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


METHODS = {
    "chat.postMessage": Method(post_message, scope="chat:write"),
    "chat.update": Method(update, scope="chat:write"),
    "chat.delete": Method(delete, scope="chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, scope="chat:write"),
    "chat.getPermalink": Method(get_permalink),
}
