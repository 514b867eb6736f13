"""Shortcuts: what people begin from Slack's own menus, also in threads, where commands do not work."""

from __future__ import annotations

from typing import Any

from bot.views.forms import touch as forms
from handlers import drafting
from handlers.answer import Answer
from handlers.visit import Visit


def new_touch(visit: Visit, _payload: dict[str, Any]) -> Answer:
    """Log a client touch, from anywhere."""
    return Answer(view=forms.log(drafting.empty(visit)))
