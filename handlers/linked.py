"""The channels that are linked to an account, and whether messages there reach us."""

from __future__ import annotations

from collections.abc import Collection

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.views.sources import Hearing, Place
from handlers.visit import Visit

_MOST = 5  # of each, Slack may have to be asked


def places(visit: Visit, channel_ids: Collection[str]) -> list[Place]:
    """The first few of some channels, with what Slack says of them."""
    return [Place(id_, _hearing(visit, id_)) for id_ in sorted(channel_ids)[:_MOST]]


def _hearing(visit: Visit, channel_id: str) -> Hearing:
    try:
        channel = directory.channel(visit.tend, visit.team_id, channel_id)
    except (SlackClientError, OSError):
        return Hearing.UNKNOWN
    if not channel.has_others:
        return Hearing.NOT_SHARED
    return Hearing.COUNTED if channel.is_member else Hearing.NOT_IN_IT
