"""What is open on accounts, from its rows to what the rules see of it.

Adding a noun: a reader here, a line in `_READERS`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from bot.audits.unlearned import unlearned
from bot.endings import was_heard
from bot.facts import (
    AuditFact,
    BreakdownFact,
    LeavingFact,
    LitmusFact,
    MeetingFact,
    OpeningFact,
    PromiseFact,
    RemarkFact,
    RescueFact,
    StaffingFact,
    StepFact,
    TraitFact,
    UnlearnedFact,
    ViewFact,
    WinbackFact,
    WishFact,
    WorryFact,
)
from bot.intervals import ONCE, Interval
from bot.policy import Band, TraitKind
from storage import matters

#: The fields of `bot.facts.AccountFacts` that hold what is open, and what they hold.
Matters = dict[str, tuple[Any, ...]]


def open_on(session: Session, team_id: str, account_ids: Sequence[str]) -> dict[str, Matters]:
    """What is open on some accounts, by account and field; nothing for an account without any."""
    found: defaultdict[str, Matters] = defaultdict(dict)
    for noun, rows in matters.open_on(session, team_id, account_ids).items():
        for row in rows:
            of_account = found[row.account_id]
            of_account[noun] = (*of_account.get(noun, ()), _READERS[noun](row))
    return found


def _meeting(row: Any) -> MeetingFact:
    return MeetingFact(row.id, row.planned_on, kept=row.kept_by is not None)


def _step(row: Any) -> StepFact:
    return StepFact(
        id=row.id,
        plan_id=row.plan_id,
        plan=row.plan,
        playbook=row.playbook,
        text=row.text,
        kind=row.kind,
        opened_at=row.opened_at,
        due_on=row.due_on,
        owner_id=row.owner_id,
        contact_id=row.contact_id,
    )


def _remark(row: Any) -> RemarkFact:
    return RemarkFact(
        id=row.id,
        text=row.text,
        said_by=row.said_by_name or "",
        reported_by=row.reporter or "",
        reported_at=row.reported_at,
        due_on=row.due_on,
        is_big=row.is_big,
        owner_id=row.owner_id,
        contact_id=row.said_by,
    )


def _rescue(row: Any) -> RescueFact:
    return RescueFact(
        id=row.id,
        why=row.why,
        words=row.words,
        opened_by=row.opener or "",
        opened_at=row.opened_at,
        lead_id=row.lead_id,
        reviewed_at=row.last_review_at,
        next_step=row.next_step or "",
    )


def _promise(row: Any) -> PromiseFact:
    return PromiseFact(
        id=row.id,
        text=row.text,
        is_ours=row.side == "ours",
        contact=row.contact or "",
        owner_id=row.owner_id,
        made_at=row.made_at,
        due_on=row.due_on,
        moved=row.moved,
        broken_on=row.settled_on,
        client_told=bool(row.client_told),
        contact_id=row.contact_id,
    )


def _wish(row: Any) -> WishFact:
    every = Interval(row.every, row.unit) if row.every else ONCE
    return WishFact(
        id=row.id,
        text=row.text,
        contact=row.contact or "",
        owner_id=row.owner_id,
        noted_at=row.noted_at,
        due_on=row.due_on,
        every=str(every),
        days=every.days,
        delivered_on=row.delivered_on,
        contact_id=row.contact_id,
    )


def _breakdown(row: Any) -> BreakdownFact:
    return BreakdownFact(
        id=row.id,
        text=row.text,
        broke_on=row.broke_on,
        owner_id=row.owner_id,
        reported_at=row.reported_at,
        recovered_at=row.recovered_at,
        recovery=row.recovery,
    )


def _litmus_test(row: Any) -> LitmusFact:
    return LitmusFact(
        id=row.id,
        opened_at=row.opened_at,
        due_on=row.due_on,
        asked=row.asked,
        given=row.given,
        closed_at=row.closed_at,
        band=Band(row.band) if row.band else None,
        score=row.score,
    )


def _litmus_view(row: Any) -> ViewFact:
    return ViewFact(row.id, row.test_id, row.person_id, row.person, row.asked_at, row.due_on)


def _worry(row: Any) -> WorryFact:
    return WorryFact(row.person_id, row.said_at)


def _leaving(row: Any) -> LeavingFact:
    return LeavingFact(
        id=row.id,
        said_at=row.recorded_at,
        until=row.ended_on,
        exit_on=row.exit_on,
        was_heard=was_heard(row.exit_answers, row.words),
        reopened_at=row.reopened_at,
    )


def _audit(row: Any) -> AuditFact:
    is_led = row.leader_id is not None and not row.is_tied
    return AuditFact(
        id=row.id,
        ended_on=row.ended_on,
        opened_at=row.opened_at,
        due_on=row.due_on,
        leader_id=row.leader_id if is_led else None,
        was_led=row.leader_id is not None and not is_led,
        chooser_id=row.chooser_id,
        findings=len(row.findings),
    )


def _unlearned(row: Any) -> UnlearnedFact:
    return UnlearnedFact(
        id=row.id,
        concluded_at=row.closed_at,
        findings=len(unlearned(row.findings, (row.learned or "").split(","))),
        all_of_them=len(row.findings),
        leader_id=row.leader_id,
        chooser_id=row.chooser_id,
    )


def _staffing(row: Any) -> StaffingFact:
    return StaffingFact(row.id, row.changed_at, row.before_id, row.after_id)


def _trait(row: Any) -> TraitFact:
    return TraitFact(row.id, TraitKind(row.kind), row.text, row.falls_on)


def _opening(row: Any) -> OpeningFact:
    return OpeningFact(row.id, row.kind, row.text, row.ask_on, row.noted or "", row.noted_at)


def _winback(row: Any) -> WinbackFact:
    return WinbackFact(
        id=row.id,
        decide_by=row.decide_by,
        wanted=row.wanted,
        next_on=row.next_on,
        must_change=row.must_change,
        keeper_id=row.keeper_id,
        opened_at=row.opened_at,
    )


_READERS: dict[str, Callable[[Any], Any]] = {
    "meetings": _meeting,
    "remarks": _remark,
    "staffing": _staffing,
    "traits": _trait,
    "rescues": _rescue,
    "steps": _step,
    "promises": _promise,
    "broken": _promise,
    "wishes": _wish,
    "breakdowns": _breakdown,
    "litmus_tests": _litmus_test,
    "litmus_views": _litmus_view,
    "worries": _worry,
    "leaving": _leaving,
    "audits": _audit,
    "unlearned": _unlearned,
    "openings": _opening,
    "winbacks": _winback,
}
