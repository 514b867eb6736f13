"""Who of ours alone knows anybody senior, read for a Home tab and for whoever asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.gather import talks_of
from bot.policy import Policy
from bot.views.home.bus import NAMES, PEOPLE, Bus, Sole
from storage import people, portfolio
from storage.portfolio import Owners


def bus_of(session: Session, team_id: str, owners: Owners, policy: Policy, now: datetime) -> Bus:
    """On whom alone senior lines hang, of the accounts of some owners or of all (None)."""
    since, talks = now - timedelta(days=policy.single_thread_days), talks_of(policy)
    sole, total = portfolio.sole_lines(session, team_id, owners, talks, since, people=PEOPLE, names=NAMES)
    known = people.many(session, team_id, [one.person_id for one in sole])
    return Bus([Sole(known[one.person_id].name, one.accounts, one.names) for one in sole], total)
