"""`/client playbooks`: all of them; `/client playbooks rescue`: what is in one."""

from __future__ import annotations

from bot import shelf
from bot.views.papers import MOST
from bot.work.checks import brief
from bot.work.deed import Refused
from handlers import papers
from handlers.answer import Answer
from handlers.tokens import decode
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """List them, or show the one that is named."""
    if not rest.strip():
        return papers.listed(visit)
    with visit.tend.store.read() as session:
        found = shelf.papers(session, visit.team_id)
    wanted = _bare(rest)
    named = next((one for one in found if wanted in (_bare(one.key), _bare(one.title))), None)
    if named is None:
        known = ", ".join(one.key for one in found[:MOST])
        raise Refused(f"I know no playbook “{brief(decode(rest))}”; these are there: {known}.")
    return papers.show(visit, f"{named.kind}:{named.key}")


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
