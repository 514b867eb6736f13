"""Messages that people write where the bot is, by the kind of place; whatever else is no event of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.tend import Tend
from handlers import channels, inbox
from handlers.answer import Later

#: `channel_type` of Slack's → who takes it.
PLACES: dict[str, Callable[[Tend, str, dict[str, Any]], Later | None]] = {
    "channel": channels.said,
    "group": channels.said,
    "im": inbox.said,
}

#: What people write. Edits, deletions, joins, bots' posts and replies shown again in the channel are told otherwise.
_WRITTEN = frozenset({None, "file_share", "me_message"})


def said(tend: Tend, team_id: str, event: dict[str, Any]) -> Later | None:
    """A message that a person wrote, or something that Slack tells as a message."""
    by_person = event.get("user") and not event.get("bot_id") and not event.get("hidden")
    if not by_person or event.get("subtype") not in _WRITTEN:
        return None
    take = PLACES.get(str(event.get("channel_type")))
    return take(tend, team_id, event) if take else None
