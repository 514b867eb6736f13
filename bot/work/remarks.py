"""Remarks: something the client said is passed on, and addressed, or declined with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.gather import facts_of, policy_of
from bot.nudges.circles import hearer
from bot.nudges.plan import within_hours
from bot.nudges.remarks import ABOUT
from bot.nudges.settle import ClockMove, settle
from bot.policy import Policy
from bot.rules.remark import RULE
from bot.work import checks, desk, keepers, ringing
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import contacts, outbox, people, remarks
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Remark

NOTICE = "remark"
ADDRESSED, DECLINED = "addressed", "declined"
NO_WORDS = "What did they say? Their own words are best."
NO_REASON = "Please say why it is declined: whoever passed it on is told."


@dataclass(frozen=True, slots=True)
class NewRemark:
    """What the client said, in their own words. `said_by`: a contact's id; `link` leads to the message that it was."""

    account_id: str
    text: str
    is_big: bool = False
    said_by: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class RemarkKept:
    """A remark as it stands now, its account, and what moved."""

    remark: Remark
    account: Account
    moves: list[ClockMove]


def pass_on(store: Store, deed: Deed, new: NewRemark) -> RemarkKept:
    """Pass on what a client said: its owner is to answer within so many working days. Raises `Refused`, `Repeated`."""
    remark_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, remark_id)
        allow(session, deed, "remark.pass_on")
        account = desk.hold(session, deed, new.account_id)
        policy = policy_of(desk.workspace(session, deed.team_id))
        remark = _row(session, deed, remark_id, new, account, policy)
        session.add(remark)
        session.flush()
        after = remark.model_dump(include={"text", "is_big", "said_by", "owner_id", "due_on"})
        desk.record(session, deed, "remark.pass_on", account_id=account.id, subject_id=remark_id, after=after)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return RemarkKept(remark, account, moves)


def address(store: Store, deed: Deed, remark_id: str, what: str = "") -> RemarkKept:
    """Note that a remark was seen to, and perhaps what was done. Raises `Refused` and `Repeated`."""
    return _answer(store, deed, remark_id, ADDRESSED, checks.note(what, "answer"))


def decline(store: Store, deed: Deed, remark_id: str, reason: str) -> RemarkKept:
    """Note that nothing will be done about a remark, and why. Raises `Refused` and `Repeated`."""
    why = checks.note(reason, "reason")
    if not why:
        raise Refused(NO_REASON)
    return _answer(store, deed, remark_id, DECLINED, why)


def give(store: Store, deed: Deed, remark_id: str, person_id: str) -> RemarkKept:
    """Have somebody else of ours answer a remark. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, remark_id)
        remark, account = _held(session, deed, remark_id)
        allow(session, deed, "remark.answer", account=account, person_id=remark.owner_id)
        if remark.state != "open":
            raise Refused(_before(session, remark))
        before = {"owner_id": remark.owner_id}
        remark.owner_id = desk.one_of_ours(session, deed, person_id, "who is to answer it").id
        session.flush()
        after = {"owner_id": remark.owner_id}
        desk.record(
            session, deed, "remark.give", account_id=account.id, subject_id=remark_id, before=before, after=after
        )
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return RemarkKept(remark, account, moves)


def hand_over(session: Session, account: Account) -> None:
    """Have the open remarks of an account answered by whoever keeps it now. The account is locked."""
    remarks.hand_over(session, account.team_id, account.id, keepers.first(session, account))


def _row(session: Session, deed: Deed, remark_id: str, new: NewRemark, account: Account, policy: Policy) -> Remark:
    text = checks.note(new.text, "remark")
    if not text:
        raise Refused(NO_WORDS)
    _check_contact(session, deed, account, new.said_by)
    return Remark(
        team_id=deed.team_id,
        id=remark_id,
        account_id=account.id,
        text=text,
        said_by=new.said_by,
        is_big=new.is_big,
        link=checks.link(new.link) or None,
        reported_by=deed.person_id or "",
        reported_at=deed.now,
        owner_id=keepers.first(session, account),
        due_on=_due_on(session, deed, account, policy, is_big=new.is_big),
    )


def _check_contact(session: Session, deed: Deed, account: Account, contact_id: str | None) -> None:
    known = contacts.get(session, deed.team_id, contact_id) if contact_id else None
    if contact_id and (known is None or known.account_id != account.id):
        raise Refused(f"Whoever said it is not on record at {account.name}: choose one of their contacts, or nobody.")


def _due_on(session: Session, deed: Deed, account: Account, policy: Policy, *, is_big: bool) -> date:
    calendar = facts_of(session, deed.team_id, [account.id], policy, deed.now)[account.id].calendar
    days = policy.remark_big_days if is_big else policy.remark_small_days
    return calendar.day(calendar.add_working_days(deed.now, days))


def _answer(store: Store, deed: Deed, remark_id: str, state: str, said: str) -> RemarkKept:
    with store.write() as session:
        desk.begin(session, deed, remark_id)
        remark, account = _held(session, deed, remark_id)
        allow(session, deed, "remark.answer", account=account, person_id=remark.owner_id)
        if remark.state != "open":
            raise Refused(_before(session, remark))
        remarks.answer(remark, state, said, deed.person_id, deed.now)
        session.flush()
        ringing.close(session, deed, account.id, RULE, remark.id, state, said)
        after = {"state": state, "answer": said}
        before = {"state": "open"}
        desk.record(
            session, deed, f"remark.{state}", account_id=account.id, subject_id=remark_id, before=before, after=after
        )
        _tell_reporter(session, deed, remark)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return RemarkKept(remark, account, moves)


def _held(session: Session, deed: Deed, remark_id: str) -> tuple[Remark, Account]:
    """A remark and its account, locked."""
    remark = remarks.get(session, deed.team_id, remark_id)
    if remark is None:
        raise Refused("That remark is no longer on record.")
    account = desk.hold(session, deed, remark.account_id)
    session.refresh(remark)
    return remark, account


def _before(session: Session, remark: Remark) -> str:
    by = people.get(session, remark.team_id, remark.answered_by) if remark.answered_by else None
    return f"This was {remark.state} before{f', by {by.name}' if by else ''}."


def _tell_reporter(session: Session, deed: Deed, remark: Remark) -> None:
    """Whoever passed it on hears what became of it, within their working hours; not of what they did themselves."""
    reporter = people.get(session, deed.team_id, remark.reported_by)
    if reporter is None or reporter.id == deed.person_id:
        return
    policy = policy_of(desk.workspace(session, deed.team_id))
    told = hearer(reporter, policy)
    if told.is_here:
        at: datetime = within_hours(told.calendar, deed.now, policy)
        body = {"about": ABOUT, "remark": remark.id}
        outbox.notify(session, deed.team_id, reporter.id, f"{ABOUT}:{remark.id}", body, at)
