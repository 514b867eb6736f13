"""`/client import`: how a list is handed over. A command cannot carry a file; the direct message can."""

from __future__ import annotations

from bot.intake.files import NOUNS
from bot.views import imports as views
from bot.work.permission import allow
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Say how; `rest` says nothing. Raises `NotAllowed`."""
    del rest
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "import")
    return Answer(views.how({noun: known.columns.all for noun, known in NOUNS.items()}))
