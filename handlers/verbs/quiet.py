"""`/client quiet`: who has gone quiet."""

from __future__ import annotations

from handlers.answer import Answer
from handlers.verbs import paging
from handlers.visit import Visit

EMPTY = "Nobody has gone quiet. ✓ See what comes next with `/client upcoming`."


def run(visit: Visit, rest: str) -> Answer:
    """List the accounts that have gone quiet."""
    return paging.accounts(visit, rest, title="Gone quiet", verb="quiet", empty=EMPTY, rule="quiet")
