"""Breakdowns: something of ours broke; then it is recovered, and verified by somebody once the client knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.nudges.settle import ClockMove, settle
from bot.rules.breakdown import RULE
from bot.work import checks, desk, keepers, ringing
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import breakdowns, people
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Breakdown

RECOVERED, VERIFIED = "recovered", "verified"
NO_WORDS = "What broke? A few words are enough."
NO_RECOVERY = "Please say what was done to put it right, in a few words."
NO_PROOF = "Please say how you saw that it works again, in a few words."
_WHAT = "who sees to the recovery"


@dataclass(frozen=True, slots=True)
class NewBreakdown:
    """What broke, on a day that has been (None: today), and who sees to it; nobody named: who keeps the account."""

    account_id: str
    text: str
    broke_on: date | None = None
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class BreakdownKept:
    """A breakdown as it stands now, its account, and what moved."""

    breakdown: Breakdown
    account: Account
    moves: list[ClockMove]


def report(store: Store, deed: Deed, new: NewBreakdown) -> BreakdownKept:
    """Put a breakdown on record: it gets louder until it is recovered. Raises `Refused` and `Repeated`."""
    breakdown_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, breakdown_id)
        allow(session, deed, "breakdown.report")
        account = desk.hold(session, deed, new.account_id)
        breakdown = _row(session, deed, breakdown_id, new, account)
        session.add(breakdown)
        session.flush()
        after = breakdown.model_dump(include={"text", "broke_on", "owner_id"})
        desk.record(session, deed, "breakdown.report", account_id=account.id, subject_id=breakdown_id, after=after)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return BreakdownKept(breakdown, account, moves)


def recover(store: Store, deed: Deed, breakdown_id: str, what: str) -> BreakdownKept:
    """Note what was done to put it right; somebody is to verify it. Raises `Refused` and `Repeated`."""
    recovery = _said(what, NO_RECOVERY)
    with store.write() as session:
        desk.begin(session, deed, breakdown_id)
        breakdown, account = _held(session, deed, breakdown_id)
        allow(session, deed, "breakdown.recover", account=account, person_id=breakdown.owner_id)
        if breakdown.state != "open":
            raise Refused(_before(session, breakdown))
        breakdown.state, breakdown.recovery = RECOVERED, recovery
        breakdown.recovered_by, breakdown.recovered_at = deed.person_id, deed.now
        moves = _settled(session, deed, breakdown, {"state": "open"}, {"state": RECOVERED, "recovery": recovery})
    return BreakdownKept(breakdown, account, moves)


def verify(store: Store, deed: Deed, breakdown_id: str, proof: str, *, client_told: bool) -> BreakdownKept:
    """Note that somebody saw that it works again, and how. `client_told`: they know; else it never reached them.

    What nobody recovered yet cannot be verified. Raises `Refused` and `Repeated`.
    """
    said = _said(proof, NO_PROOF)
    with store.write() as session:
        desk.begin(session, deed, breakdown_id)
        breakdown, account = _held(session, deed, breakdown_id)
        allow(session, deed, "breakdown.verify", account=account)
        if breakdown.state != RECOVERED:
            raise Refused(_before(session, breakdown))
        breakdown.state, breakdown.proof, breakdown.client_told = VERIFIED, said, client_told
        breakdown.verified_by, breakdown.verified_at = deed.person_id, deed.now
        after = {"state": VERIFIED, "proof": said, "client_told": client_told}
        moves = _settled(session, deed, breakdown, {"state": RECOVERED}, after)
    return BreakdownKept(breakdown, account, moves)


def reopen(store: Store, deed: Deed, breakdown_id: str, why: str) -> BreakdownKept:
    """Note that what was recovered, or verified, does not work after all. Raises `Refused` and `Repeated`."""
    said = _said(why, "Please say what does not work yet, in a few words.")
    with store.write() as session:
        desk.begin(session, deed, breakdown_id)
        breakdown, account = _held(session, deed, breakdown_id)
        allow(session, deed, "breakdown.reopen")
        if breakdown.state == "open":
            raise Refused(_before(session, breakdown))
        before = breakdown.model_dump(include={"state", "recovery", "proof", "client_told"})
        breakdown.state, breakdown.recovery = "open", said
        breakdown.recovered_by = breakdown.recovered_at = None
        breakdown.proof, breakdown.client_told = "", None
        breakdown.verified_by = breakdown.verified_at = None
        moves = _settled(session, deed, breakdown, before, {"state": "open", "recovery": said})
    return BreakdownKept(breakdown, account, moves)


def give(store: Store, deed: Deed, breakdown_id: str, person_id: str) -> BreakdownKept:
    """Have somebody else see to the recovery. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, breakdown_id)
        breakdown, account = _held(session, deed, breakdown_id)
        allow(session, deed, "breakdown.recover", account=account, person_id=breakdown.owner_id)
        before = {"owner_id": breakdown.owner_id}
        breakdown.owner_id = desk.one_of_ours(session, deed, person_id, _WHAT).id
        session.flush()
        after = {"owner_id": breakdown.owner_id}
        desk.record(
            session, deed, "breakdown.give", account_id=account.id, subject_id=breakdown_id,
            before=before, after=after,
        )  # fmt: skip
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return BreakdownKept(breakdown, account, moves)


def _row(session: Session, deed: Deed, breakdown_id: str, new: NewBreakdown, account: Account) -> Breakdown:
    today = deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
    owner = desk.one_of_ours(session, deed, new.owner_id, _WHAT).id if new.owner_id else keepers.first(session, account)
    return Breakdown(
        team_id=deed.team_id,
        id=breakdown_id,
        account_id=account.id,
        text=_said(new.text, NO_WORDS),
        broke_on=checks.past_day(new.broke_on, today, "broke on") if new.broke_on else today,
        owner_id=owner,
        reported_by=deed.person_id or "",
        reported_at=deed.now,
    )


def _said(text: str, otherwise: str) -> str:
    said = checks.note(text)
    if not said:
        raise Refused(otherwise)
    return said


def _settled(
    session: Session, deed: Deed, breakdown: Breakdown, before: dict[str, object], after: dict[str, object]
) -> list[ClockMove]:
    """What rang for the state before falls silent; what the new one asks for rings."""
    session.flush()
    state, said = breakdown.state, breakdown.proof or breakdown.recovery
    if state != "open":
        ringing.close(session, deed, breakdown.account_id, RULE, breakdown.id, state, said)
    desk.record(
        session, deed, f"breakdown.{state}", account_id=breakdown.account_id, subject_id=breakdown.id,
        before=before, after=after,
    )  # fmt: skip
    return settle(session, deed.team_id, [breakdown.account_id], deed.now, by=deed.person_id)


def _held(session: Session, deed: Deed, breakdown_id: str) -> tuple[Breakdown, Account]:
    """A breakdown and its account, locked."""
    breakdown = breakdowns.get(session, deed.team_id, breakdown_id)
    if breakdown is None:
        raise Refused("That breakdown is no longer on record.")
    account = desk.hold(session, deed, breakdown.account_id)
    session.refresh(breakdown)
    return breakdown, account


def _before(session: Session, breakdown: Breakdown) -> str:
    if breakdown.state == "open":
        return "Nobody has said yet what was done to put it right: that comes first."
    who = breakdown.verified_by if breakdown.state == VERIFIED else breakdown.recovered_by
    by = people.get(session, breakdown.team_id, who) if who else None
    return f"This was {breakdown.state} before{f', by {by.name}' if by else ''}."
