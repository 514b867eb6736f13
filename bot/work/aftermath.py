"""What begins with a loss: a win-back, a look at all others, a kind word to the owner, a thought for their clients."""

from __future__ import annotations

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.aftermath import FREED, KIND_WORD
from bot.nudges.circles import hearer
from bot.work import desk, winbacks
from bot.work.campaigns import begin_campaign
from bot.work.deed import Deed
from storage import campaigns, lessons, outbox, people
from storage.tables import Account, Loss

SWEEP = "A client left us, so we listen to all the others now."


def begin(session: Session, deed: Deed, account: Account, loss: Loss) -> None:
    """Begin what follows on a loss. The account is held, the caller settles."""
    winbacks.open_for(session, deed, account, loss.id)
    _sweep(session, deed)
    owner = people.get(session, deed.team_id, account.owner_id) if account.owner_id else None
    policy = policy_of(desk.workspace(session, deed.team_id))
    told = hearer(owner, policy) if owner else None
    if told is None or not told.is_here:
        return
    morning = told.calendar.next_morning(deed.now, told.hour(policy))
    later = told.calendar.add_working_days(morning, policy.freed_days)
    for about, at in ((KIND_WORD, morning), (FREED, told.calendar.next_morning(later, told.hour(policy)))):
        outbox.notify(session, deed.team_id, told.id, f"{about}:{loss.id}", {"about": about, "loss": loss.id}, at)


def _sweep(session: Session, deed: Deed) -> None:
    """Have all other accounts tested, where there are any and no campaign is under way."""
    is_under_way = any(one.closed_at is None for one in campaigns.newest(session, deed.team_id, "campaign"))
    if not is_under_way and lessons.keepers(session, deed.team_id):
        begin_campaign(session, deed, why=SWEEP)
