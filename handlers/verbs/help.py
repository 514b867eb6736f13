"""`/client help`: what can be typed; `/client help snooze`: one command with its examples."""

from __future__ import annotations

from bot.near import nearest
from bot.views import help as lines
from bot.views import help_by_role as views
from bot.work.permission import role
from handlers.answer import Answer
from handlers.arguments import parse_client
from handlers.visit import Visit
from storage import lists


def run(visit: Visit, rest: str) -> Answer:
    """Show what somebody can do as what they are, or the one command that they ask about."""
    known = [*lines.VERBS, *lines.ALONE]
    asked = parse_client(rest.removeprefix("/client ").removeprefix("/"), known)
    if asked.verb:
        return Answer(views.one(asked.verb))
    if asked.typed:
        near = nearest(asked.typed, known, 3)
        return Answer(lines.unknown_verb(visit.typed.shown, asked.typed, near), failed=True)
    with visit.tend.store.read() as session:
        is_empty = not lists.any_account(session, visit.team_id)
        return Answer(views.overview(role(session, visit.person), is_empty=is_empty))
