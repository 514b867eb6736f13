"""Touches that log themselves in a channel that is shared with the client (MISSION B6).

A message by one of theirs counts as from the client, one of ours as to the client, both on a day as two-way: one touch
a day, where the account's days are. No text is kept unless the account has that switched on. Nothing is ever posted.
What somebody logs of such a message by themselves goes to the touch of its day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import directory
from bot.intake.exchange import added, first_words, together
from bot.policy import Direction, Kind
from bot.tend import Tend
from bot.work import meetings, touches
from bot.work import newcomers as work
from bot.work.deed import AlreadyDone, Deed, Repeated
from bot.work.sources import Source, listens
from bot.work.touches import NewTouch, TouchLogged
from storage import account_parts, accounts, contacts, erasure, newcomers
from storage import touches as touch_rows
from storage.engine import Store
from storage.tables import Account, Contact, Person, Touch


@dataclass(frozen=True, slots=True)
class Said:
    """A message that somebody wrote in a channel. `at`: aware UTC."""

    channel_id: str
    person_id: str
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class _News:
    """What a message tells that is not on record: a touch, somebody new, or both."""

    account_id: str
    touch: NewTouch | None
    newcomer: bool


def is_counted(store: Store, team_id: str, channel_id: str) -> bool:
    """Whether messages in a channel are looked at: it is linked to an account that listens."""
    with store.read() as session:
        account = accounts.by_channel(session, team_id, channel_id)
    return account is not None and listens(account, Source.CHANNEL)


def hear(tend: Tend, team_id: str, said: Said) -> None:
    """Count a message. The same one again, and one that adds nobody to the day, change nothing.

    Slack is asked about a person once a day, and about a channel when there is something to count. Raises
    `LookUpFailed` where it cannot tell: then nothing is counted, and the next message asks again.
    """
    speaker = directory.person(tend, team_id, said.person_id)
    with tend.store.read() as session:
        news = _news(session, team_id, said, speaker)
    if news is None or not directory.channel(tend, team_id, said.channel_id).has_others:
        return
    deed = Deed(team_id, None, tend.now())
    if news.touch is not None:
        _count(tend.store, deed, news.touch)
    if news.newcomer:
        work.meet(tend.store, deed, news.account_id, said.person_id)


def logs_itself(tend: Tend, team_id: str, channel_id: str) -> bool:
    """Whether what is written in a channel reaches us and counts. Raises what a look at it in Slack raises."""
    if not is_counted(tend.store, team_id, channel_id):
        return False
    channel = directory.channel(tend, team_id, channel_id)
    return channel.has_others and channel.is_member


def of_day(session: Session, team_id: str, channel_id: str, at: datetime) -> Touch | None:
    """The touch that a linked channel made on the day of a moment, while it counts for the channel's account."""
    account = accounts.by_channel(session, team_id, channel_id)
    known = touch_rows.by_external_id(session, team_id, Source.CHANNEL, _day(session, account, at)) if account else None
    return known if account and known and _counts(known, account) else None


def tell(store: Store, deed: Deed, channel_id: str, said: NewTouch) -> TouchLogged:
    """Log a message of a channel that logs itself: it adds to the touch of its day, or makes it, and counts once.

    What is no message, is of another account, or of a day whose touch was taken back, is a touch of its own.
    Raises `Refused`, and `Repeated` for the same request.
    """
    with store.read() as session:
        day = _told_of(session, deed.team_id, channel_id, said)
    if day is None:
        return touches.log(store, deed, said)
    try:
        return touches.log(store, deed, replace(said, source=str(Source.CHANNEL), external_id=day))
    except Repeated:
        raise
    except AlreadyDone as done:
        return touches.join(store, deed, str(done.result_id), partial(added, said=said))


def _told_of(session: Session, team_id: str, channel_id: str, said: NewTouch) -> str | None:
    """The name of the day that a message belongs to; None: to none."""
    account = accounts.by_channel(session, team_id, channel_id)
    if account is None or account.id != said.account_id or said.kind is not Kind.MESSAGE:
        return None
    day = _day(session, account, said.occurred_at)
    known = touch_rows.by_external_id(session, team_id, Source.CHANNEL, day)
    return day if known is None or _counts(known, account) else None


def _counts(touch: Touch, account: Account) -> bool:
    """Whether a touch was neither undone nor moved to another account."""
    return touch.undone_at is None and touch.account_id == account.id


def _day(session: Session, account: Account, at: datetime) -> str:
    """The name under which a day's touch is known. Of several linked channels, the first stands for all."""
    first = account_parts.channels(session, account.team_id, [account.id])[account.id][0]
    return f"{first}:{at.astimezone(meetings.zone_of(session, account)).date()}"


def _count(store: Store, deed: Deed, heard: NewTouch) -> None:
    try:
        touches.log(store, deed, heard)
    except AlreadyDone as done:
        touches.amend(store, deed, str(done.result_id), partial(together, heard=heard))


def _news(session: Session, team_id: str, said: Said, speaker: Person) -> _News | None:
    account = accounts.by_channel(session, team_id, said.channel_id)
    if account is None or not listens(account, Source.CHANNEL):
        return None
    contact = contacts.known_as(session, team_id, account.id, speaker.id, speaker.email)
    direction = _direction(session, account, speaker, contact)
    if direction is None:
        return None
    heard = _touch(session, account, said, direction, contact)
    newcomer = direction is Direction.FROM_CLIENT and contact is None and _is_new(session, account, speaker)
    adds = _adds(session, account, heard)
    return _News(account.id, heard if adds else None, newcomer) if adds or newcomer else None


def _direction(session: Session, account: Account, speaker: Person, contact: Contact | None) -> Direction | None:
    """Whose a message is; None for bots, and for guests of whom nobody knows whose people they are."""
    if speaker.is_bot:
        return None
    if contact is not None or speaker.is_stranger or _is_of_theirs(session, account, speaker.email):
        return Direction.FROM_CLIENT
    return None if speaker.is_guest else Direction.TO_CLIENT


def _is_of_theirs(session: Session, account: Account, email: str | None) -> bool:
    owner = account_parts.by_domain(session, account.team_id, email.rpartition("@")[2]) if email else None
    return owner is not None and owner.id == account.id


def _is_new(session: Session, account: Account, speaker: Person) -> bool:
    """Whether somebody was never offered as a contact there, and did not ask to be forgotten."""
    was_offered = newcomers.get(session, account.team_id, account.id, speaker.id) is not None
    return not was_offered and not erasure.was_erased(session, account.team_id, speaker.id)


def _touch(session: Session, account: Account, said: Said, direction: Direction, contact: Contact | None) -> NewTouch:
    """The touch that a message makes by itself."""
    return NewTouch(
        account_id=account.id,
        kind=Kind.MESSAGE,
        direction=direction,
        occurred_at=said.at,
        note=first_words(said.text) if account.keeps_text else "",
        people=[said.person_id] if direction is Direction.TO_CLIENT else [],
        contacts=[contact.id] if contact else [],
        source=str(Source.CHANNEL),
        external_id=_day(session, account, said.at),
    )


def _adds(session: Session, account: Account, heard: NewTouch) -> bool:
    """Whether a message adds anybody to its day. A touch that was undone, or moved to another account, stays so."""
    known = touch_rows.by_external_id(session, account.team_id, heard.source, heard.external_id or "")
    if known is None:
        return True
    if not _counts(known, account):
        return False
    stands = touches.standing(session, known)
    return together(stands, heard) != stands
