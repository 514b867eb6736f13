"""Takes one leased message to Slack, exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from random import SystemRandom
from typing import TypeVar

import structlog

from bot import directory, metrics
from bot.client import NotOurs
from bot.digest.moments import when as digest_when
from bot.nudges import slack
from bot.nudges.brakes import CHANNEL, HISTORY, OPEN, PERSON, POST, Brakes
from bot.nudges.circles import hearer
from bot.nudges.circuit import Circuit
from bot.nudges.compose import Reader, Views, compose, compose_digest
from bot.nudges.crash import crash_point
from bot.nudges.lease import LEASE, Lease
from bot.nudges.ledger import Ledger
from bot.nudges.plan import NOBODY, within_hours
from bot.nudges.slack import FAILURES, Fate, Trouble, trouble
from bot.nudges.threads import SOON, UNDER, Thread, thread_of
from bot.tend import Tend
from bot.views.post import Post
from storage import sending
from storage.tables import Message

log = structlog.get_logger()

T = TypeVar("T")

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(days=1)
_DOUBLINGS = 12  # beyond these the longest wait is reached anyway


class Unsure(StrEnum):
    """What to do with a message that may have been posted, where the channel's history cannot be read."""

    RESEND = "resend"
    HOLD = "hold"


@dataclass
class Courier:
    """Delivers messages for one process. `dice`: 0 to 1, spreads out what is tried again; `counts`: what happened."""

    tend: Tend
    ledger: Ledger
    unsure: Unsure = Unsure.RESEND
    views: Views = field(default_factory=Views)
    brakes: Brakes = field(default_factory=Brakes)
    circuit: Circuit = field(default_factory=Circuit)
    dice: Callable[[], float] = SystemRandom().random
    counts: Counter[str] = field(default_factory=Counter)

    def deliver(self, message: Message, lease: Lease) -> None:
        """Take a leased message to Slack.

        1. One whose fate is not known is looked for in the channel's history; found, it is marked sent.
        2. Its moment, its recipient and its channel are checked: they may have changed since it was planned.
        3. Its text is put together from the nudges that are still open, and it becomes `ambiguous`, in one transaction.
        4. While the lease holds it is posted, with its id in the metadata; that is looked at again on the way to Slack.
        5. It is marked sent.

        Where the lease does not hold, or this process is about to end, it is given back.
        """
        may_stand = message.state == "ambiguous"
        if not lease.holds():
            self._give_back(message, lease, may_stand=may_stand)
            return
        try:
            self.circuit.check(message.team_id, lease.now())
            if may_stand and self._was_posted(message, lease):
                return
            may_stand = False
            reader = self._reader(message, lease)
            place = self._place(message, reader, lease)
            post = self._make_ready(message, reader, place, lease.now()) if place else None
            if place is None or post is None:
                return
            crash_point("ambiguous")
            if not lease.holds():
                self._give_back(message, lease)
                return
            crash_point("checked")
            ts = self._say(message, place, post, lease)
        except NotOurs:
            self._give_back(message, lease)
            return
        except Trouble as met:
            self._note(message, met, lease.now(), may_stand=may_stand or met.fate is Fate.UNSURE)
            return
        crash_point("posted")
        self.ledger.sent(message, place, ts, lease.now())
        crash_point("sent")
        self.circuit.well(message.team_id)
        self.counts["sent"] += 1
        metrics.message_sent(message.kind, (lease.now() - (message.due_at or message.not_before)).total_seconds())

    def _give_back(self, message: Message, lease: Lease, *, may_stand: bool = False) -> None:
        self.counts["given_back"] += 1
        self.ledger.give_back(message, lease.now(), may_stand=may_stand)

    def _was_posted(self, message: Message, lease: Lease) -> bool:
        """Whether it stands in Slack, or must be taken as if it did; when not, it is ready again."""
        channel = message.channel_id or message.recipient
        since = max(message.created_at, message.not_before)  # it was not posted any sooner
        try:
            self.brakes.check(HISTORY, message.team_id, lease.now())
            client = slack.client_of(self.tend.slack, message.team_id)
            ts = slack.find(client, channel, message.id, since, self._thread(message).ts)
        except Trouble as met:
            if met.fate is not Fate.PERMANENT:
                self.brake(HISTORY, message.team_id, met, lease.now())
                raise
            return self._cannot_tell(message, met)
        if ts is None:
            metrics.ambiguous("resent")
            self.ledger.not_sent(message)
            return False
        self.circuit.well(message.team_id)
        self.counts["found"] += 1
        metrics.ambiguous("found")
        self.ledger.sent(message, channel, ts, lease.now())
        return True

    def _cannot_tell(self, message: Message, met: Trouble) -> bool:
        log.error("outbox.cannot_tell", message_id=message.id, code=met.code, then=self.unsure)
        self.counts[f"unsure_{self.unsure}"] += 1
        if self.unsure is Unsure.HOLD:
            metrics.ambiguous("held")
            self.ledger.hold(message)
            return True
        metrics.ambiguous("resent")
        self.ledger.not_sent(message)
        return False

    def _reader(self, message: Message, lease: Lease) -> Reader:
        """Who reads it, as Slack told within a day: a message to somebody who left would be lost without an error."""
        if message.recipient != NOBODY and not _is_channel(message.recipient):
            ask = partial(directory.person, self.tend, message.team_id, message.recipient)
            self._ask_slack(PERSON, message, lease.now(), ask)
        with self.tend.store.read() as session:
            return Reader.of(session, message)

    def _place(self, message: Message, reader: Reader, lease: Lease) -> str | None:
        """The channel to post in; None when it is not to be said now, or not to them. Raises `Trouble`."""
        now = lease.now()
        at = _when(message, reader, now)
        if at is None:
            self.ledger.replan(message, now)
            return None
        if at > now:
            self.ledger.defer(message, at)
            return None
        if self._thread(message).is_coming:
            self.ledger.put_off(message, now + SOON)
            return None
        if free_at := self.brakes.posts(message.team_id, message.recipient, now):
            self.ledger.put_off(message, free_at)
            return None
        return self.address(message, lease.now())

    def _thread(self, message: Message) -> Thread:
        if UNDER not in (message.body or {}):
            return Thread()
        with self.tend.store.read() as session:
            return thread_of(session, message)

    def address(self, message: Message, now: datetime) -> str:
        """The channel of a message's recipient. Raises `Trouble` where nothing may be said, or Slack cannot tell."""
        whose = (self.tend, message.team_id, message.recipient)
        if not _is_channel(message.recipient):
            return self._ask_slack(OPEN, message, now, partial(directory.open_dm, *whose))
        channel = self._ask_slack(CHANNEL, message, now, partial(directory.channel, *whose))
        if channel.is_ext_shared:
            raise Trouble("externally_shared", Fate.PERMANENT, is_meant=self.ledger.is_for_clients(message))
        if channel.is_archived:
            raise Trouble("is_archived", Fate.PERMANENT)
        if not channel.is_member:
            raise Trouble("not_in_channel", Fate.PERMANENT)
        return channel.id

    def _ask_slack(self, method: str, message: Message, now: datetime, ask: Callable[[], T]) -> T:
        """Raises `Trouble`; nothing was posted, whatever went wrong."""
        self.brakes.check(method, message.team_id, now)
        try:
            return ask()
        except FAILURES as error:
            met = trouble(error)
            self.brake(method, message.team_id, met, now)
            raise Trouble(met.code, Fate.PASSING if met.fate is Fate.UNSURE else met.fate, met.wait) from error

    def _make_ready(self, message: Message, reader: Reader, place: str, now: datetime) -> Post | None:
        """Put it together while nothing of it can change; a digest before, as that takes long and changes nothing."""
        digest = self._digest(message, reader, now) if message.kind == "digest" else None
        with self.tend.store.write() as session:
            row = sending.lock_mine(session, message.team_id, message.id, self.ledger.by)
            if row is None:
                return None
            post = digest if row.kind == "digest" else compose(session, reader, row, now, self.views)
            row.state = "dropped" if post is None else "ambiguous"
            row.channel_id, row.revise_at = place, None
            crash_point("composed")
        return post

    def _digest(self, message: Message, reader: Reader, now: datetime) -> Post | None:
        with self.tend.store.read() as session:
            return compose_digest(session, reader, message, now, self.views)

    def _say(self, message: Message, place: str, post: Post, lease: Lease) -> str:
        """Raises `Trouble`, and `NotOurs`."""

        def ours() -> bool:
            crash_point("connected")
            return self.ledger.holds(message) and lease.holds()

        now = lease.now()
        try:
            self.brakes.check(POST, message.team_id, now)
            client = slack.client_of(self.tend.slack, message.team_id).asking(ours)
            return slack.say(client, place, post, message.id, self._thread(message).ts)
        except Trouble as met:
            self.brake(POST, message.team_id, met, now)
            raise
        finally:
            self.brakes.posted(message.team_id, message.recipient, lease.now())

    def brake(self, method: str, team_id: str, met: Trouble, now: datetime) -> None:
        """Wait with a method of Slack's for as long as it told us to, if it did."""
        if met.fate is Fate.LIMITED:
            self.brakes.wait(method, team_id, now + met.wait)

    def _note(self, message: Message, met: Trouble, now: datetime, *, may_stand: bool) -> None:
        self.counts[met.fate] += 1
        metrics.retry(met.fate)
        log.log(met.level, "outbox.trouble", message_id=message.id, code=met.code, fate=met.fate)
        if met.fate is Fate.PERMANENT:
            self.circuit.well(message.team_id)
            self.ledger.set_aside(message, met, now)
        elif met.fate is Fate.REVOKED:
            self.ledger.put_off(message, now, may_stand=may_stand)
            self.ledger.fall_asleep(message.team_id, met.code, now)
            self.circuit.rest(message.team_id, now + LEASE)
        elif met.fate is Fate.LIMITED:
            self.ledger.put_off(message, now + met.wait, may_stand=may_stand)
        else:
            self.circuit.failed(message.team_id, now)
            self.ledger.put_off(message, now + self._wait(message.attempts), may_stand=may_stand, attempts=1)

    def _wait(self, attempts: int) -> timedelta:
        longest: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, _DOUBLINGS))
        return longest * (0.5 + self.dice() / 2)


def _is_channel(recipient: str) -> bool:
    return recipient.startswith(("C", "G"))


def _when(message: Message, reader: Reader, now: datetime) -> datetime | None:
    """When a message may be said to its reader; None when it is to be planned anew."""
    if message.kind == "daily":
        return now if _is_day(message, reader, now) else None
    if message.kind == "digest" and reader.person:
        return digest_when(hearer(reader.person, reader.policy), reader.policy, now)
    if message.kind == "urgent" or (message.body or {}).get("at_once"):  # this answers what somebody just did
        return now
    return within_hours(reader.calendar, now, reader.policy)


def _is_day(message: Message, reader: Reader, now: datetime) -> bool:
    """Whether a day's message may be said now: its reader is there, and it is after their hour and within the day."""
    if message.recipient == NOBODY:
        return False
    policy = reader.policy
    who = hearer(reader.person, policy) if reader.person else None
    hour = who.hour(policy) if who else policy.daily_hour
    if not reader.calendar.in_hours(now, (hour, max(policy.working_hours[1], hour + 1))):
        return False
    return who is None or not who.absence(reader.calendar.day(now))
