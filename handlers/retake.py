"""A form that is open, laid out anew once its account is known: the menu of contacts is that account's own."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from bot.policy import Direction, Kind
from bot.views.forms import contact as contact_forms
from bot.views.forms import remark as remark_forms
from bot.views.forms import touch as touch_forms
from bot.views.forms.remark import RemarkForm
from bot.views.forms.touch import TouchForm
from handlers.answer import NOTHING, Answer
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, contacts
from storage.tables import Account, Contact


def chosen(visit: Visit, form: Form) -> Answer:
    """An account was chosen, or contacts while there was none: all that was entered stays, but for others' contacts."""
    with visit.tend.store.read() as session:
        theirs = _contacts(session, visit, form)
        account = _account(session, visit, form, theirs)
    if account is None or account.id == form.metadata.get("account"):
        return NOTHING
    lay_out = _LAID_OUT[form.callback_id]
    return lay_out(form, account, [contact for contact in theirs if contact.account_id == account.id])


def _contacts(session: Session, visit: Visit, form: Form) -> list[Contact]:
    ids = [*form.many("contacts"), *filter(None, [form.choice("contact")])]
    found = contacts.many(session, visit.team_id, ids)
    return [found[id_] for id_ in ids if id_ in found]


def _account(session: Session, visit: Visit, form: Form, theirs: list[Contact]) -> Account | None:
    account_id = form.choice("account") or next((contact.account_id for contact in theirs), None)
    return accounts.get(session, visit.team_id, account_id) if account_id else None


def _touch(form: Form, account: Account, theirs: list[Contact]) -> Answer:
    kind, temperature = form.choice("kind"), form.choice("temperature")
    filled = TouchForm(
        account=(account.id, account.name),
        kind=Kind(kind) if kind else None,
        direction=Direction(form.choice("direction") or Direction.TWO_WAY),
        occurred_on=form.day("occurred_on"),
        people=form.many("people"),
        contacts=tuple((contact.id, contact.name) for contact in theirs),
        note=form.text("note"),
        temperature=int(temperature) if temperature else None,
        signs=form.many("signs"),
        next_on=form.day("next_on"),
        link=form.metadata.get("link", ""),
        said_at=form.moment("said_at"),
        said_in=form.metadata.get("said_in", ""),
        filled_in=_filled_in(form),
    )
    if form.callback_id == touch_forms.EDIT:
        return Answer(view=touch_forms.edit(filled, form.metadata["touch"]))
    return Answer(view=touch_forms.log(filled, form.metadata.get("nudge", "")))


def _left(form: Form, account: Account, theirs: list[Contact]) -> Answer:
    gone = next(((contact.id, contact.name) for contact in theirs), None)
    filled_in = _filled_in(form)
    return Answer(view=contact_forms.left((account.id, account.name), contact=gone, filled_in=filled_in))


def _remark(form: Form, account: Account, theirs: list[Contact]) -> Answer:
    filled = RemarkForm(
        account=(account.id, account.name),
        text=form.text("text"),
        said_by=next(((contact.id, contact.name) for contact in theirs), None),
        is_big=form.choice("size") == "big",
        link=form.metadata.get("link", ""),
        filled_in=_filled_in(form),
    )
    return Answer(view=remark_forms.pass_on(filled))


def _filled_in(form: Form) -> bool:
    """Whether the account is our own word, as they chose somebody there."""
    return form.choice("account") is None or bool(form.metadata.get("filled_in"))


_LAID_OUT: dict[str, Callable[[Form, Account, list[Contact]], Answer]] = {
    touch_forms.LOG: _touch,
    touch_forms.EDIT: _touch,
    contact_forms.LEFT: _left,
    remark_forms.REMARK: _remark,
}
