"""`/client export accounts`: everything of a noun as a CSV file, in the direct message of whoever asks."""

from __future__ import annotations

import structlog

from bot.exporting.in_slack import send
from bot.exporting.nouns import EXPORTS
from bot.nudges.slack import Trouble
from bot.views import exports as views
from bot.views import refusals
from bot.work import exports as work
from bot.work.deed import Refused
from handlers.answer import NOTHING, Answer, Later
from handlers.visit import Visit

log = structlog.get_logger()

_ALL = frozenset({"all", "everything"})


def run(visit: Visit, rest: str) -> Answer:
    """Say that it is being written; the file follows in the direct message."""
    said = rest.strip().casefold()
    nouns = tuple(EXPORTS) if said in _ALL else tuple(noun for noun in EXPORTS if noun == said)
    if not nouns:
        raise Refused(views.WHICH)
    with visit.tend.store.read() as session:
        work.check(session, visit.deed())
    key = ("export", visit.team_id, visit.person.id, nouns)
    return Answer(views.on_its_way(nouns), later=Later(key, lambda: _sent(visit, nouns)))


def _sent(visit: Visit, nouns: tuple[str, ...]) -> Answer:
    try:
        send(visit.tend, visit.deed(), nouns)
    except Trouble as met:
        log.warning("export.not_sent", code=met.code, fate=met.fate)
        return Answer(refusals.say(views.NOT_TAKEN), failed=True)
    return NOTHING
