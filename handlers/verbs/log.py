"""`/client log …`: the same as `/touch …`."""

from __future__ import annotations

from handlers import drafting
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Log a touch."""
    return drafting.touch(visit.typing("/touch", rest, visit.chosen))
