"""The end of an account: its forms, as they are opened, sent, and opened again when the gate stays shut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from bot import exit_questions, money
from bot.endings import Confidence, ExitWay, LossReason, Reason
from bot.views import exits as exit_views
from bot.views import losses as views
from bot.views.exits import ExitShown
from bot.views.forms import loss as forms
from bot.views.forms.loss import LossForm
from bot.views.post import Post
from bot.work import exits, losses
from bot.work.deed import Refused
from bot.work.exits import Exit
from bot.work.gating import GateShut
from bot.work.losses import LossKept, NewLoss
from bot.work.permission import role
from bot.work.roles import Role
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.money import parse_money
from handlers.problem import Problem
from handlers.visit import Visit
from storage import accounts, nudges, plans
from storage import losses as rows
from storage.tables import Account, Loss


def form_of(account: Account, loss: Loss | None) -> LossForm:
    """The form of an end, filled with what is on record."""
    if loss is None:
        return LossForm((account.id, account.name), value=_value(account.annual_value_minor, account.currency))
    told = exits.reasons(loss)
    return LossForm(
        account=(account.id, account.name),
        ended_on=loss.ended_on,
        reasons={sure: [one.reason for one in told if one.confidence is sure] for sure in Confidence},
        decided_by=loss.decided_by,
        value=_value(loss.value_minor, loss.currency),
        words=loss.words,
        attraction=loss.attraction,
        exit_on=loss.exit_on,
        exit_way=loss.exit_way,
        exit_with=loss.exit_with,
        override_why=loss.override_why,
    )


def sent(visit: Visit, form: Form) -> Answer:
    """When and why an account ends. Where the gate stays shut, the form says what is missing and keeps the rest."""
    new = _read(visit, form)
    try:
        kept = losses.end(visit.tend.store, visit.deed(), new)
    except GateShut as shut:
        return Answer(view=forms.end(_shut(visit, form, new, shut)))
    return Answer(ended(visit, kept))


def ended(visit: Visit, kept: LossKept) -> Post:
    """The answer to whoever said that an account is leaving or lost."""
    with visit.tend.store.read() as session:
        has_plan = bool(plans.open_of(session, visit.team_id, kept.account.id, "closing"))
    audit = kept.audit if kept.is_lost and kept.audit and kept.audit.state == "open" else None
    return views.ended(
        views.LossShown(
            account_id=kept.account.id,
            account=kept.account.name,
            state=kept.loss.state,
            ended_on=kept.loss.ended_on,
            reasons=exits.reasons(kept.loss),
            today=visit.today,
            audit_due_on=audit.due_on if audit else None,
            is_overridden=kept.loss.overridden_by is not None,
            has_exit=kept.loss.exit_on is not None,
            has_plan=has_plan,
        )
    )


def guide(visit: Visit, account_id: str) -> Answer:
    """The exit interview: how to hold it, what to ask, and what they answered."""
    with visit.tend.store.read() as session:
        account, loss = _standing(session, visit, account_id)
        asks, answers = exit_questions.load(session, visit.team_id), exit_questions.answered(session, loss)
    shown = ExitShown(
        account_id=account.id,
        account=account.name,
        on=loss.exit_on,
        way=loss.exit_way or "",
        with_whom=loss.exit_with,
        answers=answers,
        today=visit.today,
    )
    return Answer(exit_views.guide(shown, asks.asked, asks.about))


def note(visit: Visit, account_id: str) -> Answer:
    """Note what they said: the form, with what is known."""
    with visit.tend.store.read() as session:
        account, loss = _standing(session, visit, account_id)
        asks = exit_questions.load(session, visit.team_id)
    known = form_of(account, loss)
    known = replace(known, exit_on=known.exit_on or visit.today, exit_way=known.exit_way or ExitWay.CONVERSATION)
    answers = dict(loss.exit_answers or {})
    return Answer(view=forms.interview(known.account, asks.asked, known, answers))


def noted(visit: Visit, form: Form) -> Answer:
    """What they said in an exit interview."""
    answers = {
        name.removeprefix(forms.ANSWER): form.text(name) for name in form.fields if name.startswith(forms.ANSWER)
    }
    said = _exit(form, answers)
    if said is None:
        with at("exit_on"):
            raise Refused("On which day was it?")
    with at("exit_on"):
        loss = exits.note(visit.tend.store, visit.deed(), str(form.metadata["account"]), said)
    with visit.tend.store.read() as session:
        account, _ = _standing(session, visit, loss.account_id)
    return Answer(exit_views.noted(account.name, len(loss.exit_answers or {}), said.on, visit.today))


def end_nudge(visit: Visit, nudge_id: str) -> Answer:
    """It has ended, on a card: the form, with what is known."""
    with visit.tend.store.read() as session:
        account, loss = _standing(session, visit, _of_nudge(session, visit, nudge_id))
    return Answer(view=forms.end(form_of(account, loss)))


def exit_nudge(visit: Visit, nudge_id: str) -> Answer:
    """The exit interview, on a card."""
    with visit.tend.store.read() as session:
        account_id = _of_nudge(session, visit, nudge_id)
    return guide(visit, account_id)


def stays_nudge(visit: Visit, nudge_id: str) -> Answer:
    """They stay, on a card: why."""
    with visit.tend.store.read() as session:
        account, _ = _standing(session, visit, _of_nudge(session, visit, nudge_id))
    return Answer(view=forms.reopen(account.id, account.name))


def reopen(visit: Visit, account_id: str, why: str) -> Answer:
    """Reopen an account, and say so."""
    kept = losses.reopen(visit.tend.store, visit.deed(), account_id, why)
    return Answer(views.reopened(kept.account.name, was_lost=kept.loss.closed_at is not None))


def reopened(visit: Visit, form: Form) -> Answer:
    """Why an account is reopened."""
    with at("why"):
        return reopen(visit, str(form.metadata["account"]), form.text("why"))


def _of_nudge(session: Session, visit: Visit, nudge_id: str) -> str:
    """The account that a card is about. Raises `Refused`."""
    nudge = nudges.get(session, visit.team_id, nudge_id)
    if nudge is None:
        raise Refused("That account is no longer on record.")
    return nudge.account_id


def _standing(session: Session, visit: Visit, account_id: str) -> tuple[Account, Loss]:
    """An account that is leaving or lost, and its loss. Raises `Refused`."""
    account = accounts.get(session, visit.team_id, account_id)
    loss = rows.standing(session, visit.team_id, account_id)
    if account is None:
        raise Refused("That account is no longer on record.")
    if loss is None:
        raise Refused(f"{account.name} {exits.NOT_LEAVING} Are they going? /client leaving {account.name}")
    return account, loss


def _read(visit: Visit, form: Form) -> NewLoss:
    value = _money(form)
    ended_on, reasons = form.day("ended_on"), _reasons(form)
    if ended_on is None:
        with at("ended_on"):
            raise Refused(losses.NO_DAY)
    if not reasons and ended_on <= visit.today:
        with at("reasons_stated"):
            raise Refused(losses.NO_REASON)
    return NewLoss(
        account_id=str(form.metadata["account"]),
        ended_on=ended_on,
        reasons=reasons,
        decided_by=form.text("decided_by"),
        value_minor=value[0] if value else None,
        currency=value[1] if value else None,
        words=form.text("words"),
        attraction=form.text("attraction"),
        exit=_exit(form, {}),
        override_why=form.text("override_why"),
        tried=form.text("tried"),
    )


def _reasons(form: Form) -> list[Reason]:
    return [Reason(LossReason(reason), sure) for sure in Confidence for reason in form.many(f"reasons_{sure}")]


def _money(form: Form) -> tuple[int, str] | None:
    text = form.text("value")
    read = parse_money(text) if text else None
    if isinstance(read, Problem):
        with at("value"):
            raise Refused(str(read))
    return read


def _exit(form: Form, answers: dict[str, str]) -> Exit | None:
    on = form.day("exit_on")
    if on is None:
        return None
    way = ExitWay(form.choice("exit_way") or ExitWay.CONVERSATION)
    return Exit(on, way, form.text("exit_with"), answers)


def _shut(visit: Visit, form: Form, new: NewLoss, shut: GateShut) -> LossForm:
    """The same form again, with what lacks; whoever leads is asked why it is closed all the same."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, new.account_id)
        overrides = role(session, visit.person) is not Role.MEMBER
    name = account.name if account else ""
    return LossForm(
        account=(new.account_id, name),
        ended_on=new.ended_on,
        reasons={sure: form.many(f"reasons_{sure}") for sure in Confidence},
        decided_by=new.decided_by,
        value=form.text("value"),
        words=new.words,
        attraction=new.attraction,
        exit_on=form.day("exit_on"),
        exit_way=form.choice("exit_way"),
        exit_with=form.text("exit_with"),
        override_why=new.override_why,
        tried=new.tried,
        problem=views.gate(name, shut.lacks, may_override=overrides, today=visit.today, reopened_on=shut.reopened_on),
        overrides=overrides,
    )


def _value(minor: int | None, currency: str | None) -> str:
    return f"{money.plain(minor, currency)} {currency}" if minor is not None and currency else ""


ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    views.GUIDE: guide,
    exit_views.NOTE: note,
    "nudge.ended": end_nudge,
    "nudge.exit": exit_nudge,
    "nudge.stays": stays_nudge,
}
FORMS: dict[str, Callable[[Visit, Form], Answer]] = {forms.END: sent, forms.EXIT: noted, forms.REOPEN: reopened}
