"""`/client litmus Acme`: how the account stands; `/client litmus`: how all do."""

from __future__ import annotations

from handlers import campaigns, litmus, which
from handlers.answer import Answer
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Show the test of the account that is open, or its last result; without an account, the portfolio."""
    with visit.tend.store.read() as session:
        if not (rest.strip() or visit.chosen):
            return campaigns.overview(session, visit)
        account, _ = which.leading(session, visit, rest)
        return litmus.shown(session, visit, account)
