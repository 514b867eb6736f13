"""Whom and what the page means."""

from __future__ import annotations

from typing import Any

from bot.playground.core import Core
from bot.playground.errors import NotPossible, Stale
from bot.playground.file import File
from bot.playground.modals import View
from bot.playground.people import Place
from bot.playground.world import Channel, Message, User


def viewer(core: Core, user_id: str) -> User:
    """The person as whom somebody looks."""
    user = core.world.users.get(user_id)
    if user is None:
        raise NotPossible("no_such_person", "say as whom to look: ?user=U…")
    return user


def channel(core: Core, looking: User, channel_id: str) -> Channel:
    """A channel that this person is in."""
    found = core.world.channels.get(channel_id)
    if found is None or looking.id not in found.members:
        raise NotPossible("no_such_channel", f"{looking.name} is not in the channel {channel_id}")
    return found


def message(core: Core, channel_id: str, ts: str) -> Message:
    """A message."""
    found = core.world.message(channel_id, ts)
    if found is None:
        raise Stale("no_such_message", f"there is no message {ts} in {channel_id}")
    return found


def file(core: Core, looking: User, file_id: str) -> File:
    """A file that was shared where this person is."""
    found = core.world.files.get(file_id)
    channels = [core.world.channels[one] for one in found.channels] if found else []
    if found is None or not any(looking.id in one.members for one in channels):
        raise NotPossible("no_such_file", f"{looking.name} does not see the file {file_id}")
    return found


def place(core: Core, container: dict[str, Any]) -> Place:
    """The message or the view in which somebody acts."""
    with core.lock:
        if "view_id" not in container:
            return message(core, container["channel"], container["ts"])
        view: View | None = core.modals.find(container["view_id"])
    if view is None:
        raise Stale("no_such_view", f"the view {container['view_id']} is closed")
    return view
