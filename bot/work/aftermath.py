"""What begins with a loss: a win-back, a kind word to the owner, and a thought for their other clients."""

from __future__ import annotations

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.aftermath import FREED, KIND_WORD
from bot.nudges.circles import hearer
from bot.work import desk, winbacks
from bot.work.deed import Deed
from storage import outbox, people
from storage.tables import Account, Loss

FREED_DAYS = 5  # working days after a loss, until somebody hears what the time that is free could do


def begin(session: Session, deed: Deed, account: Account, loss: Loss) -> None:
    """Begin what follows on a loss. The account is held, the caller settles."""
    winbacks.open_for(session, deed, account, loss.id)
    owner = people.get(session, deed.team_id, account.owner_id) if account.owner_id else None
    policy = policy_of(desk.workspace(session, deed.team_id))
    told = hearer(owner, policy) if owner else None
    if told is None or not told.is_here:
        return
    morning = told.calendar.next_morning(deed.now, told.hour(policy))
    later = told.calendar.add_working_days(morning, FREED_DAYS)
    for about, at in ((KIND_WORD, morning), (FREED, told.calendar.next_morning(later, told.hour(policy)))):
        outbox.notify(session, deed.team_id, told.id, f"{about}:{loss.id}", {"about": about, "loss": loss.id}, at)
