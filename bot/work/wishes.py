"""Wishes: what a client would like from us and how often; then delivered, each time, or declined with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.intervals import ONCE, Interval, next_due
from bot.nudges.settle import ClockMove, settle
from bot.policy import Direction, Kind
from bot.rules.wish import RULE
from bot.work import checks, desk, keepers, ringing, touches
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import contacts, people, wishes
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Delivery, Touch, Wish

DONE, DECLINED = "done", "declined"
NO_WORDS = "What would they like? A few words are enough."
NO_REASON = "Please say why it is declined: whoever speaks with them next will need it."
_WHAT = "who sees to a wish"
_SHOWN = {"text", "contact_id", "owner_id", "every", "unit", "due_on"}


@dataclass(frozen=True, slots=True)
class NewWish:
    """What a client would like, how often, and by which day first. `contact_id`: whose wish it is."""

    account_id: str
    text: str
    every: Interval
    first_on: date
    contact_id: str | None = None
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery on a day; None: today. `touched_at`: the moment (aware) of the touch logged with it, if one is."""

    on: date | None = None
    note: str = ""
    touched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WishKept:
    """A wish as it stands now, its account, what moved, and the delivery and the touch that were recorded."""

    wish: Wish
    account: Account
    moves: list[ClockMove]
    delivery: Delivery | None = None
    touch: Touch | None = None


def note(store: Store, deed: Deed, new: NewWish) -> WishKept:
    """Put a wish on record: it is warned of before each of its days. Raises `Refused` and `Repeated`."""
    wish_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, wish_id)
        allow(session, deed, "wish.note")
        account = desk.hold(session, deed, new.account_id)
        wish = _row(session, deed, wish_id, new, account)
        session.add(wish)
        session.flush()
        after = wish.model_dump(include=_SHOWN)
        desk.record(session, deed, "wish.note", account_id=account.id, subject_id=wish_id, after=after)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return WishKept(wish, account, moves)


def deliver(store: Store, deed: Deed, wish_id: str, what: Delivered) -> WishKept:
    """Record a delivery: the next day follows from it; of what was wanted once, that was all.

    Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, wish_id)
        wish, account = _open(session, deed, wish_id)
        allow(session, deed, "wish.deliver")
        on = checks.past_day(what.on, _today(session, deed), "delivered") if what.on else _today(session, deed)
        touch = _touch(session, deed, account, wish, what) if what.touched_at else None
        delivery = _delivery(deed, wish, on, checks.note(what.note), touch)
        session.add(delivery)
        before = wish.due_on
        _go_on(deed, wish, on)
        session.flush()
        _settled(session, deed, wish, "delivered", before, delivery)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id, touch=touch)
    return WishKept(wish, account, moves, delivery, touch)


def decline(store: Store, deed: Deed, wish_id: str, reason: str) -> WishKept:
    """Note that a wish will not be met, or not any more, and why. Raises `Refused` and `Repeated`."""
    why = checks.note(reason, "reason")
    if not why:
        raise Refused(NO_REASON)
    with store.write() as session:
        desk.begin(session, deed, wish_id)
        wish, account = _open(session, deed, wish_id)
        allow(session, deed, "wish.change", account=account, person_id=wish.owner_id)
        wish.why = why
        _end(deed, wish, DECLINED)
        session.flush()
        ringing.close(session, deed, account.id, RULE, wish_id, DECLINED, why)
        after = {"state": DECLINED, "why": why}
        desk.record(
            session, deed, "wish.declined", account_id=account.id, subject_id=wish_id,
            before={"state": "open"}, after=after,
        )  # fmt: skip
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return WishKept(wish, account, moves)


def change(
    store: Store,
    deed: Deed,
    wish_id: str,
    *,
    every: Interval | None = None,
    due_on: date | None = None,
    owner_id: str | None = None,
) -> WishKept:
    """Another rhythm, another next day, from which the days are counted anew, or somebody else who sees to it.

    Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, wish_id)
        wish, account = _open(session, deed, wish_id)
        allow(session, deed, "wish.change", account=account, person_id=wish.owner_id)
        before = wish.model_dump(include=_SHOWN)
        if every is not None:
            wish.every, wish.unit = every.count, every.unit
        if due_on is not None and due_on != wish.due_on:
            wish.due_on = _coming(session, deed, due_on)
        if (wish.every, wish.unit, wish.due_on) != (before["every"], before["unit"], before["due_on"]):
            wish.first_on = wish.due_on
        if owner_id is not None:
            wish.owner_id = desk.one_of_ours(session, deed, owner_id, _WHAT).id
        session.flush()
        old, new = desk.difference(before, wish.model_dump(include=_SHOWN))
        desk.record(session, deed, "wish.change", account_id=account.id, subject_id=wish_id, before=old, after=new)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return WishKept(wish, account, moves)


def interval_of(wish: Wish) -> Interval:
    """How often a wish is to be delivered."""
    return Interval(wish.every, wish.unit) if wish.every else ONCE


def _row(session: Session, deed: Deed, wish_id: str, new: NewWish, account: Account) -> Wish:
    text = checks.note(new.text, "wish")
    if not text:
        raise Refused(NO_WORDS)
    known = contacts.get(session, deed.team_id, new.contact_id) if new.contact_id else None
    if new.contact_id and (known is None or known.account_id != account.id):
        raise Refused(f"They are not on record at {account.name}: choose one of their contacts, or nobody.")
    owner = desk.one_of_ours(session, deed, new.owner_id, _WHAT).id if new.owner_id else keepers.first(session, account)
    first_on = _coming(session, deed, new.first_on)
    return Wish(
        team_id=deed.team_id,
        id=wish_id,
        account_id=account.id,
        text=text,
        contact_id=new.contact_id,
        owner_id=owner,
        every=new.every.count,
        unit=new.every.unit,
        first_on=first_on,
        due_on=first_on,
        noted_by=deed.person_id or "",
        noted_at=deed.now,
    )


def _coming(session: Session, deed: Deed, day: date) -> date:
    return checks.coming_day(day, _today(session, deed) - timedelta(days=1), "by")


def _touch(session: Session, deed: Deed, account: Account, wish: Wish, what: Delivered) -> Touch | None:
    """The touch of the delivery, within its transaction."""
    if what.touched_at is None:
        return None
    said = f"{wish.text}: {what.note}" if what.note else wish.text
    new = touches.NewTouch(
        account_id=account.id,
        kind=Kind.DELIVERY,
        direction=Direction.TO_CLIENT,
        occurred_at=what.touched_at,
        note=said[: checks.NOTE_LIMIT],
        contacts=[wish.contact_id] if wish.contact_id else [],
        source="button",
    )
    return touches.put(session, deed, new_id(), new, account)


def _delivery(deed: Deed, wish: Wish, on: date, said: str, touch: Touch | None) -> Delivery:
    return Delivery(
        team_id=deed.team_id,
        id=new_id(),
        account_id=wish.account_id,
        wish_id=wish.id,
        due_on=wish.due_on,
        delivered_on=on,
        note=said,
        touch_id=touch.id if touch else None,
        delivered_by=deed.person_id or "",
        recorded_at=deed.now,
    )


def _go_on(deed: Deed, wish: Wish, delivered_on: date) -> None:
    then = next_due(interval_of(wish), wish.first_on, wish.due_on, delivered_on)
    if then is None:
        _end(deed, wish, DONE)
    else:
        wish.due_on = then


def _end(deed: Deed, wish: Wish, state: str) -> None:
    wish.state, wish.ended_by, wish.ended_at = state, deed.person_id, deed.now


def _settled(session: Session, deed: Deed, wish: Wish, how: str, before: date, delivery: Delivery) -> None:
    """What rang for the day that was delivered falls silent; one that is overdue still rings on."""
    if wish.state == DONE or wish.due_on > _today(session, deed):
        ringing.close(session, deed, wish.account_id, RULE, wish.id, how, delivery.note)
    after = {"due_on": wish.due_on, "state": wish.state, "delivered_on": delivery.delivered_on, "note": delivery.note}
    desk.record(
        session, deed, "wish.delivered", account_id=wish.account_id, subject_id=wish.id,
        before={"due_on": before, "state": "open"}, after=after,
    )  # fmt: skip


def _open(session: Session, deed: Deed, wish_id: str) -> tuple[Wish, Account]:
    """An open wish and its account, locked."""
    wish = wishes.get(session, deed.team_id, wish_id)
    if wish is None:
        raise Refused("That wish is no longer on record.")
    account = desk.hold(session, deed, wish.account_id)
    session.refresh(wish)
    if wish.state != "open":
        by = people.get(session, deed.team_id, wish.ended_by) if wish.ended_by else None
        how = "delivered for good" if wish.state == DONE else "declined"
        raise Refused(f"This was {how} before{f', by {by.name}' if by else ''}.")
    return wish, account


def _today(session: Session, deed: Deed) -> date:
    return deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
