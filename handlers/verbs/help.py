"""`/client help`: everything that can be typed."""

from __future__ import annotations

from bot.views import help as views
from handlers.answer import Answer
from handlers.visit import Visit


def run(_visit: Visit, _rest: str) -> Answer:
    """Show every command with an example."""
    return Answer(views.help_post())
