"""What somebody hears after a client of theirs is gone: a kind word, and later what the time that is free could do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.policy import Policy
from bot.views.aftermath import Freed, Kindness
from bot.views.post import Post
from bot.weighing import attention_of
from storage import accounts, losses, people
from storage import aftermath as rows
from storage.tables import Account, Loss, Message

KIND_WORD, FREED = "kind_word", "freed"
MOST = 3  # accounts that are named

ShowKindness = Callable[[Kindness], Post]
ShowFreed = Callable[[Freed], Post]


def kind_word(session: Session, message: Message, show: ShowKindness) -> Post | None:
    """The kind word; None where they were not lost after all."""
    found = _still_lost(session, message)
    if found is None:
        return None
    account, _ = found
    reader = people.get(session, message.team_id, message.recipient)
    lead = people.get(session, message.team_id, reader.lead_id) if reader and reader.lead_id else None
    return show(
        Kindness(
            account=account.name,
            since=account.client_since,
            touches=rows.touches_with(session, message.team_id, account.id, message.recipient),
            lead_id=lead.id if lead and not lead.deactivated_at else None,
        )
    )


def freed(session: Session, message: Message, policy: Policy, now: datetime, show: ShowFreed) -> Post | None:
    """Where the time that is free could go; None where none of their accounts gets too little."""
    found = _still_lost(session, message)
    if found is None:
        return None
    account, loss = found
    told = attention_of(session, message.team_id, [message.recipient], policy, now)
    if not told.short:
        return None
    since = (loss.closed_at or now) - timedelta(days=policy.flagship_touch_days)
    touches = rows.touches_with(session, message.team_id, account.id, message.recipient, since)
    return show(Freed(account.name, touches, policy.flagship_touch_days, told.short[:MOST]))


def _still_lost(session: Session, message: Message) -> tuple[Account, Loss] | None:
    loss = losses.get(session, message.team_id, str((message.body or {})["loss"]))
    account = accounts.get(session, message.team_id, loss.account_id) if loss else None
    return (account, loss) if account and loss and loss.state == "lost" else None
