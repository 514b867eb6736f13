"""What clients said: passed on from a message or by a form; then addressed, or declined with a reason."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from bot.nudges.remarks import ABOUT, shown
from bot.policy import Direction
from bot.rules.remark import RULE
from bot.views import mrkdwn, problems
from bot.views import remarks as views
from bot.views.forms import remark as forms
from bot.views.forms.remark import RemarkForm
from bot.views.remarks import Hearing
from bot.work import remarks as work
from bot.work.checks import NOTE_LIMIT
from bot.work.deed import Refused, Repeated
from bot.work.permission import allow
from bot.work.remarks import NewRemark, RemarkKept
from handlers import ours, quoted
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.nudged import subject_of
from handlers.quoted import Quoted
from handlers.visit import Visit
from storage import accounts, nudges, outbox, remarks
from storage.tables import Account, Remark

GONE = "That remark is no longer on record."


def from_message(visit: Visit, payload: dict[str, Any]) -> Answer:
    """Pass on what the client said: the form, filled with the message."""
    message = quoted.read(visit, payload)
    said_by = _author(message)
    name = f"{message.author.name}: " if message.author and said_by is None else ""
    form = RemarkForm(
        account=message.account,
        text=mrkdwn.cut(f"{name}{message.text}", NOTE_LIMIT),
        said_by=said_by,
        link=message.link,
        problem=" ".join(filter(None, [_passed_on_before(visit, message), _unsure(message)])),
    )
    return Answer(view=forms.pass_on(form))


def sent(visit: Visit, form: Form) -> Answer:
    """A remark from the form."""
    new = NewRemark(
        account_id=form.text("account"),
        text=form.text("text"),
        is_big=form.choice("size") == "big",
        said_by=form.choice("contact"),
        link=str(form.metadata.get("link", "")),
    )
    if not new.text:
        with at("text"):
            raise Refused(work.NO_WORDS)
    return pass_on(visit, new)


def address(visit: Visit, remark_id: str) -> Answer:
    """Addressed: what was done, if they want to say."""
    remark, account = _open(visit, remark_id)
    return Answer(view=forms.addressed(remark.id, account.name, remark.text))


def decline(visit: Visit, remark_id: str) -> Answer:
    """Decline: why."""
    remark, account = _open(visit, remark_id)
    return Answer(view=forms.declined(remark.id, account.name, remark.text))


def give(visit: Visit, remark_id: str) -> Answer:
    """Give to: somebody of ours."""
    remark, account = _open(visit, remark_id)
    return Answer(view=forms.given(remark.id, account.name, remark.text, remark.owner_id))


def address_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Addressed, on a card."""
    return address(visit, subject_of(visit, nudge_id, RULE, GONE))


def decline_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Decline, on a card."""
    return decline(visit, subject_of(visit, nudge_id, RULE, GONE))


def addressed(visit: Visit, form: Form) -> Answer:
    """What was done about a remark."""
    done = work.address(visit.tend.store, visit.deed(), str(form.metadata["remark"]), form.text("answer"))
    return _settled(visit, done)


def declined(visit: Visit, form: Form) -> Answer:
    """Why nothing will be done about a remark."""
    with at("answer"):
        done = work.decline(visit.tend.store, visit.deed(), str(form.metadata["remark"]), form.text("answer"))
    return _settled(visit, done)


def given(visit: Visit, form: Form) -> Answer:
    """Who is to answer a remark from now on."""
    with at("owner"):
        ours.meet(visit, [form.text("owner")])
        done = work.give(visit.tend.store, visit.deed(), str(form.metadata["remark"]), form.text("owner"))
    with visit.tend.store.read() as session:
        [one] = shown(session, visit.team_id, [done.remark], visit.zone)
    return Answer(views.given(one, visit.today))


def pass_on(visit: Visit, new: NewRemark) -> Answer:
    """A remark, and the answer to it: who hears it, and by when it is answered."""
    try:
        remark = work.pass_on(visit.tend.store, visit.deed(), new).remark
    except Repeated as before:
        if not visit.command:
            raise
        remark = _kept(visit, before)
    with visit.tend.store.read() as session:
        one = shown(session, visit.team_id, [remark], visit.zone)[0]
        others = remarks.count_open(session, visit.team_id, remark.account_id) - 1
        hearing = _hearing(session, visit, remark)
    return Answer(views.passed_on(one, hearing, others, visit.person.id, visit.today))


def _kept(visit: Visit, before: Repeated) -> Remark:
    """The remark that the same request passed on before. Raises what it was given."""
    with visit.tend.store.read() as session:
        remark = remarks.get(session, visit.team_id, before.result_id or "")
    if remark is None:
        raise before
    return remark


def _hearing(session: Session, visit: Visit, remark: Remark) -> Hearing | None:
    """Who hears of it first; nobody is known while its clock has not rung."""
    ringing = nudges.open_of(session, visit.team_id, [remark.account_id]).get(remark.account_id, {})
    nudge = ringing.get((RULE, remark.id))
    told = outbox.hearings(session, visit.team_id, nudge.id) if nudge else []
    return next((Hearing(who, at_, visit.zone) for who, at_ in told if who), None)


def _settled(visit: Visit, done: RemarkKept) -> Answer:
    with visit.tend.store.read() as session:
        one = shown(session, visit.team_id, [done.remark], visit.zone)[0]
        is_told = outbox.is_told(session, visit.team_id, f"{ABOUT}:{done.remark.id}")
    return Answer(views.settled(one, is_told=is_told))


def _open(visit: Visit, remark_id: str) -> tuple[Remark, Account]:
    with visit.tend.store.read() as session:
        remark = remarks.get(session, visit.team_id, remark_id)
        account = accounts.get(session, visit.team_id, remark.account_id) if remark else None
        if remark is None or account is None:
            raise Refused(GONE)
        allow(session, visit.deed(), "remark.answer", account=account, person_id=remark.owner_id)
    if remark.state != "open":
        raise Refused(f"This was {remark.state} before. All of them: /client remarks {mrkdwn.quoted(account.name)}")
    return remark, account


def _author(message: Quoted) -> tuple[str, str] | None:
    """The contact who wrote it."""
    if message.author is None or message.direction is not Direction.FROM_CLIENT:
        return None
    by_name = [one for one in message.contacts if one[1] == message.author.name]
    return next(iter(by_name or (message.contacts if len(message.contacts) == 1 else ())), None)


def _passed_on_before(visit: Visit, message: Quoted) -> str:
    if not (message.link and message.account):
        return ""
    with visit.tend.store.read() as session:
        before = remarks.of_link(session, visit.team_id, message.account[0], message.link)
    return problems.passed_on_before(before.reported_by) if before else ""


def _unsure(message: Quoted) -> str:
    return problems.which_of([name for _, name in message.perhaps]) if message.perhaps else ""
