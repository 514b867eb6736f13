"""Wishes by buttons and forms: put on record, delivered, changed, declined."""

from __future__ import annotations

from collections.abc import Callable

from bot import intervals
from bot.rules.wish import RULE
from bot.shown import wishes_shown
from bot.views import mrkdwn
from bot.views import wishes as views
from bot.views.forms import wish as forms
from bot.views.forms.wish import WishForm
from bot.views.wishes import WishShown
from bot.work import wishes as work
from bot.work import wishes_again
from bot.work.deed import Refused, Repeated
from bot.work.permission import allow
from bot.work.wishes import Delivered, NewWish, WishKept
from handlers import ours
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.nudged import subject_of
from handlers.visit import Visit
from storage import accounts, wishes
from storage.tables import Account, Wish

GONE = "That wish is no longer on record."


def note(visit: Visit, new: NewWish) -> Answer:
    """A wish, and the answer to it."""
    try:
        wish = work.note(visit.tend.store, visit.deed(), new).wish
    except Repeated as before:
        if not visit.command:
            raise
        wish = _kept(visit, before)
    return Answer(views.noted(_shown(visit, wish), visit.today))


def new(visit: Visit, account_id: str) -> Answer:
    """New wish: an empty form for an account."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
    if account is None:
        raise Refused("That account is no longer on record.")
    return Answer(view=forms.note(WishForm(account=(account.id, account.name))))


def sent(visit: Visit, form: Form) -> Answer:
    """A wish from the form."""
    owner_id, first_on = form.choice("owner"), form.day("first_on")
    ours.chosen(visit, "owner", owner_id)
    with at("text"):
        if not form.text("text"):
            raise Refused(work.NO_WORDS)
    with at("first_on"):
        if first_on is None:
            raise Refused("By when first? A day is needed.")
        every = intervals.read(form.text("every")) or intervals.ONCE
        contact_id = form.choice("contact")
        return note(
            visit, NewWish(str(form.metadata["account"]), form.text("text"), every, first_on, contact_id, owner_id)
        )


def deliver(visit: Visit, wish_id: str) -> Answer:
    """Delivered: when, and whether it is logged as a touch, too."""
    wish, account = _open(visit, wish_id)
    return Answer(view=forms.delivered(wish.id, account.name, wish.text, visit.today))


def was_delivered(visit: Visit, wish_id: str) -> Answer:
    """A touch that was just logged delivered it: today, once, and no second touch."""
    wish, account = _open(visit, wish_id)
    with visit.tend.store.read() as session:
        last = wishes.last_deliveries(session, visit.team_id, [wish.id]).get(wish.id)
    if last is not None and last.delivered_on == visit.today:
        raise Refused(
            f"It was noted as delivered today already. All of them: /client wish {mrkdwn.quoted(account.name)}"
        )
    return _delivered(visit, work.deliver(visit.tend.store, visit.deed(), wish.id, Delivered()))


def change(visit: Visit, wish_id: str) -> Answer:
    """Change: how often, from when on, whose it is."""
    wish, account = _open(visit, wish_id, "wish.change")
    every = work.interval_of(wish)
    return Answer(view=forms.changed(wish.id, account.name, wish.text, every, wish.due_on, wish.owner_id))


def decline(visit: Visit, wish_id: str) -> Answer:
    """Decline: why."""
    wish, account = _open(visit, wish_id, "wish.change")
    return Answer(view=forms.declined(wish.id, account.name, wish.text))


def reopen(visit: Visit, wish_id: str) -> Answer:
    """Reopen: declining it was a mistake."""
    done = wishes_again.reopen(visit.tend.store, visit.deed(), wish_id)
    return Answer(views.reopened(_shown(visit, done.wish), visit.today))


def take_back(visit: Visit, delivery_id: str) -> Answer:
    """Not delivered after all."""
    done = wishes_again.take_back(visit.tend.store, visit.deed(), delivery_id)
    is_logged = done.delivery is not None and done.delivery.touch_id is not None
    return Answer(views.taken_back(_shown(visit, done.wish), visit.today, is_logged=is_logged))


def deliver_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Delivered, on a card."""
    return deliver(visit, subject_of(visit, nudge_id, RULE, GONE))


def change_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Change, on a card."""
    return change(visit, subject_of(visit, nudge_id, RULE, GONE))


def decline_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Decline, on a card."""
    return decline(visit, subject_of(visit, nudge_id, RULE, GONE))


def delivered(visit: Visit, form: Form) -> Answer:
    """A delivery from the form."""
    on = form.day("on") or visit.today
    touched_at = visit.moment_of(on) if "yes" in form.many("log") else None
    with at("on"):
        done = work.deliver(visit.tend.store, visit.deed(), _id(form), Delivered(on, form.text("note"), touched_at))
    return _delivered(visit, done)


def changed(visit: Visit, form: Form) -> Answer:
    """Another rhythm, another day, or somebody else who sees to it."""
    owner_id = form.choice("owner")
    ours.chosen(visit, "owner", owner_id)
    with at("due_on"):
        done = work.change(
            visit.tend.store,
            visit.deed(),
            _id(form),
            every=intervals.read(form.text("every")),
            due_on=form.day("due_on"),
            owner_id=owner_id,
        )
    return Answer(views.changed(_shown(visit, done.wish), visit.today))


def declined(visit: Visit, form: Form) -> Answer:
    """Why it is declined."""
    with at("why"):
        done = work.decline(visit.tend.store, visit.deed(), _id(form), form.text("why"))
    return Answer(views.declined(_shown(visit, done.wish)))


def _delivered(visit: Visit, done: WishKept) -> Answer:
    on = done.delivery.delivered_on if done.delivery else visit.today
    return Answer(views.delivered(_shown(visit, done.wish), on, visit.today, is_logged=done.touch is not None))


def _shown(visit: Visit, wish: Wish) -> WishShown:
    with visit.tend.store.read() as session:
        [shown] = wishes_shown(session, visit.team_id, [wish])
    return shown


def _open(visit: Visit, wish_id: str, what: str = "wish.deliver") -> tuple[Wish, Account]:
    with visit.tend.store.read() as session:
        wish = wishes.get(session, visit.team_id, wish_id)
        account = accounts.get(session, visit.team_id, wish.account_id) if wish else None
        if wish is None or account is None:
            raise Refused(GONE)
        allow(session, visit.deed(), what, account=account, person_id=wish.owner_id)
    if wish.state != "open":
        how = "declined" if wish.state == work.DECLINED else "delivered"
        raise Refused(f"This was {how} before. All of them: /client wish {mrkdwn.quoted(account.name)}")
    return wish, account


def _kept(visit: Visit, before: Repeated) -> Wish:
    """The wish that the same request put on record before. Raises what it was given."""
    with visit.tend.store.read() as session:
        wish = wishes.get(session, visit.team_id, before.result_id or "")
    if wish is None:
        raise before
    return wish


def _id(form: Form) -> str:
    return str(form.metadata["wish"])


ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    "nudge.deliver": deliver_nudge,
    "nudge.rewish": change_nudge,
    "nudge.unwish": decline_nudge,
    views.NEW: new,
    views.DELIVER: deliver,
    views.CHANGE: change,
    views.DECLINE: decline,
    views.REOPEN: reopen,
    views.TAKE_BACK: take_back,
}
FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    forms.WISH: sent,
    forms.DELIVERED: delivered,
    forms.CHANGED: changed,
    forms.DECLINED: declined,
}
