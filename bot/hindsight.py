"""Hindsight on an account that was lost, read from the database."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.backtest import load
from bot.backtest.hindsight import Hindsight, look_back
from bot.facts import Portfolio
from bot.gather import portfolio_from_json
from bot.policy import Policy
from storage import workspaces


def of_account(session: Session, team_id: str, account_id: str, policy: Policy, now: datetime) -> Hindsight | None:
    """Replay a lost account; None where it is not lost, or nothing is on record of it.

    What the portfolio was like then is not counted again: how usual a silence is, is taken as it is today, and shares
    of value and of touches are left out.
    """
    past = next(iter(load.pasts(session, team_id, [account_id])), None)
    if past is None or past.lost_on is None or not past.touches:
        return None
    workspace = workspaces.get(session, team_id)
    kept = portfolio_from_json(workspace.portfolio if workspace else {})
    known = Portfolio(usual_log_gap=kept.usual_log_gap)
    return look_back(past, past.lost_on, policy, known, now)
