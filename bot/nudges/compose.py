"""What a message says, put together from its open nudges at the moment when it is sent or revised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.nudges.cards import cards
from bot.nudges.circles import zone
from bot.policy import Policy
from bot.views import nudges as shown
from bot.views.card import Card
from bot.views.post import Post
from storage import nudges, outbox, people
from storage.tables import Message, Workspace


@dataclass(frozen=True)
class Views:
    """How messages look: the functions of `bot.views.nudges`."""

    daily: Callable[[Sequence[Card], int], Post] = shown.daily
    channel_post: Callable[[Sequence[Card]], Post] = shown.channel_post
    notice: Callable[[dict[str, Any]], Post] = shown.notice


def compose(
    session: Session, workspace: Workspace, policy: Policy, message: Message, now: datetime, views: Views
) -> Post | None:
    """A message that is about to be sent; None when nothing of it is left to say. Answered nudges leave it for good."""
    if message.kind == "notice":
        return views.notice(message.body or {})
    links = outbox.carried(session, message.team_id, message.id)
    carried = nudges.many(session, message.team_id, [link.nudge_id for link in links])
    closed = [link.nudge_id for link in links if carried[link.nudge_id].closed_at is not None]
    outbox.unhang(session, message.team_id, message.id, closed)
    if len(closed) == len(links):
        return None
    return _carrying(session, workspace, policy, message, now, views)


def compose_again(
    session: Session, workspace: Workspace, policy: Policy, message: Message, now: datetime, views: Views
) -> Post | None:
    """A posted message as it should read now: the same cards, the answered ones with how; None for a mere notice."""
    if message.kind == "notice":
        return None
    return _carrying(session, workspace, policy, message, now, views)


def _carrying(
    session: Session, workspace: Workspace, policy: Policy, message: Message, now: datetime, views: Views
) -> Post:
    reader = people.get(session, message.team_id, message.recipient)
    links = outbox.carried(session, message.team_id, message.id)
    all_cards = cards(session, message.team_id, links, now, zone(reader.tz if reader else workspace.tz))
    if message.kind == "post":
        return views.channel_post(all_cards)
    return views.daily(all_cards[: policy.budget], len(all_cards[policy.budget :]))
