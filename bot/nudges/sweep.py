"""Finds the clocks that ring and has their accounts settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

import structlog

from bot.nudges.crash import crash_point
from bot.nudges.settle import settle
from bot.rules import RULES, Rule
from storage import accounts, clocks
from storage.engine import UNREACHABLE, Store

log = structlog.get_logger()

BATCH = 100  # accounts in one transaction
POSTPONED = timedelta(hours=1)


def sweep(store: Store, now: datetime, rules: Mapping[str, Rule] = RULES) -> bool:
    """Settle the accounts whose clocks rang longest ago, in one transaction; whether there were any.

    When one of them fails, the batch is rolled back and each is settled by itself; the one that fails is postponed by
    an hour and reported, and the rest goes on. A database that cannot be reached is raised.
    """
    due: Sequence[tuple[str, str]] = []
    try:
        with store.write() as session:
            due = clocks.claim_due(session, now, BATCH)
            for team_id, mine in groupby(sorted(due), key=itemgetter(0)):
                settle(session, team_id, [account_id for _, account_id in mine], now, rules=rules)
            crash_point("settled")
    except UNREACHABLE:
        raise
    except Exception:
        if not due:
            raise
        log.exception("sweep.batch_failed", accounts=len(due))
        for team_id, account_id in due:
            _settle_alone(store, team_id, account_id, now, rules)
    return bool(due)


def _settle_alone(store: Store, team_id: str, account_id: str, now: datetime, rules: Mapping[str, Rule]) -> None:
    try:
        with store.write() as session:
            if accounts.lock(session, team_id, [account_id], skip_locked=True):
                settle(session, team_id, [account_id], now, rules=rules)
    except UNREACHABLE:
        raise
    except Exception:
        log.exception("sweep.account_postponed", team_id=team_id, account_id=account_id)
        with store.write() as session:
            clocks.postpone(session, team_id, account_id, now, now + POSTPONED)
