"""What all parts of the stand-in share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.playground.calls import Calls
from bot.playground.changes import Changes
from bot.playground.errors import SlackError
from bot.playground.faults import Faults
from bot.playground.file import File
from bot.playground.installs import Installs
from bot.playground.manifest import Manifest
from bot.playground.modals import Modals
from bot.playground.rate_limits import RateLimits
from bot.playground.steps import Steps
from bot.playground.triggers import Triggers
from bot.playground.world import Channel, Message, User, World

#: Hears of every message: what happened to it ("new", "changed", "deleted") and how it stood before it was changed.
Hears = Callable[[Message, str, Message | None], None]
TOMBSTONE = "This message was deleted."  # Slack's own words
SLACKBOT = "USLACKBOT"


def nobody(message: Message, change: str, before: Message | None) -> None:
    """Hears of messages where no app is."""


@dataclass
class Core:
    """The state of the stand-in. Hold `lock` while reading or changing what others may change."""

    world: World
    manifest: Manifest
    now: Callable[[], datetime]
    limits: RateLimits
    bot_token: str
    app_token: str
    base_url: str
    installs: Installs
    changes: Changes = field(default_factory=Changes)
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    triggers: Triggers = field(default_factory=Triggers)
    lock: threading.RLock = field(default_factory=threading.RLock)
    tickets: set[str] = field(default_factory=set)  # of Socket Mode connections that were asked for and not yet made
    refused: str | None = None  # the error that the tokens get once the app is gone
    hears: Hears = nobody

    def __post_init__(self) -> None:
        self.modals = Modals(self.now)
        self.steps = Steps()

    @property
    def bot(self) -> User:
        """The app's own user."""
        return self.world.users[self.world.bot_user_id]

    def user(self, user_id: str) -> User:
        """The user with this id. Raises `user_not_found`."""
        found = self.world.users.get(user_id)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, channel_id: str) -> Channel:
        """The channel as the bot may know it: a private one only where it is a member. Raises `channel_not_found`."""
        found = self.world.channels.get(channel_id)
        if found is None or (found.is_private and self.bot.id not in found.members):
            raise SlackError("channel_not_found")
        return found

    def takes_messages(self, channel: Channel) -> bool:
        """Whether people may write there: a read-only messages tab has no composer, so no commands either."""
        return not (channel.dm_with and self.manifest.messages_read_only)

    def need(self, scope: str) -> None:
        """Raise `missing_scope` unless the app has the scope."""
        if self.manifest.grants(scope):
            return
        provided = ",".join(sorted(self.manifest.scopes or ()))
        raise SlackError("missing_scope", needed=scope, provided=provided)

    def posted(self, message: Message, change: str = "new", before: Message | None = None) -> Message:
        """Tell everyone about a message; returns it."""
        if message.ephemeral_to:
            self.changes.announce(
                "ephemeral", channel=message.channel, ts=message.ts, user=message.ephemeral_to, change=change
            )
        else:
            self.changes.announce(
                "message", channel=message.channel, ts=message.ts, thread_ts=message.thread_ts, change=change
            )
            self.hears(message, change, before)
        return message

    def rewrite(self, message: Message, **changes: Any) -> Message:
        """Let a message say something else, and tell everyone."""
        before = replace(message)
        for name, value in changes.items():
            setattr(message, name, value)
        message.edited = f"{self.now().timestamp():.6f}"
        return self.posted(message, "changed", before)

    def remove(self, message: Message) -> None:
        """Delete a message and tell everyone. Where one was answered, a stone stays in its place."""
        if self.world.replies(message):
            stone = {"text": TOMBSTONE, "user": SLACKBOT, "subtype": "tombstone", "blocks": [], "files": []}
            self.rewrite(message, **stone, by_app=False)
        else:
            self.world.remove(message)
            self.posted(message, "deleted")

    def viewed(self, user_id: str, kind: str = "views") -> None:
        """Tell everyone that a person's modals (`"views"`) or Home (`"home"`) changed."""
        self.changes.announce(kind, user=user_id)

    def add_message(self, channel_id: str, user_id: str, text: str, **more: Any) -> Message:
        """Post a message now and tell everyone."""
        message = Message(channel_id, self.world.next_ts(self.now()), user_id, text, **more)
        for file in message.files:
            file.channels.append(channel_id)
        return self.posted(self.world.add(message))

    def new_file(self, name: str, size: int, user_id: str, content: bytes | None = None) -> File:
        """Keep a new file, at first in no channel."""
        file = File(f"F{len(self.world.files) + 1:04d}", name, size, user_id, self.now(), name, content)
        self.world.files[file.id] = file
        return file
