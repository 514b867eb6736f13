"""`/client upcoming`: what will ring in the next 14 days."""

from __future__ import annotations

from bot import coming
from bot.views import lists as views
from bot.views.lists import Page, Ring
from handlers import look
from handlers.answer import Answer
from handlers.verbs.paging import last_page, page_number
from handlers.visit import Visit

EMPTY = "Nothing rings in the next 14 days. ✓"


def run(visit: Visit, rest: str) -> Answer:
    """List what will ring, soonest first."""
    number = page_number(rest)
    rings, total = _page(visit, number)
    if total and not rings:
        number = last_page(total)
        rings, total = _page(visit, number)
    return Answer(views.rings(Page(f"Rings in the next {coming.DAYS} days", "upcoming", number, total, EMPTY), rings))


def _page(visit: Visit, number: int) -> tuple[list[Ring], int]:
    start = (number - 1) * views.PAGE
    with visit.tend.store.read() as session:
        found, total = coming.clocks_to_ring(session, visit.team_id, visit.now, limit=views.PAGE, offset=start)
        known = look.facts(session, visit, list({clock.account_id for clock in found}))
        by = look.policy(session, visit.team_id)
    return coming.rings(found, known, by, visit.now, visit.zone), total
