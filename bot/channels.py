"""What Slack says of a channel, remembered for a while."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

REMEMBERED_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A Slack conversation. `is_ext_shared`: people of another company are in it, or were invited; `is_member`: we.

    `has_others`: people of another company are in it by now.
    """

    id: str
    name: str
    is_ext_shared: bool
    is_archived: bool
    is_member: bool
    is_private: bool
    has_others: bool = False


@dataclass
class ChannelMemory:
    """Channels of all workspaces as Slack last told of them, for five minutes."""

    _told: dict[tuple[str, str], tuple[datetime, ChannelInfo]] = field(default_factory=dict)

    def recall(self, team_id: str, channel_id: str, now: datetime) -> ChannelInfo | None:
        """What was told of a channel in the last five minutes."""
        told_at, info = self._told.get((team_id, channel_id), (None, None))
        return info if told_at and timedelta() <= now - told_at < REMEMBERED_FOR else None

    def note(self, team_id: str, info: ChannelInfo, now: datetime) -> None:
        """Remember what was just told."""
        self._told[team_id, info.id] = (now, info)

    def forget(self, team_id: str, channel_id: str) -> None:
        """Ask anew next time: something about the channel changed."""
        self._told.pop((team_id, channel_id), None)
