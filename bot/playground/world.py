"""People, channels and messages of one workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any, Literal

from bot.playground.file import File

Kind = Literal["member", "guest", "external", "bot"]
Blocks = list[dict[str, Any]]


@dataclass
class User:
    """Somebody with a Slack account. For people of another `company`, `team_id` differs from the workspace's."""

    id: str
    name: str
    real_name: str
    email: str = ""
    tz: str = "Europe/London"
    title: str = ""
    kind: Kind = "member"
    is_owner: bool = False
    is_admin: bool = False
    deleted: bool = False
    team_id: str = ""
    company: str = ""


@dataclass
class Channel:
    """A channel, or the direct messages between the bot and `dm_with`."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    dm_with: str | None = None


@dataclass
class Message:
    """A message as it stands now. `ephemeral_to`: only that person sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    edited: str | None = None
    ephemeral_to: str | None = None
    command: str | None = None
    by_app: bool = False
    files: list[File] = field(default_factory=list)
    subtype: str | None = None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread and not on the channel's main line."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def at(self) -> datetime:
        """When it was posted, aware UTC."""
        return datetime.fromtimestamp(float(self.ts), UTC)


class World:
    """The workspace's state. Whoever changes it holds the lock of `Core`."""

    def __init__(
        self,
        users: Iterable[User],
        channels: Iterable[Channel],
        team_id: str = "T0TEND",
        team_name: str = "Brightside Studio",
        bot_user_id: str = "U0TEND",
        app_id: str = "A0TEND",
        enterprise_id: str = "",
    ) -> None:
        self.team_id = team_id
        self.team_name = team_name
        self.bot_user_id = bot_user_id
        self.bot_id = "B" + bot_user_id[1:]
        self.app_id = app_id
        self.enterprise_id = enterprise_id  # of the organisation that it belongs to, if any
        self.users = {user.id: user for user in users}
        self.channels = {channel.id: channel for channel in channels}
        self.files: dict[str, File] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self._read: dict[tuple[str, str], str] = {}
        self._last_microsecond = 0
        for user in self.users.values():
            user.team_id = user.team_id or team_id
            if user.kind in ("member", "guest"):
                self.dm(user.id)

    def next_ts(self, now: datetime) -> str:
        """A message's id: its time, and later than every one before."""
        self._last_microsecond = max(int(now.timestamp() * 1_000_000), self._last_microsecond + 1)
        return f"{self._last_microsecond // 1_000_000}.{self._last_microsecond % 1_000_000:06d}"

    def dm(self, user_id: str) -> Channel:
        """The direct messages between a person and the bot, opened when they do not exist."""
        channel_id = "D" + user_id[1:]
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                channel_id, "", {user_id, self.bot_user_id}, is_private=True, dm_with=user_id
            )
        return self.channels[channel_id]

    def add(self, message: Message) -> Message:
        """Keep a new message."""
        self._messages.setdefault(message.channel, {})[message.ts] = message
        return message

    def remove(self, message: Message) -> None:
        """Delete a message."""
        del self._messages[message.channel][message.ts]

    def message(self, channel_id: str, ts: str) -> Message | None:
        """The message with this id, ephemeral ones included."""
        return self._messages.get(channel_id, {}).get(ts)

    def messages(self, channel_id: str, seen_by: str | None = None) -> list[Message]:
        """All messages of a channel, replies included, oldest first; ephemeral ones only of `seen_by`."""
        return [
            m
            for m in self._messages.get(channel_id, {}).values()
            if m.ephemeral_to is None or (seen_by is not None and m.ephemeral_to == seen_by)
        ]

    def ephemerals(self, user_id: str) -> list[Message]:
        """What only this person sees, in all channels, oldest first."""
        found = (m for kept in self._messages.values() for m in kept.values() if m.ephemeral_to == user_id)
        return sorted(found, key=lambda m: m.ts)

    def replies(self, parent: Message) -> list[Message]:
        """The answers in a message's thread, oldest first."""
        return [m for m in self.messages(parent.channel) if m.is_reply and m.thread_ts == parent.ts]

    def mark_read(self, user_id: str, channel_id: str) -> None:
        """The person has seen everything in the channel."""
        kept = self._messages.get(channel_id)
        if kept:
            self._read[user_id, channel_id] = next(reversed(kept))

    def last_read(self, user_id: str, channel_id: str) -> str:
        """The id of the last message that the person has seen, `"0"` when none."""
        return self._read.get((user_id, channel_id), "0")

    def unread(self, user_id: str, channel: Channel) -> int:
        """How many messages of others came since the person last looked. Replies count in direct messages only."""
        since = self.last_read(user_id, channel.id)
        newest_first = reversed(self._messages.get(channel.id, {}).values())
        fresh = takewhile(lambda message: message.ts > since, newest_first)
        return sum(_counts(message, user_id, channel) for message in fresh)


def _counts(message: Message, user_id: str, channel: Channel) -> bool:
    for_them = message.ephemeral_to in (None, user_id) and message.user != user_id
    return for_them and (channel.dm_with is not None or not message.is_reply)


def brightside(client: str = "Acme") -> World:
    """The workspace that a newcomer finds: a small studio, its people and channels, one shared with a client."""
    ana, ben, chris, dana, erik, bot = "U0ANA", "U0BEN", "U0CHRIS", "U0DANA", "U0ERIK", "U0TEND"
    team = {ana, ben, chris}
    return World(
        users=[
            User(ana, "ana", "Ana Souza", "ana@brightside.test", "Europe/Lisbon", "Account director"),
            User(ben, "ben", "Ben Okafor", "ben@brightside.test", "Europe/London", "Head of accounts, leads Ana"),
            User(
                chris,
                "chris",
                "Chris Meyer",
                "chris@brightside.test",
                "America/New_York",
                "Operations, admin here",
                is_admin=True,
            ),
            User(dana, "dana", "Dana Petrova", "dana@freelance.test", "Europe/Sofia", "Freelancer", kind="guest"),
            User(
                erik,
                "erik",
                "Erik Lund",
                f"erik@{client.lower()}.test",
                "Europe/Oslo",
                f"Buyer at {client}",
                "external",
                team_id="T0ACME",
                company=client,
            ),
            User(bot, "tend", "Tend", kind="bot", tz="Etc/UTC"),
        ],
        channels=[
            Channel("C0GENERAL", "general", team | {dana, bot}, "Everyone at Brightside"),
            Channel("C0HEALTH", "client-health", team | {bot}, "How our clients are doing"),
            Channel("C0ACME", f"{client.lower()}-shared", team | {erik, bot}, f"With {client}", is_ext_shared=True),
            Channel("C0NOBOT", "random", team, "Anything else"),
            Channel("C0OLD", "old-projects", team | {bot}, "Closed", is_archived=True),
        ],
    )
