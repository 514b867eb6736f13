"""The end of an account: leaving, lost, and what undoes it. No other way leads to either status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from bot.endings import Reason, stored, surest
from bot.gate import lacking
from bot.gather import policy_of
from bot.money import MOST_MINOR
from bot.nudges.settle import ClockMove, settle
from bot.policy import Status
from bot.work import accounts, aftermath, checks, desk, exits, gating, plans, rescues, winbacks
from bot.work.deed import Deed, Refused
from bot.work.exits import Exit
from bot.work.permission import allow
from storage import accounts as account_rows
from storage import losses, workspaces
from storage import plans as laid
from storage.engine import Store
from storage.tables import Account, Loss, LossAudit
from storage.tables.plans import CLOSING

WITHDRAWN, WON_BACK = "withdrawn", "won_back"
_PLANS = 50  # of an account, that are looked at
NO_DAY = "When does it end? Give the day, like 30 June."
NO_REASON = "Why did they go? Choose at least one reason; “unknown” is one, too."
NO_WHY = "Please say why: it is kept with the account."


@dataclass(frozen=True, slots=True)
class NewLoss:
    """What is known of an end. The value is of a year, in minor units; `override_why` is a lead's word at the gate.

    `tried`: what was tried in their rescue, which ends with that; while they are only leaving, it is how it stands.
    """

    account_id: str
    ended_on: date | None
    reasons: Sequence[Reason] = ()
    decided_by: str = ""
    value_minor: int | None = None
    currency: str | None = None
    words: str = ""
    attraction: str = ""
    exit: Exit | None = None
    override_why: str = ""
    tried: str = ""


@dataclass(frozen=True, slots=True)
class LossKept:
    """A loss as it stands now, its account, its audit if it has one, and what moved."""

    loss: Loss
    account: Account
    audit: LossAudit | None
    moves: list[ClockMove]

    @property
    def is_lost(self) -> bool:
        """Whether the account is closed."""
        return self.loss.state == Status.LOST


def end(store: Store, deed: Deed, new: NewLoss) -> LossKept:
    """Say that a client is leaving, where the day is still to come, or is lost; again: put right what was said.

    A key account is closed only if nothing lacks at the gate, or a lead says why all the same. Raises `Refused`,
    `GateShut` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, new.account_id)
        account = _hold(session, deed, new.account_id, with_others=_is_over(session, deed, new))
        allow(session, deed, "loss.record", account=account)
        loss = losses.standing(session, deed.team_id, account.id) or _blank(deed, account)
        before = _shown(loss)
        was_lost = loss.state == Status.LOST
        _put(session, deed, loss, new)
        if new.ended_on is None:
            raise Refused(NO_DAY)
        if not _is_over(session, deed, new):
            _leaving(session, deed, account, loss, new.tried)
        else:
            _lost(session, deed, account, loss, checks.note(new.override_why, "reason"), new.tried)
        if not was_lost:
            _lay_closing(session, deed, account, loss)
        old, now = desk.difference(before, _shown(loss))
        what = "loss.correct" if was_lost else f"loss.{loss.state}"
        desk.record(session, deed, what, account_id=account.id, subject_id=loss.id, before=old, after=now)
        audit = losses.audit_of(session, deed.team_id, loss.id)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return LossKept(loss, account, audit, moves)


def reopen(store: Store, deed: Deed, account_id: str, why: str, *, is_won_back: bool = False) -> LossKept:
    """Say that they stay, or that it was a mistake; `is_won_back`: they left, and came back.

    What was lost is reopened by a lead. Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, account_id)
        account = _hold(session, deed, account_id)
        loss = losses.standing(session, deed.team_id, account.id)
        if loss is None:
            raise Refused(f"{account.name} is neither leaving nor lost.")
        allow(session, deed, "loss.reopen" if loss.state == Status.LOST else "loss.record", account=account)
        said = checks.note(why, "reason")
        if not said:
            raise Refused(NO_WHY)
        before = {"state": loss.state}
        state = WON_BACK if is_won_back else WITHDRAWN
        losses.reopen(loss, state, said, deed.person_id, deed.now)
        audit = losses.audit_of(session, deed.team_id, loss.id)
        if audit is not None and audit.state == "open" and not is_won_back:
            losses.close_audit(audit, "dropped", deed.person_id, deed.now)
        for plan in laid.open_of(session, deed.team_id, account.id, CLOSING):
            plans.finish(session, deed, plan, "dropped", said)
        accounts.put(session, deed, account, {"status": str(Status.ACTIVE), "lost_on": None})
        winbacks.reopened(session, deed, account, is_back=is_won_back)
        after = {"state": state, "why": said}
        desk.record(
            session, deed, f"loss.{state}", account_id=account.id, subject_id=loss.id, before=before, after=after
        )
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return LossKept(loss, account, audit, moves)


def told(loss: Loss) -> NewLoss:
    """What is on record of an end, to be told again with changes."""
    return NewLoss(
        account_id=loss.account_id,
        ended_on=loss.ended_on,
        reasons=exits.reasons(loss),
        decided_by=loss.decided_by,
        value_minor=loss.value_minor,
        currency=loss.currency,
        words=loss.words,
        attraction=loss.attraction,
        exit=exits.told(loss),
        override_why=loss.override_why,
    )


def _hold(session: Session, deed: Deed, account_id: str, *, with_others: bool = False) -> Account:
    """The account, locked; `with_others`: all of them, in the order of their ids, as a loss has them all tested."""
    workspaces.lock(session, deed.team_id)
    if with_others:
        account_rows.lock_all(session, deed.team_id)
    return desk.hold(session, deed, account_id)


def _is_over(session: Session, deed: Deed, new: NewLoss) -> bool:
    return new.ended_on is not None and new.ended_on <= _today(session, deed)


def _blank(deed: Deed, account: Account) -> Loss:
    return Loss(
        team_id=deed.team_id,
        account_id=account.id,
        state="leaving",
        value_minor=account.annual_value_minor,
        currency=account.currency,
        recorded_by=deed.person_id,
        recorded_at=deed.now,
    )


def _put(session: Session, deed: Deed, loss: Loss, new: NewLoss) -> None:
    """Write down what is told."""
    loss.reasons = stored(surest(new.reasons))
    loss.decided_by = checks.short(new.decided_by, "name")
    loss.words = checks.note(new.words, "words")
    loss.attraction = checks.note(new.attraction, "note")
    if new.value_minor is not None:
        loss.value_minor = checks.between(new.value_minor, 0, MOST_MINOR, "annual value")
        loss.currency = new.currency
    if new.exit is not None:
        exits.put(loss, new.exit, deed, _today(session, deed))
    loss.ended_on = new.ended_on


def _leaving(session: Session, deed: Deed, account: Account, loss: Loss, tried: str) -> None:
    if loss.state == Status.LOST:
        raise Refused(f"{account.name} is closed already, and that day is still to come. A mistake? Reopen it first.")
    checks.coming_day(_day(loss), _today(session, deed), "leaving until")
    session.add(loss)
    session.flush()
    accounts.put(session, deed, account, {"status": str(Status.LEAVING)})
    if tried:
        rescues.goes_on(session, deed, account, tried)


def _lost(session: Session, deed: Deed, account: Account, loss: Loss, override_why: str, tried: str) -> None:
    checks.past_day(_day(loss), _today(session, deed), "lost on")
    if not loss.reasons:
        raise Refused(NO_REASON)
    if not loss.is_past:
        _pass_gate(session, deed, account, loss, override_why)
    is_new = loss.state != Status.LOST
    loss.state = str(Status.LOST)
    if is_new:
        loss.closed_by, loss.closed_at = deed.person_id, deed.now
    session.add(loss)
    session.flush()
    accounts.put(session, deed, account, {"status": str(Status.LOST), "lost_on": loss.ended_on, "paused_until": None})
    if is_new:
        rescues.over_as_lost(session, deed, account, tried or loss.words)
        open_audit(session, deed, loss)
        aftermath.begin(session, deed, account, loss)


def _pass_gate(session: Session, deed: Deed, account: Account, loss: Loss, why: str) -> None:
    """Go on if nothing lacks, or if a lead says why it is closed all the same. Raises `GateShut`, `NotAllowed`."""
    known = gating.ending(session, deed, account, loss, _day(loss))
    lacks = lacking(known)
    loss.overridden_by, loss.override_why = None, ""
    if not lacks:
        return
    if not why:
        raise gating.GateShut(account.name, lacks, known.reopened_on)
    allow(session, deed, "loss.override", account=account)
    loss.overridden_by, loss.override_why = deed.person_id, why
    after = {"lacks": [str(lack) for lack in lacks], "why": why}
    desk.record(session, deed, "loss.override", account_id=account.id, subject_id=loss.id, after=after)


def _lay_closing(session: Session, deed: Deed, account: Account, loss: Loss) -> None:
    """How a contract is closed counts as much as how it began: its steps are laid once (MISSION I5)."""
    before = laid.of_account(session, deed.team_id, account.id, limit=_PLANS)
    if not any(plan.playbook == CLOSING and plan.opened_at >= loss.recorded_at for plan in before):
        plans.lay(session, deed, account, CLOSING)


def open_audit(session: Session, deed: Deed, loss: Loss) -> LossAudit:
    """Open the audit of a loss. Its account is locked; settling is the caller's."""
    policy = policy_of(desk.workspace(session, deed.team_id))
    audit = LossAudit(
        team_id=deed.team_id,
        account_id=loss.account_id,
        loss_id=loss.id,
        due_on=_today(session, deed) + timedelta(days=policy.audit_days),
        opened_at=deed.now,
    )
    session.add(audit)
    session.flush()
    return audit


def _shown(loss: Loss) -> dict[str, Any]:
    """What the audit log keeps of a loss; what they said in confidence stays with the loss."""
    fields = {"state", "ended_on", "decided_by", "value_minor", "currency", "reasons", "exit_on", "exit_way"}
    return loss.model_dump(include=fields)


def _day(loss: Loss) -> date:
    if loss.ended_on is None:
        raise Refused(NO_DAY)
    return loss.ended_on


def _today(session: Session, deed: Deed) -> date:
    return deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
