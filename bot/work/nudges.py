"""Nudges: what people do about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlmodel import Session

from bot.nudges import words
from bot.nudges.settle import ClockMove, settle
from bot.work import checks, desk, touches
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.permission import allow
from storage import clocks, contacts, homes, nudges, people, revisions, votes
from storage.engine import Store
from storage.tables import Account, Clock, Nudge


@dataclass(frozen=True, slots=True)
class Snoozed:
    """An account of which one clock or all are quiet until a day; `in_a_row`: how often by now, by rule."""

    account: Account
    until: date
    in_a_row: Mapping[str, int]
    moves: list[ClockMove]


@dataclass(frozen=True, slots=True)
class Taken:
    """A nudge that somebody sees to."""

    nudge: Nudge
    account: Account
    moves: list[ClockMove]


def snooze(store: Store, deed: Deed, nudge_id: str, until: date, reason: str = "") -> Snoozed:
    """Put one nudge aside until the start of a day, in the time zone of whoever does it.

    From the second time in a row a reason is needed. Raises `Refused` and `AlreadyDone`.
    """
    with store.write() as session:
        desk.begin(session, deed, nudge_id)
        allow(session, deed, "account.snooze")
        nudge, account = _held(session, deed, nudge_id)
        clock = clocks.get(session, deed.team_id, account.id, nudge.rule, nudge.subject)
        if clock is None:
            raise Refused("What this was about no longer applies, so there is nothing to snooze.")
        return _snooze(session, deed, account, [clock], until, reason)


def snooze_account(store: Store, deed: Deed, account_id: str, until: date, reason: str = "") -> Snoozed:
    """Put everything about an account aside until the start of a day. Raises `Refused` and `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, account_id)
        allow(session, deed, "account.snooze")
        account = desk.hold(session, deed, account_id)
        watching = clocks.of(session, deed.team_id, [account_id]).get(account_id, {})
        if not watching:
            raise Refused(f"Nothing watches {account.name}, so there is nothing to snooze.")
        return _snooze(session, deed, account, watching.values(), until, reason)


def unsnooze_account(store: Store, deed: Deed, account_id: str) -> list[ClockMove]:
    """Let everything about an account speak again. Raises `Refused` when nothing was quiet, and `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, account_id)
        allow(session, deed, "account.unsnooze")
        account = desk.hold(session, deed, account_id)
        if not clocks.unsnooze(session, deed.team_id, account_id):
            raise Refused(f"Nothing about {account.name} is snoozed.")
        session.flush()
        desk.record(session, deed, "account.unsnooze", account_id=account_id, subject_id=account_id)
        return settle(session, deed.team_id, [account_id], deed.now, by=deed.person_id)


def take(store: Store, deed: Deed, nudge_id: str) -> Taken:
    """Note that whoever does it will see to a nudge: it was of use to them, unless they said otherwise.

    Raises `Refused`, and `AlreadyDone` when they had it already.
    """
    with store.write() as session:
        desk.begin(session, deed, nudge_id)
        allow(session, deed, "nudge.take")
        nudge, account = _held(session, deed, nudge_id)
        taker = _doer(deed)
        if nudge.taken_by == taker:
            raise AlreadyDone(nudge_id)
        before = nudge.taken_by
        nudges.take(nudge, taker, deed.now)
        votes.imply(session, deed.team_id, nudge_id, taker, deed.now)
        revisions.ask(session, deed.team_id, [nudge_id])
        desk.record(
            session,
            deed,
            "nudge.take",
            account_id=account.id,
            subject_id=nudge_id,
            before={"taken_by": before},
            after={"taken_by": taker},
        )
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return Taken(nudge, account, moves)


def log(store: Store, deed: Deed, nudge_id: str, new: touches.NewTouch) -> touches.TouchLogged:
    """Log a touch that a nudge moved somebody to: it was of use to them, unless they said otherwise.

    A touch on another account says nothing of the nudge. Raises `Refused` and `AlreadyDone`.
    """
    return touches.log(store, deed, new, moved_by=nudge_id)


def already_did(store: Store, deed: Deed, nudge_id: str, new: touches.NewTouch) -> touches.TouchLogged:
    """Log the touch that answers a nudge, on the nudge's own account. Raises `Refused` and `AlreadyDone`.

    Where nobody of theirs is named, it was with the contact whom the nudge is about, if it is about one. What was done
    before the nudge came says nothing of its use.
    """
    with store.read() as session:
        nudge = nudges.get(session, deed.team_id, nudge_id)
        about = contacts.get(session, deed.team_id, nudge.subject) if nudge else None
    if nudge is None:
        raise Refused("That nudge is no longer on record.")
    theirs = new.contacts or ([about.id] if about else [])
    return touches.log(store, deed, replace(new, account_id=nudge.account_id, contacts=theirs))


def vote(store: Store, deed: Deed, nudge_id: str, *, useful: bool) -> Nudge:
    """Note whether a nudge was useful to whoever says so; their last word stands. Raises `Refused`, `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, nudge_id)
        allow(session, deed, "nudge.vote")
        nudge = nudges.get(session, deed.team_id, nudge_id)
        if nudge is None:
            raise Refused("That nudge is no longer on record.")
        votes.cast(session, deed.team_id, nudge_id, _doer(deed), deed.now, useful=useful)
        homes.mark(session, deed.team_id, (), deed.now)
    return nudge


def _snooze(
    session: Session, deed: Deed, account: Account, quieted: Collection[Clock], until: date, reason: str
) -> Snoozed:
    zone = desk.zone_of(session, deed.team_id, deed.person_id)
    today = deed.now.astimezone(zone).date()
    checks.coming_day(until, today, "snooze until")
    said = checks.short(reason, "reason")
    if not said and any(clock.snoozes for clock in quieted):
        raise Refused("This was snoozed before. Please say why it should wait again; the team sees the reason.")
    for clock in quieted:
        clock.snoozed_until = datetime.combine(until, time.min, zone)
        clock.snoozes += 1
        clock.snooze_reason = said
    in_a_row = {clock.rule: clock.snoozes for clock in sorted(quieted, key=lambda clock: clock.snoozes)}
    keys = {(clock.rule, clock.subject) for clock in quieted}
    _close(session, deed, account, keys, _words(session, deed, until, today, said))
    desk.record(
        session,
        deed,
        "account.snooze",
        account_id=account.id,
        subject_id=account.id,
        after={"until": until, "reason": said, "rules": sorted({clock.rule for clock in quieted})},
    )
    session.flush()
    moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return Snoozed(account, until, in_a_row, moves)


def _close(session: Session, deed: Deed, account: Account, keys: Collection[clocks.ClockKey], why: str) -> None:
    """Close the open nudges of some clocks, and have their posts say so."""
    ringing = nudges.open_of(session, deed.team_id, [account.id]).get(account.id, {})
    closing = [nudge for key, nudge in ringing.items() if key in keys]
    for nudge in closing:
        nudges.close(nudge, deed.now, why, by=deed.person_id)
    session.flush()
    revisions.ask(session, deed.team_id, [nudge.id for nudge in closing])


def _words(session: Session, deed: Deed, until: date, today: date, reason: str) -> str:
    doer = people.get(session, deed.team_id, deed.person_id) if deed.person_id else None
    said = words.snoozed(until, today, [doer.name] if doer else [])
    return f"{said}: {reason}" if reason else said


def _held(session: Session, deed: Deed, nudge_id: str) -> tuple[Nudge, Account]:
    """An open nudge and its account, locked."""
    nudge = nudges.get(session, deed.team_id, nudge_id)
    if nudge is None:
        raise Refused("That nudge is no longer on record.")
    account = desk.hold(session, deed, nudge.account_id)
    session.refresh(nudge)
    if nudge.closed_at is not None:
        raise Refused(f"This was settled before: {nudge.closed_why or 'it no longer applies'}.")
    return nudge, account


def _doer(deed: Deed) -> str:
    if deed.person_id is None:
        raise Refused("Only a person can do that.")
    return deed.person_id
