"""`/client list`: all accounts, the loudest first."""

from __future__ import annotations

from bot.work.deed import Refused
from handlers.answer import Answer
from handlers.verbs import paging
from handlers.visit import Visit

NO_NAME = "/client list takes no name: it lists every account. For one account type /client show <account>."
EMPTY = "There is no account yet. Add the first: `/client add`"


def run(visit: Visit, rest: str) -> Answer:
    """List the accounts; a name is for other verbs. Raises `Refused`."""
    if rest and not rest.isdecimal():
        raise Refused(NO_NAME)
    return paging.accounts(visit, rest, title="Accounts", verb="list", empty=EMPTY)
