"""How many digests channels got in a month, and would have got with other settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.digest import readers
from bot.digest.moments import MONTH as MONTHLY
from bot.digest.moments import WEEK as WEEKLY
from bot.digest.moments import Mornings
from bot.lately.change import MONTH, Change
from bot.lately.figures import Figure
from bot.policy import Policy
from storage import hearing

_Said = tuple[str, str]  # to which channel, in which slot


def digests(session: Session, change: Change) -> Figure:
    """What was sent and they would still hear, with what would have come beside it to the channels of today."""
    sent = {one for one in hearing.digests(session, change.team_id, change.now - MONTH) if one[0][0] in "CG"}
    kept = {(to, slot) for to, slot in sent if readers.hears(change.after, to, slot.partition(":")[0])}
    more = {*_planned(session, change, change.after)} - {*_planned(session, change, change.before)}
    return Figure(len(sent), len(kept | more))


def _planned(session: Session, change: Change, policy: Policy) -> Iterator[_Said]:
    mornings = Mornings(change.office, change.office, policy.daily_hour)
    for kind in (WEEKLY, MONTHLY):
        slots = moments(mornings, kind, change.now)
        for channel_id in readers.channels(session, change.workspace, policy, kind, change.now):
            yield from ((channel_id, slot) for slot in slots)


def moments(mornings: Mornings, kind: str, now: datetime) -> set[str]:
    """The slots of the digests of a kind that came to a reader in the month up to a moment."""
    moment_of = mornings.week if kind == WEEKLY else mornings.month
    days = (mornings.reader.day(now - timedelta(days=back)) for back in range(MONTH.days + 1))
    return {found.slot for found in map(moment_of, days) if found and now - MONTH < found.at <= now}
