"""An account becomes a key account, or is not one on purpose: by one tap."""

from __future__ import annotations

from dataclasses import replace

from bot.policy import Tier
from bot.ranking import standing_of
from bot.views import keys as views
from bot.work import accounts, suggestions
from bot.work.permission import sees_profit
from handlers import look
from handlers.answer import Answer
from handlers.visit import Visit
from storage.tables import Account


def stands(visit: Visit, account: Account) -> Answer:
    """Where it stands, with the buttons."""
    with visit.tend.store.read() as session:
        one, told = standing_of(session, visit.team_id, account.id)
        if one and not sees_profit(session, visit.person, account):
            one = replace(one, client=replace(one.client, profit_minor=None))
    return Answer(views.standing(one, told) if one else views.not_compared(account.name, account.status))


def put_away(visit: Visit, account_id: str) -> Answer:
    """It is not key, on purpose."""
    return Answer(views.put_away(suggestions.not_key(visit.tend.store, visit.deed(), account_id).name))


def make(visit: Visit, account_id: str) -> Answer:
    """Make it key, and say how it is watched now."""
    done = accounts.edit(visit.tend.store, visit.deed(), account_id, {"tier": Tier.KEY})
    before, _ = done.changed.get("tier", (Tier.KEY, Tier.KEY))
    with visit.tend.store.read() as session:
        by = look.policy(session, visit.team_id)
    return Answer(views.made(done.account.name, Tier(before), by, done.account.cadence_days))
