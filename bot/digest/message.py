"""What a digest tells at the moment when it is sent: its reader may have asked for another by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.digest import readers
from bot.digest.gather import Gathering
from bot.digest.moments import KINDS_OF, MONTH, WEEK
from bot.digest.readers import About
from bot.nudges.circles import hearer
from bot.policy import Policy
from bot.preferences import Event, Frequency
from bot.views.digest.told import Digest, Whose
from bot.worktime import Calendar
from storage import outbox
from storage.tables import Message, Person, Workspace

_LONGEST = {WEEK: timedelta(days=28), MONTH: timedelta(days=92)}  # what was longer ago is no news


def told(
    session: Session,
    workspace: Workspace,
    policy: Policy,
    person: Person | None,
    calendar: Calendar,
    message: Message,
    now: datetime,
) -> Digest | None:
    """The digest that a message carries to its reader; None: there is nothing to say, or not to them any more.

    `person`: None for a channel; `calendar`: the reader's.
    """
    kind, _, _ = message.slot.partition(":")
    about = _about(session, workspace, policy, person, message.recipient, kind)
    if about is None:
        return None
    since = _since(session, calendar, message, kind, now)
    digest = Gathering(session, message.team_id, about, policy, calendar, since, now, kind == MONTH).digest()
    if not _is_worth_a_word(digest, person):
        return None
    return replace(digest, in_channel=person is None, often=_often(policy, person, message.recipient))


def usual_since(calendar: Calendar, kind: str, now: datetime) -> datetime:
    """From when on a digest tells where none was sent before: a week ago, or the begin of the month before."""
    if kind == WEEK:
        return now - timedelta(weeks=1)
    return calendar.start_of((calendar.day(now).replace(day=1) - timedelta(days=1)).replace(day=1))


def _about(
    session: Session, workspace: Workspace, policy: Policy, person: Person | None, recipient: str, kind: str
) -> About | None:
    is_asked = kind in KINDS_OF[_often(policy, person, recipient)]
    if person is None:
        return readers.of_channel(session, workspace, recipient) if is_asked else None
    return readers.of_person(session, person) if is_asked and readers.is_lead(session, person, policy) else None


def _often(policy: Policy, person: Person | None, recipient: str) -> Frequency:
    if person is None:
        return readers.often(policy, recipient)
    return hearer(person, policy).preferences.how_often(Event.DIGEST)


def _since(session: Session, calendar: Calendar, message: Message, kind: str, now: datetime) -> datetime:
    last = outbox.last_sent(session, message.team_id, message.recipient, f"{kind}:")
    return max(last, now - _LONGEST[kind]) if last else usual_since(calendar, kind, now)


def _is_worth_a_word(digest: Digest, person: Person | None) -> bool:
    """A lead with accounts always gets theirs, if it is but a line; a channel, where something waits or happened."""
    if person is not None:
        return digest.accounts > 0 or digest.changes.any
    if digest.whose is Whose.ACCOUNT:
        return bool(digest.waiting or digest.changes.answered or digest.changes.settled)
    return bool(digest.waiting or digest.changes.any)
