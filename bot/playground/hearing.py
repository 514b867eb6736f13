"""What the app hears of messages and of who comes in, where it is a member."""

from __future__ import annotations

from typing import Any

from bot.playground import payloads
from bot.playground.core import Core
from bot.playground.envelopes import Deliveries
from bot.playground.shown import message_json
from bot.playground.world import Channel, Message, User

_FAMILIES = {"im": "im", "group": "groups", "channel": "channels"}


class Hearing:
    """Tells the app of events that nobody waits for. It hears of its own messages too, as in Slack."""

    def __init__(self, core: Core, deliveries: Deliveries) -> None:
        self._core = core
        self._deliveries = deliveries

    def message(self, message: Message, change: str, before: Message | None) -> None:
        """A message was posted ("new"), "changed" or "deleted"; `before` is how it stood."""
        channel = self._core.world.channels[message.channel]
        if self._core.bot.id not in channel.members:
            return
        author = self._core.world.users[(before or message).user]
        kind = _kind(channel)
        content = {
            "type": "message",
            "channel": channel.id,
            "channel_type": kind,
            **_TOLD[change](self._core, message, before),
        }
        self._tell(f"message.{_FAMILIES[kind]}", content, author, channel)
        if change == "new":
            self._new(message, content, author, channel)

    def joined(self, inviter: User, channel: Channel, who: User) -> None:
        """Somebody was brought into a channel."""
        if self._core.bot.id not in channel.members:
            return
        content = {
            "type": "member_joined_channel",
            "user": who.id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": who.team_id,
            "inviter": inviter.id,
            "event_ts": self._now(),
        }
        self._tell("member_joined_channel", content, who, channel)

    def _new(self, message: Message, content: dict[str, Any], author: User, channel: Channel) -> None:
        if f"<@{self._core.bot.id}" in message.text and not channel.dm_with:
            self._tell("app_mention", {**content, "type": "app_mention"}, author, channel)
        for file in message.files:
            shared = {
                "type": "file_shared",
                "file_id": file.id,
                "file": {"id": file.id},
                "user_id": author.id,
                "channel_id": channel.id,
                "event_ts": message.ts,
            }
            self._tell("file_shared", shared, author, channel)

    def _tell(self, name: str, content: dict[str, Any], by: User, channel: Channel) -> None:
        if self._core.manifest.subscribes(name):
            self._deliveries.send("events_api", payloads.event(self._core, content, by, channel))

    def _now(self) -> str:
        return f"{self._core.now().timestamp():.6f}"


def _kind(channel: Channel) -> str:
    return "im" if channel.dm_with else "group" if channel.is_private else "channel"


def _new(core: Core, message: Message, before: Message | None) -> dict[str, Any]:  # noqa: ARG001 - one of three
    told = {**message_json(core, message), "event_ts": message.ts}
    parent = core.world.message(message.channel, message.thread_ts) if message.is_reply and message.thread_ts else None
    if parent is not None:
        told["parent_user_id"] = parent.user
    return {**told, "subtype": "file_share"} if message.files else told


def _changed(core: Core, message: Message, before: Message | None) -> dict[str, Any]:
    told = {"subtype": "message_changed", "message": message_json(core, message)}
    return {**told, **_hidden(core, before or message)}


def _deleted(core: Core, message: Message, before: Message | None) -> dict[str, Any]:
    told = {"subtype": "message_deleted", "deleted_ts": message.ts}
    return {**told, **_hidden(core, before or message)}


def _hidden(core: Core, before: Message) -> dict[str, Any]:
    ts = core.world.next_ts(core.now())
    return {"hidden": True, "previous_message": message_json(core, before), "ts": ts, "event_ts": ts}


_TOLD = {"new": _new, "changed": _changed, "deleted": _deleted}
