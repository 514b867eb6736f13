"""Wishes after a mistake: one that was declined is open again, a delivery that was none is taken back."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from bot.nudges.settle import settle
from bot.work import desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from bot.work.wishes import DECLINED, WishKept
from storage import wishes
from storage.engine import Store
from storage.tables import Account, Delivery, Wish

_GONE = "That wish is no longer on record."
_TAKEN = "That delivery was taken back before, or another one is on record since."
_SHOWN = {"delivered_on", "due_on", "note", "touch_id"}


def reopen(store: Store, deed: Deed, wish_id: str) -> WishKept:
    """Have a wish that was declined open again, with the day it had. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, wish_id)
        wish, account = _held(session, deed, wish_id)
        allow(session, deed, "wish.change", account=account, person_id=wish.owner_id)
        if wish.state != DECLINED:
            raise Refused("This is open already." if wish.state == "open" else "This was delivered, not declined.")
        before: dict[str, object] = {"state": wish.state, "why": wish.why}
        wish.why = ""
        return _open_again(session, deed, wish, account, "wish.reopen", before)


def take_back(store: Store, deed: Deed, delivery_id: str) -> WishKept:
    """Take back the delivery of a wish that was recorded last: its day is due again.

    A touch that was logged with it stays. Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, delivery_id)
        delivery = wishes.delivery(session, deed.team_id, delivery_id)
        if delivery is None:
            raise Refused(_TAKEN)
        wish, account = _held(session, deed, delivery.wish_id)
        allow(session, deed, "wish.change", account=account, person_id=_whose(deed, wish, delivery))
        if _last(session, wish) != delivery_id or wish.state == DECLINED:
            raise Refused(_TAKEN)
        before = {"state": wish.state, **delivery.model_dump(include=_SHOWN)}
        if delivery.due_on >= wish.first_on:
            wish.due_on = delivery.due_on
        session.delete(delivery)
        kept = _open_again(session, deed, wish, account, "wish.take_back", before)
    return replace(kept, delivery=delivery)


def _held(session: Session, deed: Deed, wish_id: str) -> tuple[Wish, Account]:
    """A wish and its account, locked."""
    wish = wishes.get(session, deed.team_id, wish_id)
    if wish is None:
        raise Refused(_GONE)
    account = desk.hold(session, deed, wish.account_id)
    session.refresh(wish)
    return wish, account


def _whose(deed: Deed, wish: Wish, delivery: Delivery) -> str | None:
    """Whose the delivery is: theirs who recorded it, and who sees to the wish."""
    return deed.person_id if deed.person_id == delivery.delivered_by else wish.owner_id


def _last(session: Session, wish: Wish) -> str | None:
    last = wishes.last_recorded(session, wish.team_id, [wish.id]).get(wish.id)
    return last.id if last else None


def _open_again(
    session: Session, deed: Deed, wish: Wish, account: Account, what: str, before: dict[str, object]
) -> WishKept:
    wish.state, wish.ended_by, wish.ended_at = "open", None, None
    session.flush()
    after = {"state": "open", "due_on": wish.due_on}
    desk.record(session, deed, what, account_id=account.id, subject_id=wish.id, before=before, after=after)
    return WishKept(wish, account, settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id))
