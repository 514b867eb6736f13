"""Once a night: counts the portfolio, looks again at what that may have made, or unmade, a flagship, and tidies up.

Digests that become due until the next night are put into the outbox, and a round of the pulse begins where its day has
come. Before all that, whenever some are missing: the
rhythms that the portfolio is counted from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.digest.queue import queue as queue_digests
from bot.facts import Portfolio
from bot.gather import count_portfolio, policy_of, portfolio_from_json, portfolio_to_json
from bot.nudges.circles import office
from bot.nudges.settle import AT_ONCE, settle
from bot.nudges.upkeep import keep_in_order, unseen
from bot.policy import Policy
from bot.rules import RULES, Rule
from bot.rules.flagship import RULE as FLAGSHIP
from bot.work import pulse, rhythms
from bot.worktime import Calendar
from storage import accounts, clocks, facts, workspaces
from storage.engine import Store
from storage.tables import Workspace

log = structlog.get_logger()

NIGHT = 3  # o'clock
POSTPONED = timedelta(hours=1)


def refit(store: Store, now: datetime, rules: Mapping[str, Rule] = RULES) -> bool:
    """Do for one workspace whose time has come what is done once a night; whether there was one.

    The workspace is locked first and its accounts after it, as everybody does who needs both. One that fails is
    postponed by an hour and reported, and the others have their turn.
    """
    team_id = ""
    try:
        with store.write() as session:
            workspace = workspaces.claim_refit(session, now)
            if workspace is None:
                return False
            team_id = workspace.team_id
            _refit(session, workspace, now, rules)
    except Exception:
        if not team_id:
            raise
        log.exception("refit.postponed", team_id=team_id)
        with store.write() as session:
            workspaces.ask_refit(session, team_id, now + POSTPONED)
    return True


def _refit(session: Session, workspace: Workspace, now: datetime, rules: Mapping[str, Rule]) -> None:
    """Rhythms that are missing are counted before all else, some at a time; until there are none, its time has come."""
    policy = policy_of(workspace)
    if counted := rhythms.count_missing(session, policy, workspace.team_id, AT_ONCE):
        settle(session, workspace.team_id, counted, now, rules=rules)
        return
    before = portfolio_from_json(workspace.portfolio)
    after = count_portfolio(session, workspace.team_id, policy, now)
    workspace.portfolio = portfolio_to_json(after)
    night, workspace.refit_at = workspace.refit_at, _next_night(office(workspace, policy), now)
    concerned = _concerned(session, workspace.team_id, policy, before, after) | unseen(session, workspace, now)
    locked = accounts.lock(session, workspace.team_id, concerned)
    settle(session, workspace.team_id, [account.id for account in locked], now, rules=rules)
    keep_in_order(session, workspace, now)
    queue_digests(session, workspace, policy, night, workspace.refit_at, now)
    pulse.ask_if_due(session, workspace.team_id, now)


def _concerned(session: Session, team_id: str, policy: Policy, before: Portfolio, after: Portfolio) -> set[str]:
    """Whose share was or is large enough to matter, or has been called dependence."""
    concerned = set(clocks.ringing(session, team_id, FLAGSHIP))
    for portfolio in (before, after):
        concerned |= {touched.top_account_id for touched in portfolio.owner_touches.values()}
        for currency, total in portfolio.value_minor.items():
            concerned |= set(facts.worth_more(session, team_id, currency, policy.flagship_share * total))
    return concerned


def _next_night(calendar: Calendar, now: datetime) -> datetime:
    tonight = calendar.at(calendar.day(now), NIGHT)
    return tonight if tonight > now else calendar.at(calendar.day(now) + timedelta(days=1), NIGHT)
