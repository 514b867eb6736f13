"""A channel as people name it, where something may be told of clients."""

from __future__ import annotations

import re

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.views import settings as views
from bot.work.deed import Refused
from handlers.tokens import Form, Part, cut
from handlers.visit import Visit

_BETWEEN = ("", "and", "in", "&")


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


def typed_channels(said: str) -> list[str]:
    """The ids or names of the channels that were typed: `#acme and #health`."""
    parts = [part for part in cut(said) if part.bare not in _BETWEEN]
    return [name for part in parts for name in _named(part)]


def _named(part: Part) -> list[str]:
    return [part.value] if part.form is Form.CHANNEL else [*filter(None, re.split("[,;.]", part.text))]


def only_channel(said: str) -> str:
    """The id or the name of the one channel that was typed. Raises `Refused`."""
    named = typed_channels(said)
    if len(named) != 1:
        raise Refused(views.ONE_CHANNEL)
    return named[0]
