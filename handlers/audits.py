"""The audit of a loss: shown, led, found out, concluded, and handed over as a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import structlog
from sqlmodel import Session

from bot.audits import deliver, reporting
from bot.audits.unlearned import unlearned
from bot.endings import Part, Side
from bot.nudges.slack import Trouble
from bot.views import audit_words, refusals
from bot.views import audits as views
from bot.views import losses as loss_views
from bot.views.audits import AuditShown
from bot.views.forms import audit as forms
from bot.work import findings
from bot.work import loss_audits as work
from bot.work.deed import Refused
from bot.work.loss_audits import AuditKept, Finding
from bot.work.permission import role
from bot.work.roles import Role
from handlers import ours
from handlers.answer import NOTHING, Answer, FieldErrors, Later, at
from handlers.form import Form
from handlers.nudged import subject_of
from handlers.visit import Visit
from storage import accounts, lessons, losses, nudges
from storage.tables import Account, Loss, LossAudit

log = structlog.get_logger()


@dataclass(frozen=True)
class _Open:
    """An audit with its loss and account."""

    audit: LossAudit
    loss: Loss
    account: Account


def show(visit: Visit, account_id: str) -> Answer:
    """The audit of the last loss of an account. Raises `Refused` where there is none."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
        ended = losses.of_account(session, visit.team_id, account_id)
        audits = losses.audits_of(session, visit.team_id, [loss.id for loss in ended])
        found = next((audits[loss.id] for loss in ended if loss.id in audits), None)
        if account is None or found is None:
            is_past = any(loss.state == "lost" for loss in ended)
            if account is not None and is_past and role(session, visit.person) is not Role.MEMBER:
                return Answer(views.none(account.id, account.name))
            name = account.name if account else "It"
            raise Refused(f"{name} has no audit: one opens by itself with a loss, /client lost.")
        return _shown(session, visit, _of(session, visit, found.id))


def begin(visit: Visit, account_id: str) -> Answer:
    """Open the audit of an account that was lost before it was on record here."""
    return _again(visit, work.begin(visit.tend.store, visit.deed(), account_id))


def of_nudge(visit: Visit, nudge_id: str) -> Answer:
    """The audit that a card is about."""
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
        if nudge is None or nudge.rule != work.RULE:
            raise Refused(work.GONE)
        return _shown(session, visit, _of(session, visit, nudge.subject))


def choose(visit: Visit, audit_id: str) -> Answer:
    """Who leads it: the form, with who could."""
    with visit.tend.store.read() as session:
        one = _of(session, visit, audit_id)
        could = [views.candidate(found) for found in work.candidates(session, one.account, one.audit)[:5]]
    return Answer(view=forms.leader(audit_id, one.account.name, could))


def chosen(visit: Visit, form: Form) -> Answer:
    """Who leads it."""
    leader_id = form.text("leader")
    with at("leader"):
        ours.meet(visit, [leader_id])
        return appoint(visit, str(form.metadata["audit"]), leader_id)


def appoint(visit: Visit, audit_id: str, leader_id: str) -> Answer:
    """Have somebody lead an audit, and say so."""
    kept = work.appoint(visit.tend.store, visit.deed(), audit_id, leader_id)
    shown = (kept.account.name, leader_id, kept.audit.due_on, visit.person.id, visit.today)
    return Answer(views.appointed(*shown))


def outside(visit: Visit, audit_id: str) -> Answer:
    """Somebody from outside leads it: the form."""
    with visit.tend.store.read() as session:
        one = _of(session, visit, audit_id)
    return Answer(view=forms.outsider(audit_id, one.account.name))


def invited(visit: Visit, form: Form) -> Answer:
    """Who from outside leads it."""
    with at("outsider"):
        return invite(visit, str(form.metadata["audit"]), form.text("outsider"))


def invite(visit: Visit, audit_id: str, outsider: str) -> Answer:
    """Have somebody from outside lead an audit, and say so."""
    kept = work.invite(visit.tend.store, visit.deed(), audit_id, outsider)
    return Answer(views.invited(kept.account.name, kept.audit.outsider, kept.audit.due_on, visit.today))


def find(visit: Visit, audit_id: str) -> Answer:
    """A finding: the form."""
    with visit.tend.store.read() as session:
        one = _of(session, visit, audit_id)
    return Answer(view=forms.finding(audit_id, one.account.name))


def found(visit: Visit, form: Form) -> Answer:
    """What was found; the audit is shown as it stands now."""
    new = Finding(form.text("text"), Side(form.text("side")), Part(form.text("part")))
    with at("text"):
        kept = work.find(visit.tend.store, visit.deed(), str(form.metadata["audit"]), new)
    return _again(visit, kept)


def drop(visit: Visit, value: str) -> Answer:
    """Take a finding off."""
    audit_id, _, finding_id = value.partition(" ")
    return _again(visit, work.drop(visit.tend.store, visit.deed(), audit_id, finding_id))


def spare(visit: Visit, value: str) -> Answer:
    """Say that there is nothing to check elsewhere for a finding."""
    audit_id, _, finding_id = value.partition(" ")
    return _again(visit, findings.spare(visit.tend.store, visit.deed(), audit_id, [finding_id]))


def spare_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Say of which findings there is nothing to check elsewhere: the form, from the card that asks for them."""
    audit_id = subject_of(visit, nudge_id, work.RULE, work.GONE)
    with visit.tend.store.read() as session:
        one = _of(session, visit, audit_id)
        waiting = _waiting(one, lessons.findings_of(session, visit.team_id, one.loss.id))
    if not waiting:
        raise Refused(forms.ALL_SEEN_TO)
    return Answer(view=forms.spare(audit_id, one.account.name, waiting))


def spared(visit: Visit, form: Form) -> Answer:
    """Of which findings there is nothing to check elsewhere."""
    chosen = form.many("findings")
    if not chosen:
        raise FieldErrors({"findings": "Tick at least one; what may be so elsewhere becomes a lesson instead."})
    with at("findings"):
        kept = findings.spare(visit.tend.store, visit.deed(), str(form.metadata["audit"]), chosen)
    return _again(visit, kept)


def conclude(visit: Visit, audit_id: str) -> Answer:
    """It is done: the form, with where it turned."""
    with visit.tend.store.read() as session:
        one = _of(session, visit, audit_id)
        turning = reporting.story(session, one.account, one.loss).turning
    turned_on = turning.on if turning else None
    return Answer(view=forms.conclude(audit_id, one.account.name, audit_words.turning(turning), turned_on))


def concluded(visit: Visit, form: Form) -> Answer:
    """The audit is done: its report is kept, and comes as a file."""

    def write(session: Session, audit: LossAudit) -> str:
        one = _of(session, visit, audit.id)
        return reporting.written(session, one.account, one.loss, audit, visit.now)

    audit_id, turning_on = str(form.metadata["audit"]), form.day("turning_on")
    kept = work.conclude(visit.tend.store, visit.deed(), audit_id, write, turning_on)
    return Answer(views.concluded(kept.account.name), later=_later(visit, kept.account.name, kept.audit))


def report(visit: Visit, audit_id: str) -> Answer:
    """The report as a file: as it was kept, or as things stand."""
    with visit.tend.store.read() as session:
        one = _of(session, visit, audit_id)
    return Answer(refusals.say(views.ON_ITS_WAY), later=_later(visit, one.account.name, one.audit))


def _later(visit: Visit, account: str, audit: LossAudit) -> Later:
    return Later(("audit", visit.team_id, visit.person.id, audit.id), lambda: _sent(visit, account, audit.id))


def _sent(visit: Visit, account: str, audit_id: str) -> Answer:
    with visit.tend.store.read() as session:
        one = _of(session, visit, audit_id)
        text = one.audit.report or reporting.written(session, one.account, one.loss, one.audit, visit.now)
    try:
        deliver.send(visit.tend, visit.team_id, visit.person.id, account, text)
    except Trouble as met:
        log.warning("audit.not_sent", code=met.code, fate=met.fate)
        return Answer(refusals.say(views.NOT_TAKEN), failed=True)
    return NOTHING


def _of(session: Session, visit: Visit, audit_id: str) -> _Open:
    audit = losses.audit(session, visit.team_id, audit_id)
    loss = losses.get(session, visit.team_id, audit.loss_id) if audit else None
    account = accounts.get(session, visit.team_id, audit.account_id) if audit else None
    if audit is None or loss is None or account is None:
        raise Refused(work.GONE)
    return _Open(audit, loss, account)


def _waiting(one: _Open, learned: Collection[str]) -> list[Mapping[str, str]]:
    """The findings of an audit that is done that nobody looks for elsewhere yet."""
    return unlearned(one.audit.findings, learned) if one.audit.state == "done" else []


def _again(visit: Visit, kept: AuditKept) -> Answer:
    with visit.tend.store.read() as session:
        return _shown(session, visit, _of(session, visit, kept.audit.id))


def _shown(session: Session, visit: Visit, one: _Open) -> Answer:
    chooses = role(session, visit.person) is not Role.MEMBER
    waits = one.audit.state == "open" and one.audit.leader_id is None
    learned = lessons.findings_of(session, visit.team_id, one.loss.id)
    shown = AuditShown(
        audit_id=one.audit.id,
        account=one.account.name,
        state=one.audit.state,
        ended_on=one.loss.ended_on or visit.today,
        due_on=one.audit.due_on,
        leader_id=one.audit.leader_id,
        outsider=one.audit.outsider,
        findings=one.audit.findings,
        story=reporting.story(session, one.account, one.loss),
        months=reporting.months(session, one.account, one.loss, visit.now),
        today=visit.today,
        leads=one.audit.leader_id == visit.person.id,
        chooses=chooses,
        candidates=work.candidates(session, one.account, one.audit) if waits else (),
        learned=learned,
        waiting=[row["id"] for row in _waiting(one, learned)],
        closed_on=one.audit.closed_at.astimezone(visit.zone).date() if one.audit.closed_at else None,
    )
    return Answer(views.overview(shown))


ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    loss_views.AUDIT: show,
    "nudge.audit": of_nudge,
    "nudge.spare": spare_nudge,
    views.OPEN: begin,
    views.APPOINT: choose,
    views.OUTSIDE: outside,
    views.FIND: find,
    views.DROP: drop,
    views.SPARE: spare,
    views.CONCLUDE: conclude,
    views.REPORT: report,
}
FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    forms.LEADER: chosen,
    forms.OUTSIDER: invited,
    forms.FINDING: found,
    forms.SPARED: spared,
    forms.CONCLUDED: concluded,
}
