"""The commands: `/touch …`, `/heard …` and `/client <verb> …`."""

from __future__ import annotations

from bot.near import nearest
from bot.views import help as help_view
from bot.views import inputs, problems
from handlers import drafting, which
from handlers import heard as remark_line
from handlers.answer import Answer
from handlers.arguments import parse_client
from handlers.verbs import VERBS
from handlers.visit import Visit

TOUCH, HEARD = "/touch", "/heard"
_HELP = frozenset({"help", "?", "-h", "--help"})


def touch(visit: Visit) -> Answer:
    """Log what happened, in one line; whoever asks for help gets it."""
    if visit.line.casefold() in _HELP and not visit.chosen:
        return VERBS["help"](visit, "")
    return _held(visit, drafting.touch(which.by_channel(visit)))


def heard(visit: Visit) -> Answer:
    """Pass on what a client said; whoever asks for help gets it."""
    if visit.line.casefold() in _HELP and not visit.chosen:
        return VERBS["help"](visit, "heard")
    return _held(visit, remark_line.heard(which.by_channel(visit)))


def client(visit: Visit) -> Answer:
    """Do what the verb says; nothing typed is a wish for help."""
    visit = which.by_channel(visit)
    said = parse_client(visit.line or "help", list(VERBS))
    if not said.verb:
        return Answer(help_view.unknown_verb(visit.typed.shown, said.typed, nearest(said.typed, VERBS, 3)), failed=True)
    return _held(visit, VERBS[said.verb](visit, said.rest))


def carry_on(visit: Visit) -> Answer:
    """Do what was typed before, now that it is clear what was meant."""
    return {TOUCH: touch, HEARD: heard}.get(visit.command, client)(visit)


def _held(visit: Visit, answer: Answer) -> Answer:
    """The answer; instead of a form, no field of which could hold all that was typed, a word with all of it."""
    typed = visit.typed.shown
    if answer.view is None or len(typed) <= inputs.TEXT_LIMIT:
        return answer
    return Answer(problems.refused(problems.TOO_LONG, typed), failed=True)
