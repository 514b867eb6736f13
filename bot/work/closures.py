"""Days on which a client is closed: they count for no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.nudges.settle import ClockMove, settle
from bot.work import desk
from bot.work.deed import Deed, Refused
from storage import account_parts, closures
from storage.engine import Store
from storage.tables import Account

Span = tuple[date, date]
MOST = 40
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class ClosuresChanged:
    """An account, when it was closed as far as was known, when it is now, and the clocks that moved."""

    account: Account
    before: list[Span]
    after: list[Span]
    moves: list[ClockMove]


def put(store: Store, deed: Deed, account_id: str, spans: Sequence[Span]) -> ClosuresChanged:
    """Make these the days when a client is closed, both ends included. Raises `Refused` and `AlreadyDone`."""
    days = checked(spans)
    with store.write() as session:
        desk.begin(session, deed, account_id)
        account = desk.hold(session, deed, account_id)
        known = account_parts.closures(session, deed.team_id, [account_id]).get(account_id, [])
        before = [(closure.first_on, closure.last_on) for closure in known]
        moves: list[ClockMove] = []
        if before != days:
            closures.put(session, deed.team_id, account_id, days)
            desk.record(
                session,
                deed,
                "account.closures",
                account_id=account_id,
                subject_id=account_id,
                before={"closures": _plain(before)},
                after={"closures": _plain(days)},
            )
            moves = settle(session, deed.team_id, [account_id], deed.now, by=deed.person_id)
    return ClosuresChanged(account, before, days, moves)


def checked(spans: Sequence[Span]) -> list[Span]:
    """The days as they are kept. Raises `Refused` where they cannot be."""
    if len(spans) > MOST:
        raise Refused(f"That is {len(spans)} closures; {MOST} is the most that can be kept.")
    for first, last in spans:
        if last < first:
            raise Refused(f"The closure ends on {last} before it begins on {first}; swap the days.")
        if (last - first).days > LONGEST_DAYS:
            raise Refused(f"A closure from {first} to {last} is longer than a year; check the years.")
    by_first = {first: max(last for start, last in spans if start == first) for first, _ in spans}
    return sorted(by_first.items())


def _plain(spans: Sequence[Span]) -> list[str]:
    return [f"{first}..{last}" for first, last in spans]
