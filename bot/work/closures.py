"""Days on which a client is closed: they count for no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot.work import desk
from bot.work.deed import Deed, Refused
from storage import account_parts, closures
from storage.tables import Account

Span = tuple[date, date]
MOST = 40
LONGEST_DAYS = 366


def change(session: Session, deed: Deed, account: Account, spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Make these the days when a client is closed, by leave of the caller; what was known before, and what is now.

    The account is locked, settling is the caller's. Raises `Refused`.
    """
    days = checked(spans)
    known = account_parts.closures(session, deed.team_id, [account.id]).get(account.id, [])
    before = [(closure.first_on, closure.last_on) for closure in known]
    if before != days:
        closures.put(session, deed.team_id, account.id, days)
        desk.record(
            session,
            deed,
            "account.closures",
            account_id=account.id,
            subject_id=account.id,
            before={"closures": _plain(before)},
            after={"closures": _plain(days)},
        )
    return before, days


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
