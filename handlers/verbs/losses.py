"""`/client losses`: who left, how long ago the last, and why; `/client losses Acme`: what our rules would have said."""

from __future__ import annotations

from bot import hindsight
from bot.losing import figures_of
from bot.views import hindsight as hindsight_views
from bot.views import loss_figures as views
from handlers import look, which
from handlers.answer import Answer, Later
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """All losses in figures; of one account, the rules replayed over its past."""
    with visit.tend.store.read() as session:
        if not rest.strip() and not visit.chosen:
            return Answer(views.losses(figures_of(session, visit.team_id, None, visit.today)))
        account, _ = which.leading(session, visit, rest)
    key = ("hindsight", visit.team_id, account.id)
    return Answer(
        hindsight_views.at_work(account.name), later=Later(key, lambda: _hindsight(visit, account.id, account.name))
    )


def _hindsight(visit: Visit, account_id: str, name: str) -> Answer:
    with visit.tend.store.read() as session:
        policy = look.policy(session, visit.team_id)
        told = hindsight.of_account(session, visit.team_id, account_id, policy, visit.now)
    return Answer(hindsight_views.hindsight(told, name))
