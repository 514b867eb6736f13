"""`/client mine`: the accounts that I own."""

from __future__ import annotations

from handlers.answer import Answer
from handlers.verbs import paging
from handlers.visit import Visit

EMPTY = "No account is yours. Take one with `/client owner <account> @you`, or see all with `/client list`."


def run(visit: Visit, rest: str) -> Answer:
    """List the accounts of whoever asks."""
    return paging.accounts(visit, rest, title="Your accounts", verb="mine", empty=EMPTY, owner_id=visit.person.id)
