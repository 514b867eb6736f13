"""The two commands: `/touch …` and `/client <verb> …`."""

from __future__ import annotations

from rapidfuzz import process

from bot.views import help as help_view
from handlers import drafting
from handlers.answer import Answer
from handlers.verbs import VERBS
from handlers.visit import Visit

TOUCH = "/touch"


def touch(visit: Visit) -> Answer:
    """Log what happened, in one line."""
    return drafting.touch(visit)


def client(visit: Visit) -> Answer:
    """Do what the verb says; nothing typed is a wish for help."""
    verb, _, rest = visit.line.partition(" ")
    verb = verb.lower() or "help"
    if verb not in VERBS:
        nearest, _, _ = process.extractOne(verb, list(VERBS))
        return Answer(help_view.unknown_verb(verb, nearest), failed=True)
    return VERBS[verb](visit, rest.strip())


def carry_on(visit: Visit) -> Answer:
    """Do what was typed before, now that it is clear what was meant."""
    return touch(visit) if visit.command == TOUCH else client(visit)
