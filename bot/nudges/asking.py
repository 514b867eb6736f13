"""Asks people: one message for all views that a round would like of them, within their own hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot.nudges.circles import hearer
from bot.nudges.plan import within_hours
from bot.policy import Policy
from storage import outbox, people
from storage.tables import Campaign

VIEWS = "litmus"  # of a notice: views are asked for
PULSE = "pulse"  # of a notice: an owner is asked what they would worry about


def slot(about: str, campaign_id: str) -> str:
    """The slot of what somebody is asked in a round."""
    return f"{about}:{campaign_id}"


def ask_for_views(
    session: Session, campaign: Campaign, asked: Collection[str], policy: Policy, now: datetime, about: str = VIEWS
) -> None:
    """Queue a message to everybody who is asked in a round."""
    known = people.many(session, campaign.team_id, asked)
    rows = [
        {
            "recipient": one.id,
            "slot": slot(about, campaign.id),
            "body": {"about": about, "campaign": campaign.id},
            "not_before": within_hours(hearer(one, policy).calendar, now, policy),
        }
        for one in known.values()
    ]
    outbox.queue(session, campaign.team_id, "notice", sorted(rows, key=lambda row: str(row["recipient"])), now)
