"""`/client mine`: the accounts that I own."""

from __future__ import annotations

from bot.views.lists import NONE_OF_YOURS
from handlers.answer import Answer
from handlers.verbs import paging
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """List the accounts of whoever asks."""
    return paging.accounts(
        visit, rest, title="Your accounts", verb="mine", empty=NONE_OF_YOURS, owner_id=visit.person.id
    )
