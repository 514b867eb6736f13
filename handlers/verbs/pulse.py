"""`/client pulse`: which of one's accounts one would worry about, in private."""

from __future__ import annotations

from handlers import pulse
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, _rest: str) -> Answer:
    """Show what the reader said, and what those said whom they lead."""
    with visit.tend.store.read() as session:
        return pulse.shown(session, visit)
