"""A channel as people name it, where something may be told of clients."""

from __future__ import annotations

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.views import settings as views
from bot.work.deed import Refused
from handlers.tokens import Form, cut, decode
from handlers.visit import Visit


def find_channel(visit: Visit, typed: str) -> str:
    """The id of a channel where Tend is and nobody of another company. Raises `Refused`."""
    try:
        found = directory.find_channel(visit.tend, visit.team_id, typed)
    except (SlackClientError, OSError) as error:
        raise Refused(views.channel_unknown(typed)) from error
    if found is None:
        raise Refused(views.channel_unknown(typed))
    if found.is_ext_shared:
        raise Refused(views.channel_shared(found.id), found.id)
    if found.is_archived:
        raise Refused(views.channel_archived(found.id), found.id)
    if not found.is_member:
        raise Refused(views.channel_without_tend(found.id), found.id)
    return found.id


def typed_channel(said: str) -> str:
    """The id of a channel that was typed, or its name."""
    parts = cut(said)
    return parts[0].value if parts and parts[0].form is Form.CHANNEL else decode(said)
