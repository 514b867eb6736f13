"""What a workspace, and a person, may choose."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.views import inputs

SETTINGS = "form.settings"


def settings(
    channel_id: str | None, lead_id: str | None, away_from: date | None, away_until: date | None
) -> dict[str, Any]:
    """The alert channel; the reader's own lead and absence."""
    blocks = [
        inputs.channel("channel", "Channel for warnings", channel_id, hint="Invite Tend there first.", optional=True),
        inputs.person("lead", "Your lead", lead_id, hint="Hears what is critical, or lies untouched.", optional=True),
        inputs.day("away_from", "You are away from", away_from, optional=True),
        inputs.day("away_until", "Until, that day included", away_until, optional=True),
    ]
    return inputs.modal("Settings", SETTINGS, "Save", blocks)
