"""What a message says, put together from its open nudges at the moment when it is sent or revised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.digest import message as digests
from bot.gather import policy_of
from bot.nudges import aftermath, litmus, never_again, newcomers, remarks, rescues, welcome
from bot.nudges.cards import cards
from bot.nudges.circles import hearer, office
from bot.policy import Policy
from bot.views import nudges as shown
from bot.views.aftermath import Freed, Kindness, freed, kindness
from bot.views.card import Card
from bot.views.digest import Digest, digest
from bot.views.never_again import Word
from bot.views.never_again import post as never_again_post
from bot.views.newcomers import Offer, offer
from bot.views.post import Post
from bot.views.remarks import RemarkShown, answered
from bot.views.rescues import RescueShown, ReviewShown, board_for, reviewed
from bot.views.welcome import Begun
from bot.views.welcome import welcome as welcome_post
from bot.worktime import Calendar
from storage import outbox, people, welcomes, workspaces
from storage.tables import Message, Person, Workspace

_EXPLAINS = "explains"  # in a day's message: that it says why it comes


@dataclass(frozen=True)
class Views:
    """How messages look: functions of `bot.views`."""

    daily: Callable[[Sequence[Card], int, bool], Post] = shown.daily
    channel_post: Callable[[Sequence[Card]], Post] = shown.channel_post
    notice: Callable[[dict[str, Any]], Post] = shown.notice
    digest: Callable[[Digest], Post] = digest
    newcomers: Callable[[Offer], Post] = offer
    remark: Callable[[RemarkShown], Post] = answered
    rescue: Callable[[RescueShown, str], Post] = board_for
    rescue_review: Callable[[ReviewShown], Post] = reviewed
    welcome: Callable[[Begun], Post] = welcome_post
    never_again: Callable[[Word], Post] = never_again_post
    kindness: Callable[[Kindness], Post] = kindness
    freed: Callable[[Freed], Post] = freed


@dataclass(frozen=True)
class Reader:
    """Who reads a message, and the ways of their workspace. `person`: None for a channel, or somebody unknown."""

    workspace: Workspace
    policy: Policy
    person: Person | None

    @classmethod
    def of(cls, session: Session, message: Message) -> Reader:
        """The reader of a message. Raises `LookupError` for an unknown workspace."""
        workspace = workspaces.get(session, message.team_id)
        if workspace is None:
            raise LookupError(f"no workspace {message.team_id}")
        return cls(workspace, policy_of(workspace), people.get(session, message.team_id, message.recipient))

    @property
    def calendar(self) -> Calendar:
        """Their own calendar, else the workspace's."""
        return hearer(self.person, self.policy).calendar if self.person else office(self.workspace, self.policy)


def compose(session: Session, reader: Reader, message: Message, now: datetime, views: Views) -> Post | None:
    """A message that is about to be sent; None when nothing of it is left to say. Answered nudges leave it for good."""
    if message.kind == "notice":
        return _notice(session, reader, message, now, views)
    carried = _cards(session, reader, message, now)
    answered = [card.nudge_id for card in carried if card.closed_why]
    if answered:
        outbox.unhang(session, message.team_id, message.id, answered)
    still_open = [card for card in carried if not card.closed_why]
    _explain_the_first(session, message)
    return _carrying(reader, message, still_open, views) if still_open else None


def compose_again(session: Session, reader: Reader, message: Message, now: datetime, views: Views) -> Post | None:
    """A posted message as it should read now: the same cards, the answered ones with how; None for a mere notice."""
    if _about(message) == newcomers.ABOUT:
        return newcomers.compose_again(session, message, views.newcomers)
    if _about(message) == welcome.ABOUT:
        return welcome.compose_again(message, views.welcome)
    if _about(message) in litmus.ABOUT:
        return litmus.compose(session, message)
    if _about(message) == never_again.ABOUT:
        return never_again.compose(session, message, views.never_again)
    if _about(message) == rescues.ABOUT:
        return _rescue(session, message, now, views)
    carried = _cards(session, reader, message, now)
    return _carrying(reader, message, carried, views) if carried else None


def compose_digest(session: Session, reader: Reader, message: Message, now: datetime, views: Views) -> Post | None:
    """A digest that is about to be sent; None when there is nothing to say. It takes its time, and changes nothing."""
    told = digests.told(session, reader.workspace, reader.policy, reader.person, reader.calendar, message, now)
    return views.digest(told) if told else None


def _notice(session: Session, reader: Reader, message: Message, now: datetime, views: Views) -> Post | None:
    if _about(message) == newcomers.ABOUT:
        return newcomers.compose(session, message, views.newcomers)
    if _about(message) == welcome.ABOUT:
        return welcome.compose(session, message, views.welcome)
    if _about(message) == remarks.ABOUT:
        return remarks.compose(session, message, views.remark)
    if _about(message) in litmus.ABOUT:
        return litmus.compose(session, message)
    if _about(message) == never_again.ABOUT:
        return never_again.compose(session, message, views.never_again)
    if _about(message) == aftermath.KIND_WORD:
        return aftermath.kind_word(session, message, views.kindness)
    if _about(message) == aftermath.FREED:
        return aftermath.freed(session, message, reader.policy, now, views.freed)
    if _about(message) == rescues.ABOUT:
        return _rescue(session, message, now, views)
    return views.notice(message.body or {})


def _rescue(session: Session, message: Message, now: datetime, views: Views) -> Post | None:
    if rescues.is_review(message):
        return rescues.compose_review(session, message, views.rescue_review)
    return rescues.compose(session, message, now, views.rescue)


def _about(message: Message) -> str:
    return str((message.body or {}).get("about", ""))


def _explain_the_first(session: Session, message: Message) -> None:
    """The first day's message that somebody gets as an owner says why it comes, now and whenever it is revised."""
    links = outbox.carried(session, message.team_id, message.id)
    is_owners = message.kind == "daily" and any(link.heard_as == "owner" for link in links)
    if is_owners and not welcomes.was_told_as_owner(session, message.team_id, message.recipient):
        message.body = {_EXPLAINS: True}


def _cards(session: Session, reader: Reader, message: Message, now: datetime) -> list[Card]:
    links = outbox.carried(session, message.team_id, message.id)
    told = cards(session, message.team_id, links, now, reader.calendar.zone)
    return [replace(card, reader_id=message.recipient) for card in told]


def _carrying(reader: Reader, message: Message, carried: Sequence[Card], views: Views) -> Post:
    if message.kind in ("post", "urgent"):
        return views.channel_post(carried)
    budget = reader.policy.budget
    explains = bool((message.body or {}).get(_EXPLAINS))
    return views.daily(carried[:budget], len(carried[budget:]), explains)
