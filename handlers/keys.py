"""An account becomes a key account: by one tap, or by a line."""

from __future__ import annotations

from bot.policy import Tier
from bot.views import keys as views
from bot.work import accounts
from handlers import look
from handlers.answer import Answer
from handlers.visit import Visit


def make(visit: Visit, account_id: str) -> Answer:
    """Make it key, and say how it is watched now."""
    done = accounts.edit(visit.tend.store, visit.deed(), account_id, {"tier": Tier.KEY})
    before, _ = done.changed.get("tier", (Tier.KEY, Tier.KEY))
    with visit.tend.store.read() as session:
        by = look.policy(session, visit.team_id)
    return Answer(views.made(done.account.name, Tier(before), by, done.account.cadence_days))
