"""The audit of a loss: who leads it, what they find, and its end. Whoever had to do with the account leads none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.audits.neutral import Involvement, Tie, proposed
from bot.audits.neutrality import everybody, of_person
from bot.endings import Part, Side
from bot.nudges.settle import settle
from bot.policy import Status
from bot.work import checks, desk, permission, ringing
from bot.work.deed import Deed, Refused
from bot.work.losses import open_audit
from bot.work.permission import NotAllowed, allow
from storage import losses, people
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Loss, LossAudit

RULE = "audit"
MOST = 30
GONE = "That audit is no longer on record."
NO_NAME = "Who leads it? Their name, and where they are from: “Jane Roe, Roe Advisers”."
NO_TEXT = "What was found? One sentence about what happened is enough; no names are needed."
NO_FINDING = "An audit ends with what was found: note at least one finding, even a small one."
_SAID = {
    Tie.KEEPS: "keeps the account",
    Tie.KEPT: "kept the account",
    Tie.HELPS: "helps on the account",
    Tie.HELPED: "helped on the account",
    Tie.TOUCHED: "was in touch with the client",
    Tie.SAW_TO: "saw to something for the client",
}
_OTHERWISE = {
    "open": "The audit of {account} is {state}: /client audit {account} shows it.",
    "done": "What follows from a finding is decided once the audit of {account} is done.",
}
_NAMED = 3
_LED = {"leader_id", "outsider"}
_OUTSIDE = (
    "Everybody of ours was there, so somebody from outside may lead it, an adviser or a sister company: "
    "/client audit {} from outside: Jane Roe, Roe Advisers"
)

_Told = Mapping[str, object] | None

#: Writes the report of an audit, before its end is kept.
Write = Callable[[Session, LossAudit], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit found; `side`: where it lay, ours or theirs, not whose fault it was."""

    text: str
    side: Side
    part: Part


@dataclass(frozen=True, slots=True)
class AuditKept:
    """An audit as it stands now, its loss and its account."""

    audit: LossAudit
    loss: Loss
    account: Account


def begin(store: Store, deed: Deed, account_id: str) -> AuditKept:
    """Open the audit of an account that was lost before it was on record here. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, account_id)
        account = desk.hold(session, deed, account_id)
        allow(session, deed, "audit.appoint", account=account)
        loss = losses.standing(session, deed.team_id, account_id)
        if loss is None or loss.state != Status.LOST:
            raise Refused(f"{account.name} is not lost, so there is nothing to learn from yet.")
        if losses.audit_of(session, deed.team_id, loss.id) is not None:
            raise Refused(f"The audit of {account.name} is open already: /client audit {account.name} shows it.")
        kept = AuditKept(open_audit(session, deed, loss), loss, account)
        return _done(session, deed, "audit.open", kept, None, {"due_on": kept.audit.due_on})


def appoint(store: Store, deed: Deed, audit_id: str, leader_id: str) -> AuditKept:
    """Have somebody neutral lead an audit. Raises `Refused`, kindly, for whoever had to do with the account."""
    with store.write() as session:
        desk.begin(session, deed, audit_id)
        kept = held(session, deed, audit_id)
        allow(session, deed, "audit.appoint", account=kept.account)
        desk.one_of_ours(session, deed, leader_id, "the one who leads an audit")
        _check_neutral(session, kept, leader_id)
        before = kept.audit.model_dump(include=_LED)
        kept.audit.leader_id, kept.audit.outsider = leader_id, ""
        return _done(session, deed, "audit.appoint", kept, before, kept.audit.model_dump(include=_LED))


def invite(store: Store, deed: Deed, audit_id: str, outsider: str) -> AuditKept:
    """Have somebody from outside lead an audit, where nobody of ours is neutral; whoever says so keeps its notes.

    Raises `Refused`, with who could lead it, where somebody can.
    """
    with store.write() as session:
        desk.begin(session, deed, audit_id)
        kept = held(session, deed, audit_id)
        allow(session, deed, "audit.appoint", account=kept.account)
        name = checks.short(outsider, "name")
        if not name:
            raise Refused(NO_NAME)
        if others := candidates(session, kept.account, kept.audit):
            raise Refused(
                f"Somebody of ours had nothing to do with {kept.account.name}, and comes first. {_could(others)}"
            )
        if deed.person_id:
            _check_notes(session, kept, deed.person_id)
        before = kept.audit.model_dump(include=_LED)
        kept.audit.leader_id, kept.audit.outsider = deed.person_id, name
        return _done(session, deed, "audit.outside", kept, before, kept.audit.model_dump(include=_LED))


def find(store: Store, deed: Deed, audit_id: str, new: Finding) -> AuditKept:
    """Note what an audit found; its leader alone does. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, audit_id)
        kept = held(session, deed, audit_id)
        _check_leads(session, deed, kept)
        text = checks.note(new.text, "finding")
        if not text:
            raise Refused(NO_TEXT)
        if len(kept.audit.findings) >= MOST:
            raise Refused(f"{MOST} findings are the most that one audit can hold: put some of them together.")
        row = {"id": new_id(), "text": text, "side": str(new.side), "part": str(new.part)}
        kept.audit.findings = [*kept.audit.findings, row]
        return _done(session, deed, "audit.find", kept, None, row)


def drop(store: Store, deed: Deed, audit_id: str, finding_id: str) -> AuditKept:
    """Take a finding off again. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, audit_id)
        kept = held(session, deed, audit_id)
        _check_leads(session, deed, kept)
        found = [row for row in kept.audit.findings if row["id"] == finding_id]
        if not found:
            raise Refused("That finding is no longer on record.")
        kept.audit.findings = [row for row in kept.audit.findings if row["id"] != finding_id]
        return _done(session, deed, "audit.drop", kept, found[0], None)


def conclude(store: Store, deed: Deed, audit_id: str, write: Write, turning_on: date | None = None) -> AuditKept:
    """End an audit with its report; `turning_on`: where it turned, as its leader sees it. Raises `Refused`."""
    with store.write() as session:
        desk.begin(session, deed, audit_id)
        kept = held(session, deed, audit_id)
        _check_leads(session, deed, kept)
        if not kept.audit.findings:
            raise Refused(NO_FINDING)
        kept.audit.turning_on = turning_on
        losses.close_audit(kept.audit, "done", deed.person_id, deed.now)
        kept.audit.report = write(session, kept.audit)
        session.flush()
        ringing.close(session, deed, kept.account.id, RULE, audit_id, "done", "")
        after = {"state": "done", "turning_on": turning_on, "findings": len(kept.audit.findings)}
        return _done(session, deed, "audit.conclude", kept, {"state": "open"}, after)


def candidates(session: Session, account: Account, audit: LossAudit) -> list[Involvement]:
    """Who may lead the audit, whoever had the least to do with the account first.

    Where nobody else is left: whoever had nothing to do with it until the audit was opened.
    """
    return proposed(everybody(session, account)) or proposed(everybody(session, account, audit.opened_at))


def held(session: Session, deed: Deed, audit_id: str, state: str = "open") -> AuditKept:
    """An audit, its loss and its account, locked. Raises `Refused` where it is in another state."""
    audit = losses.audit(session, deed.team_id, audit_id)
    loss = losses.get(session, deed.team_id, audit.loss_id) if audit else None
    if audit is None or loss is None:
        raise Refused(GONE)
    account = desk.hold(session, deed, audit.account_id)
    session.refresh(audit)
    if audit.state != state:
        raise Refused(_OTHERWISE[state].format(account=account.name, state=audit.state))
    return AuditKept(audit, loss, account)


def _check_leads(session: Session, deed: Deed, kept: AuditKept) -> None:
    """Only its leader goes on, while they have nothing to do with the account; or who keeps notes for an outsider."""
    if deed.person_id is None:
        return
    if kept.audit.leader_id != deed.person_id:
        leader = people.get(session, deed.team_id, kept.audit.leader_id) if kept.audit.leader_id else None
        who = f"{leader.name} leads" if leader else "somebody neutral is to lead"
        raise NotAllowed(
            f"What is found is written by whoever leads the audit, so that it is fair to all: {who} this one. "
            "Tell them what you know: it counts."
        )
    allow(session, deed, "audit.lead", account=kept.account, person_id=kept.audit.leader_id)
    check = _check_notes if kept.audit.outsider else _check_neutral
    check(session, kept, deed.person_id)


def _check_neutral(session: Session, kept: AuditKept, person_id: str) -> None:
    """Raise a kind `Refused` for whoever had to do with an account, with who might do it instead."""
    account = kept.account
    involved = of_person(session, account, person_id)
    others = candidates(session, account, kept.audit)
    if involved is None or not involved.ties or person_id in {one.person_id for one in others}:
        return
    ties = " and ".join(_SAID[tie] for tie in involved.ties)
    could = _could(others) if others else _OUTSIDE.format(account.name)
    raise Refused(
        f"{involved.name} {ties}, and was there: that is needed, too. Fresh eyes lead an audit, so that nobody has "
        f"to judge their own work. {could}"
    )


def _check_notes(session: Session, kept: AuditKept, person_id: str) -> None:
    """Raise a kind `Refused` for whoever keeps or kept an account, where another lead could keep the notes."""
    involved = of_person(session, kept.account, person_id)
    if involved is None or not involved.had_it:
        return
    leading = permission.leading(session, kept.account.team_id)
    then = everybody(session, kept.account, kept.audit.opened_at)
    others = [one for one in then if one.person_id in leading - {person_id} and not one.had_it]
    if others:
        tie = _SAID[Tie.KEEPS if involved.keeps else Tie.KEPT]
        raise Refused(
            f"{involved.name} {tie}, and was there: that is needed, too. Another lead or admin keeps the notes for "
            f"whoever is from outside, so that nobody has to write about their own work. {_could(others)} They say "
            f"so: /client audit {kept.account.name} from outside: {kept.audit.outsider or 'Jane Roe, Roe Advisers'}"
        )


def _could(others: Sequence[Involvement]) -> str:
    return f"It could be {', '.join(one.name for one in others[:_NAMED])}."


def _done(session: Session, deed: Deed, what: str, kept: AuditKept, before: _Told, after: _Told) -> AuditKept:
    session.flush()
    account_id = kept.account.id
    desk.record(session, deed, what, account_id=account_id, subject_id=kept.audit.id, before=before, after=after)
    settle(session, deed.team_id, [account_id], deed.now, by=deed.person_id)
    return kept
