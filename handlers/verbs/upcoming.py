"""`/client upcoming`: what will ring in the next 14 days."""

from __future__ import annotations

from bot.views import lists as views
from bot.views.lists import Page
from handlers import look
from handlers.answer import Answer
from handlers.verbs.paging import last_page, page_number
from handlers.visit import Visit

EMPTY = "Nothing rings in the next 14 days. ✓"


def run(visit: Visit, rest: str) -> Answer:
    """List what will ring, soonest first."""
    with visit.tend.store.read() as session:
        rings = look.upcoming(session, visit)
    number = min(page_number(rest), last_page(len(rings)))
    first = (number - 1) * views.PAGE
    page = Page(f"Rings in the next {look.UPCOMING_DAYS} days", "upcoming", number, len(rings), EMPTY)
    return Answer(views.rings(page, rings[first : first + views.PAGE]))
