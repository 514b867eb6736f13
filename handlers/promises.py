"""Promises by buttons and forms: put on record, kept, not kept, moved."""

from __future__ import annotations

from collections.abc import Callable

from bot.rules.promise import RULE
from bot.shown import promises_shown
from bot.views import mrkdwn
from bot.views import promises as views
from bot.views.forms import promise as forms
from bot.views.forms.promise import PromiseForm
from bot.work import promises as work
from bot.work.deed import Refused, Repeated
from bot.work.permission import allow
from bot.work.promises import NewPromise, PromiseKept, Side
from handlers import ours
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.nudged import subject_of
from handlers.visit import Visit
from storage import accounts, promises
from storage.tables import Account, Promise

GONE = "That promise is no longer on record."


def make(visit: Visit, new: NewPromise) -> Answer:
    """A promise, and the answer to it."""
    try:
        promise = work.make(visit.tend.store, visit.deed(), new).promise
    except Repeated as before:
        if not visit.command:
            raise
        promise = _kept(visit, before)
    with visit.tend.store.read() as session:
        [shown] = promises_shown(session, visit.team_id, [promise])
    return Answer(views.made(shown, visit.today))


def reopen(visit: Visit, promise_id: str) -> Answer:
    """Reopen: what was said of it was a mistake."""
    done = work.reopen(visit.tend.store, visit.deed(), promise_id)
    with visit.tend.store.read() as session:
        [shown] = promises_shown(session, visit.team_id, [done.promise])
    return Answer(views.reopened(shown, visit.today))


def new(visit: Visit, account_id: str) -> Answer:
    """New promise: an empty form for an account."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
    if account is None:
        raise Refused("That account is no longer on record.")
    return Answer(view=forms.make(PromiseForm(account=(account.id, account.name))))


def sent(visit: Visit, form: Form) -> Answer:
    """A promise from the form."""
    owner_id, due_on = form.choice("owner"), form.day("due_on")
    ours.chosen(visit, "owner", owner_id)
    with at("text"):
        if not form.text("text"):
            raise Refused(work.NO_WORDS)
    with at("due_on"):
        if due_on is None:
            raise Refused("By when? A day is needed.")
        return make(
            visit,
            NewPromise(
                account_id=str(form.metadata["account"]),
                text=form.text("text"),
                due_on=due_on,
                side=Side(form.choice("side") or Side.OURS),
                contact_id=form.choice("contact"),
                owner_id=owner_id,
            ),
        )


def keep(visit: Visit, promise_id: str) -> Answer:
    """Kept: at once up to its day; later, on which day is asked."""
    promise, account = _open(visit, promise_id)
    if visit.today > promise.due_on:
        return Answer(view=forms.kept(promise.id, account.name, promise.text, visit.today))
    return _settled(visit, work.keep(visit.tend.store, visit.deed(), promise.id))


def not_kept(visit: Visit, promise_id: str) -> Answer:
    """Not kept: what happened."""
    promise, account = _open(visit, promise_id)
    is_ours = promise.side == Side.OURS
    return Answer(view=forms.not_kept(promise.id, account.name, promise.text, is_ours=is_ours))


def move(visit: Visit, promise_id: str) -> Answer:
    """Move: to which day, and whose it is."""
    promise, account = _open(visit, promise_id)
    return Answer(view=forms.moved(promise.id, account.name, promise.text, promise.due_on, promise.owner_id))


def keep_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Kept, on a card."""
    return keep(visit, subject_of(visit, nudge_id, RULE, GONE))


def not_kept_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Not kept, on a card."""
    return not_kept(visit, subject_of(visit, nudge_id, RULE, GONE))


def move_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Move, on a card."""
    return move(visit, subject_of(visit, nudge_id, RULE, GONE))


def kept(visit: Visit, form: Form) -> Answer:
    """The day on which it was kept."""
    with at("on"):
        done = work.keep(visit.tend.store, visit.deed(), _id(form), form.day("on"), form.text("note"))
    return _settled(visit, done)


def was_not_kept(visit: Visit, form: Form) -> Answer:
    """What happened to a promise that was not kept, or let go."""
    store, deed, said = visit.tend.store, visit.deed(), form.text("note")
    with at("note"):
        if form.choice("outcome") == work.RELEASED:
            return _settled(visit, work.release(store, deed, _id(form), said))
        return _settled(visit, work.not_kept(store, deed, _id(form), said, client_told="yes" in form.many("told")))


def moved(visit: Visit, form: Form) -> Answer:
    """Another day, or somebody else who sees to it."""
    owner_id = form.choice("owner")
    ours.chosen(visit, "owner", owner_id)
    with at("due_on"):
        done = work.move(
            visit.tend.store,
            visit.deed(),
            _id(form),
            due_on=form.day("due_on"),
            owner_id=owner_id,
            note=form.text("note"),
        )
    with visit.tend.store.read() as session:
        [shown] = promises_shown(session, visit.team_id, [done.promise])
    return Answer(views.moved(shown, visit.today))


def _settled(visit: Visit, done: PromiseKept) -> Answer:
    with visit.tend.store.read() as session:
        [shown] = promises_shown(session, visit.team_id, [done.promise])
    return Answer(views.settled(shown, visit.today))


def _open(visit: Visit, promise_id: str) -> tuple[Promise, Account]:
    with visit.tend.store.read() as session:
        promise = promises.get(session, visit.team_id, promise_id)
        account = accounts.get(session, visit.team_id, promise.account_id) if promise else None
        if promise is None or account is None:
            raise Refused(GONE)
        allow(session, visit.deed(), "promise.settle", account=account, person_id=promise.owner_id)
    if promise.state != "open":
        how = work.said_of(promise.state)
        raise Refused(f"This was {how} before. All of them: /client promise {mrkdwn.quoted(account.name)}")
    return promise, account


def _kept(visit: Visit, before: Repeated) -> Promise:
    """The promise that the same request put on record before. Raises what it was given."""
    with visit.tend.store.read() as session:
        promise = promises.get(session, visit.team_id, before.result_id or "")
    if promise is None:
        raise before
    return promise


def _id(form: Form) -> str:
    return str(form.metadata["promise"])


ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    "nudge.keep": keep_nudge,
    "nudge.break": not_kept_nudge,
    "nudge.move": move_nudge,
    views.NEW: new,
    views.KEEP: keep,
    views.BREAK: not_kept,
    views.MOVE: move,
    views.REOPEN: reopen,
}
FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    forms.PROMISE: sent,
    forms.KEPT: kept,
    forms.NOT_KEPT: was_not_kept,
    forms.MOVED: moved,
}
