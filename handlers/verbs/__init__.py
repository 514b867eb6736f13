"""`/client <verb> …`: one file a verb, each with `run(visit, rest)`."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answer import Answer
from handlers.verbs import help as help_verb
from handlers.verbs import list as list_verb
from handlers.verbs import log, mine, quiet, senior, settings, show, touches, upcoming, why
from handlers.visit import Visit

VERBS: dict[str, Callable[[Visit, str], Answer]] = {
    "help": help_verb.run,
    "list": list_verb.run,
    "log": log.run,
    "mine": mine.run,
    "quiet": quiet.run,
    "senior": senior.run,
    "settings": settings.run,
    "show": show.run,
    "touches": touches.run,
    "upcoming": upcoming.run,
    "why": why.run,
}
