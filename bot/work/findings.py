"""What becomes of the findings of an audit that is done: each is looked for elsewhere, or there is nothing to check."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from bot.audits.neutrality import of_person
from bot.audits.unlearned import ELSEWHERE, NOTHING, unlearned
from bot.nudges.settle import settle
from bot.work import desk, ringing
from bot.work.deed import Deed, Refused
from bot.work.loss_audits import RULE, AuditKept, held
from bot.work.permission import NotAllowed, allow
from storage import lessons
from storage.engine import Store
from storage.tables import LossAudit

NO_FINDING = "That finding is no longer on record."
LEARNED = "That finding is a lesson already: /client lessons shows it. Thank you!"
SEEN_TO = "every finding seen to"


def spare(store: Store, deed: Deed, audit_id: str, finding_ids: Collection[str]) -> AuditKept:
    """Say that there is nothing to check elsewhere for findings of an audit that is done; again does no harm.

    Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, audit_id)
        kept = held(session, deed, audit_id, "done")
        audit, account = kept.audit, kept.account
        allow(session, deed, "audit.spare", person_id=audit.leader_id)
        _check_fresh(session, deed, kept)
        if not {row["id"] for row in audit.findings}.issuperset(finding_ids):
            raise Refused(NO_FINDING)
        if not lessons.findings_of(session, deed.team_id, audit.loss_id).isdisjoint(finding_ids):
            raise Refused(LEARNED)
        audit.findings = [{**row, ELSEWHERE: NOTHING} if row["id"] in finding_ids else row for row in audit.findings]
        session.flush()
        seen_to(session, deed, audit)
        for finding_id in finding_ids:
            after = {"finding": finding_id, ELSEWHERE: NOTHING}
            desk.record(session, deed, "audit.spare", account_id=account.id, subject_id=audit.id, after=after)
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return kept


def seen_to(session: Session, deed: Deed, audit: LossAudit | None) -> None:
    """Close the word about findings of an audit once none is left. The account is locked; settling is the caller's."""
    if audit is None or audit.state != "done":
        return
    if not unlearned(audit.findings, lessons.findings_of(session, deed.team_id, audit.loss_id)):
        ringing.close(session, deed, audit.account_id, RULE, audit.id, SEEN_TO)


def _check_fresh(session: Session, deed: Deed, kept: AuditKept) -> None:
    """Raise a kind `NotAllowed` for whoever keeps or kept the account and does not lead its audit."""
    if deed.person_id is None or deed.person_id == kept.audit.leader_id:
        return
    involved = of_person(session, kept.account, deed.person_id)
    if involved and involved.had_it:
        raise NotAllowed(
            f"Whether a finding needs no check elsewhere is said by whoever led the audit of {kept.account.name}, or "
            "by a lead or an admin who did not keep the account. Whoever did may have it looked for elsewhere."
        )
