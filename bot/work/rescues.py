"""Rescues: an account in danger is looked after until its client stays, or is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.settle import ClockMove, settle
from bot.policy import Status
from bot.rescued import reached_of
from bot.rules.rescue import RULE
from bot.rules.signals import PRIVATE
from bot.rules.signals import RULE as SIGNALS
from bot.work import accounts, checks, desk, keepers, plans, rescue_word, ringing
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import plans as plan_rows
from storage import rescues, workspaces
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Rescue, RescueReview

SAVED: Final = "saved"
LOST: Final = "lost"
DROPPED: Final = "dropped"
NO_WHY = "What happened? One sentence is enough, and their own words are best."
NO_REVIEW = "How does it stand? One sentence is enough."
NO_OUTCOME = {
    SAVED: "What worked? One sentence is enough: the next rescue learns from it.",
    DROPPED: "Please say why it was none: who looks later will want to know.",
}


@dataclass(frozen=True, slots=True)
class NewRescue:
    """What happened, and who sees to it: without a lead the account's owner does. `words` are the client's own.

    People are Slack user ids; `channel_id` is a channel chosen for it.
    """

    account_id: str
    why: str
    words: str = ""
    lead_id: str | None = None
    sponsor_id: str | None = None
    helpers: Collection[str] = ()
    channel_id: str | None = None


@dataclass(frozen=True, slots=True)
class RescueKept:
    """A rescue as it stands now, its account, and the clocks that moved."""

    rescue: Rescue
    account: Account
    moves: list[ClockMove]


def open_rescue(store: Store, deed: Deed, new: NewRescue) -> RescueKept:
    """Open a rescue: a plan is laid, its clock runs, and who sees to it hears of it at once.

    Raises `Refused` and `Repeated`.
    """
    rescue_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, rescue_id)
        workspaces.lock(session, deed.team_id)
        account = desk.hold(session, deed, new.account_id)
        allow(session, deed, "rescue.open")
        _check_none(session, account)
        rescue = _row(session, deed, rescue_id, new, account)
        rescue.plan_id = plans.lay(
            session, deed, account, plans.RESCUE, lead_id=rescue.lead_id, sponsor_id=rescue.sponsor_id
        ).id
        session.add(rescue)
        session.flush()
        if account.status != Status.LEAVING:
            accounts.put(session, deed, account, {"status": str(Status.RESCUE), "paused_until": None})
        for subject in ("", PRIVATE):
            ringing.close(session, deed, account.id, SIGNALS, subject, "rescue opened")
        after = rescue.model_dump(include={"why", "words", *_STAFF})
        desk.record(session, deed, "rescue.open", account_id=account.id, subject_id=rescue.id, after=after)
        rescue_word.opened(session, deed, rescue)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
        rescue_word.posted(session, deed, rescue)
    return RescueKept(rescue, account, moves)


def review(store: Store, deed: Deed, rescue_id: str, stands: str, next_step: str = "") -> RescueKept:
    """Say how a rescue stands, and what is next: the two days begin anew. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, rescue_id)
        rescue, account = _held(session, deed, rescue_id)
        allow(session, deed, "rescue.review")
        _review(session, deed, rescue, stands, next_step)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return RescueKept(rescue, account, moves)


def change(store: Store, deed: Deed, rescue_id: str, changes: Mapping[str, Any]) -> RescueKept:
    """Change who sees to a rescue, where it is spoken of, or what the client said; any field of `NewRescue`'s.

    Raises `Refused` and `Repeated`, and `KeyError` for what is no field.
    """
    with store.write() as session:
        desk.begin(session, deed, rescue_id)
        rescue, account = _held(session, deed, rescue_id)
        _allow(session, deed, "rescue.change", rescue, account)
        checked = {field: _CHECKS[field](session, deed, value) for field, value in changes.items()}
        before, after = desk.difference(rescue.model_dump(include=set(checked)), checked)
        for field, value in after.items():
            setattr(rescue, field, value)
        session.flush()
        if after:
            desk.record(
                session, deed, "rescue.change", account_id=account.id, subject_id=rescue.id, before=before, after=after
            )
        rescue_word.opened(session, deed, rescue)
        rescue_word.changed(session, deed, rescue)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return RescueKept(rescue, account, moves)


def end(store: Store, deed: Deed, rescue_id: str, state: Literal["saved", "dropped"], worked: str) -> RescueKept:
    """Say that the client stays, and what worked, or that it was no rescue. Raises `Refused` and `Repeated`.

    That they are lost is said in `bot.work.losses`, which ends their rescue, too.
    """
    with store.write() as session:
        desk.begin(session, deed, rescue_id)
        workspaces.lock(session, deed.team_id)
        rescue, account = _held(session, deed, rescue_id)
        _allow(session, deed, "rescue.end", rescue, account)
        said = _needed(worked, "outcome", NO_OUTCOME[state])
        if account.status == Status.RESCUE:
            accounts.put(session, deed, account, {"status": str(Status.ACTIVE)})
        _end(session, deed, rescue, state, said)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return RescueKept(rescue, account, moves)


def goes_on(session: Session, deed: Deed, account: Account, stands: str) -> None:
    """Say how the rescue stands of an account that is leaving, if there is one. The account is locked."""
    rescue = rescues.open_of(session, deed.team_id, [account.id]).get(account.id)
    if rescue is not None:
        _review(session, deed, rescue, stands)


def over_as_lost(session: Session, deed: Deed, account: Account, why: str = "") -> None:
    """End the rescue of an account that was lost, if there is one. The account is locked; settling is the caller's."""
    rescue = rescues.open_of(session, deed.team_id, [account.id]).get(account.id)
    if rescue is not None:
        _end(session, deed, rescue, LOST, checks.note(why, "outcome"))


_STAFF = ("lead_id", "sponsor_id", "helpers", "channel_id")


def _check_none(session: Session, account: Account) -> None:
    if account.status == Status.LOST:
        raise Refused(f"{account.name} is on record as lost. If they are not: /client reopen {account.name}.")
    if rescues.open_of(session, account.team_id, [account.id]):
        raise Refused(f"A rescue of {account.name} is under way already: /client rescue {account.name} shows it.")


def _row(session: Session, deed: Deed, rescue_id: str, new: NewRescue, account: Account) -> Rescue:
    lead_id = _lead(session, deed, new.lead_id) or keepers.first(session, account)
    return Rescue(
        team_id=deed.team_id,
        id=rescue_id,
        account_id=account.id,
        plan_id="",
        why=_needed(new.why, "reason", NO_WHY),
        words=checks.note(new.words, "quotation"),
        lead_id=lead_id,
        sponsor_id=_sponsor(session, deed, new.sponsor_id) or account.sponsor_id,
        helpers=_helpers(session, deed, new.helpers),
        channel_id=new.channel_id,
        status_before=account.status,
        opened_by=deed.person_id,
        opened_at=deed.now,
    )


def _review(session: Session, deed: Deed, rescue: Rescue, stands: str, next_step: str = "") -> None:
    said = RescueReview(
        team_id=deed.team_id,
        rescue_id=rescue.id,
        account_id=rescue.account_id,
        stands=_needed(stands, "review", NO_REVIEW),
        next_step=checks.note(next_step, "next step"),
        reviewed_by=deed.person_id,
        reviewed_at=deed.now,
    )
    session.add(said)
    session.flush()
    after = said.model_dump(include={"stands", "next_step"})
    desk.record(session, deed, "rescue.review", account_id=rescue.account_id, subject_id=rescue.id, after=after)
    if _reached(session, rescue) is not None:
        ringing.close(session, deed, rescue.account_id, RULE, rescue.id, "reviewed", said.stands)
    rescue_word.changed(session, deed, rescue)
    rescue_word.reviewed(session, deed, rescue, said)


def _end(session: Session, deed: Deed, rescue: Rescue, state: str, said: str) -> None:
    rescue.reached_at = _reached(session, rescue)
    rescues.end(rescue, state, said, deed.person_id, deed.now)
    session.flush()
    plan = plan_rows.get(session, deed.team_id, rescue.plan_id)
    if plan is not None and plan.state == "open":
        plans.finish(session, deed, plan, "done" if state == SAVED else "dropped", said)
    ringing.close(session, deed, rescue.account_id, RULE, rescue.id, _ENDS[state], said)
    after = {"state": state, "worked": said, "reached_at": rescue.reached_at}
    desk.record(
        session, deed, f"rescue.{state}", account_id=rescue.account_id, subject_id=rescue.id,
        before={"state": "open"}, after=after,
    )  # fmt: skip
    rescue_word.changed(session, deed, rescue)
    rescue_word.ended(session, deed, rescue)


_ENDS = {SAVED: "saved", LOST: "lost", DROPPED: "no rescue after all, said"}


def _reached(session: Session, rescue: Rescue) -> Any:
    policy = policy_of(desk.workspace(session, rescue.team_id))
    return reached_of(session, rescue.team_id, [rescue.id], policy)[rescue.id].at


def _held(session: Session, deed: Deed, rescue_id: str) -> tuple[Rescue, Account]:
    """A rescue under way and its account, locked."""
    rescue = rescues.get(session, deed.team_id, rescue_id)
    if rescue is None:
        raise Refused("That rescue is no longer on record.")
    account = desk.hold(session, deed, rescue.account_id)
    session.refresh(rescue)
    if rescue.state != "open":
        raise Refused(f"This rescue of {account.name} is over. In danger again? /client rescue {account.name} why")
    return rescue, account


def _allow(session: Session, deed: Deed, what: str, rescue: Rescue, account: Account) -> None:
    """Who leads or helps may do what who keeps the account may."""
    is_theirs = deed.person_id in (rescue.lead_id, rescue.sponsor_id, *rescue.helpers)
    allow(session, deed, what, account=account, person_id=deed.person_id if is_theirs else None)


def _needed(text: str, what: str, otherwise: str) -> str:
    said = checks.note(text, what)
    if not said:
        raise Refused(otherwise)
    return said


def _lead(session: Session, deed: Deed, person_id: str | None) -> str | None:
    return desk.one_of_ours(session, deed, person_id, "the lead of a rescue").id if person_id else None


def _sponsor(session: Session, deed: Deed, person_id: str | None) -> str | None:
    return desk.one_of_ours(session, deed, person_id, "the sponsor of a rescue").id if person_id else None


def _helpers(session: Session, deed: Deed, person_ids: Collection[str]) -> list[str]:
    some = checks.some(person_ids, "helpers")
    return sorted(desk.one_of_ours(session, deed, id_, "a helper").id for id_ in some)


_CHECKS: Mapping[str, Any] = {
    "lead_id": _lead,
    "sponsor_id": _sponsor,
    "helpers": _helpers,
    "channel_id": lambda _session, _deed, channel_id: channel_id,
    "words": lambda _session, _deed, words: checks.note(words, "quotation"),
}
