"""`/client list`: all accounts, the loudest first."""

from __future__ import annotations

from handlers.answer import Answer
from handlers.verbs import paging
from handlers.visit import Visit

EMPTY = "There is no account yet. Add the first: `/client add`"


def run(visit: Visit, rest: str) -> Answer:
    """List the accounts."""
    return paging.accounts(visit, rest, title="Accounts", verb="list", empty=EMPTY)
