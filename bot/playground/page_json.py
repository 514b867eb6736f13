"""What the page shows, as plain JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.playground.core import Core
from bot.playground.file import File
from bot.playground.modals import View
from bot.playground.seen import Seen
from bot.playground.steps import Function, Step
from bot.playground.world import Channel, Message, User

_COLOURS = ("#2eb67d", "#3a7ca5", "#c2571a", "#7d5ba6", "#a33b5e", "#1f4d3f", "#8a6d1d")


def instant(moment: datetime) -> str:
    """`2026-05-12T08:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def start(core: Core, can_travel: bool, connected: bool, everyone: bool) -> dict[str, Any]:
    """What the page needs to know once."""
    world = core.world
    return {
        "team": {"id": world.team_id, "name": world.team_name},
        "app": {"id": world.app_id, "name": core.manifest.name, "bot_user": core.bot.id, "connected": connected},
        "now": instant(core.now()),
        "travel": can_travel,
        "users": [_user(user, index, everyone) for index, user in enumerate(world.users.values())],
        "channels": [channel(c) for c in world.channels.values() if not c.dm_with],
        "commands": [
            {
                "command": command["command"],
                "description": command.get("description", ""),
                "usage_hint": command.get("usage_hint", ""),
            }
            for command in core.manifest.commands or ()
        ],
        "shortcuts": [
            {name: shortcut.get(name, "") for name in ("type", "name", "callback_id", "description")}
            for shortcut in core.manifest.shortcuts
        ],
        "functions": [_function(f) for f in core.manifest.functions if core.manifest.runs_steps],
    }


def sidebar(core: Core, user: User) -> dict[str, Any]:
    """The channels that a person is in and their direct messages; the app's are only for people of ours."""
    world = core.world
    if user.kind != "external":
        world.dm(user.id)
    mine = [c for c in world.channels.values() if user.id in c.members]
    return {
        "channels": [{**channel(c), "unread": world.unread(user.id, c)} for c in mine if not c.dm_with],
        "dms": [{"id": c.id, "with": core.bot.id, "unread": world.unread(user.id, c)} for c in mine if c.dm_with],
    }


def main_line(core: Core, user: User, shown: Channel) -> dict[str, Any]:
    """A channel's messages as this person sees them, without the answers in threads."""
    messages = [m for m in core.world.messages(shown.id, seen_by=user.id) if not m.is_reply]
    return {
        "channel": {
            **channel(shown),
            **({"with": core.bot.id} if shown.dm_with else {}),
            "is_read_only": not core.takes_messages(shown),
        },
        "last_read": core.world.last_read(user.id, shown.id),
        "messages": [message(core, m) for m in messages],
    }


def thread(core: Core, user: User, parent: Message) -> dict[str, Any]:
    """A message and what was answered below it, as this person sees it."""
    everything = core.world.messages(parent.channel, seen_by=user.id)
    answers = [m for m in everything if m.is_reply and m.thread_ts == parent.ts]
    return {"messages": [message(core, m) for m in (parent, *answers)]}


def channel(shown: Channel) -> dict[str, Any]:
    """A channel."""
    return {
        "id": shown.id,
        "name": shown.name or None,
        "topic": shown.topic,
        "is_private": shown.is_private,
        "is_archived": shown.is_archived,
        "is_ext_shared": shown.is_ext_shared,
        "members": sorted(shown.members),
    }


def message(core: Core, shown: Message) -> dict[str, Any]:
    """A message."""
    replies = core.world.replies(shown) if shown.thread_ts == shown.ts else []
    return {
        "channel": shown.channel,
        "ts": shown.ts,
        "user": shown.user,
        "time": instant(shown.at),
        "text": shown.text,
        "blocks": shown.blocks,
        "files": [_file(file) for file in shown.files],
        "thread_ts": shown.thread_ts,
        "reply_count": len(replies),
        "reply_users": sorted({reply.user for reply in replies}),
        "edited": shown.edited is not None,
        "ephemeral": shown.ephemeral_to is not None,
        "command": shown.command,
    }


def _file(shown: File) -> dict[str, Any]:
    return {
        "id": shown.id,
        "name": shown.name,
        "title": shown.title,
        "size": shown.size,
        "kind": shown.type.pretty,
        "is_picture": shown.type.media.startswith("image/"),
    }


def view(shown: View) -> dict[str, Any]:
    """A modal or a Home."""
    content = shown.content
    return {
        "id": shown.id,
        "type": content["type"],
        "callback_id": shown.callback_id,
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": shown.blocks,
        "hash": shown.hash,
        "previous_view_id": shown.previous_id,
        "root_view_id": shown.root_id,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
    }


def step(run: Step) -> dict[str, Any]:
    """A step of somebody's workflow, and what came of it."""
    return {
        "id": run.id,
        "callback_id": run.function.callback_id,
        "title": run.function.title,
        "time": instant(run.at),
        "state": run.state,
        "inputs": run.inputs,
        "outputs": run.outputs,
        "error": run.error,
    }


def _function(offered: Function) -> dict[str, Any]:
    return {
        "callback_id": offered.callback_id,
        "title": offered.title,
        "description": offered.description,
        "inputs": list(offered.inputs),
        "outputs": list(offered.outputs),
    }


def seen(core: Core, outcome: Seen, act: str) -> dict[str, Any]:
    """The outcome of an act; `act` names it in the sentence about what went wrong."""
    return {
        "ok": outcome.ok,
        "timed_out": outcome.timed_out,
        "error": outcome.error,
        "error_text": _sentence(outcome, act),
        "message": message(core, outcome.message) if outcome.message else None,
        "ephemerals": [message(core, m) for m in outcome.ephemerals],
        "view": view(outcome.view) if outcome.view else None,
        "errors": outcome.errors,
        "options": list(outcome.options),
        "option_groups": list(outcome.option_groups),
    }


def _sentence(outcome: Seen, act: str) -> str | None:
    if outcome.error is None:
        return None
    if outcome.error in ("unknown_command", "not_supported_in_threads"):
        return outcome.detail
    because = f" ({outcome.detail})" if outcome.detail else ""
    return f"{act} failed with the error “{outcome.error}”{because}"


def _user(user: User, index: int, everyone: bool) -> dict[str, Any]:
    acting = ("member", "guest", "external") if everyone else ("member", "external")
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "tz": user.tz,
        "kind": user.kind,
        "company": user.company,
        "deleted": user.deleted,
        "can_act": user.kind in acting and not user.deleted,
        "initials": "".join(part[0] for part in user.real_name.split()[:2]).upper(),
        "color": _COLOURS[index % len(_COLOURS)],
    }
