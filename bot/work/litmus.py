"""Litmus tests: opened for an account, answered by everyone who touched it, each blind to the others, and closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.gather import facts_of, policy_of
from bot.litmus import own
from bot.litmus.outcome import Say
from bot.litmus.questions import again, kept
from bot.nudges import asking, rounds
from bot.nudges.asking import ask_for_views
from bot.nudges.settle import settle
from bot.policy import Policy
from bot.views.mrkdwn import quoted
from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import campaigns, litmus, outbox, people
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Campaign, LitmusTest, LitmusView

MOST_DAYS = 92
_AT_ONCE = 5_000  # accounts: databases limit how many ids a query takes
GONE = "That litmus test is no longer on record."
NOT_ASKED = "This test asked those who touched the account lately, and you were not among them."
ANSWER_ALL = "Please answer each question; “I cannot say” is an answer, too."


@dataclass(frozen=True, slots=True)
class LitmusOpened:
    """A test that was opened, its account, and who is asked."""

    test: LitmusTest
    account: Account
    asked: list[str]


@dataclass(frozen=True, slots=True)
class ViewGiven:
    """A view that was given, and the test as it stands now. `before`: it was given before, and is another now."""

    test: LitmusTest
    account: Account
    before: bool


def open_test(store: Store, deed: Deed, account_id: str, due_on: date | None = None) -> LitmusOpened:
    """Test one account: everyone who touched it within the policy's window, and its owner, is asked by message.

    `due_on` is the last day for views; None: the policy says when. Raises `Refused` and `Repeated`.
    """
    test_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, test_id)
        account = desk.hold(session, deed, account_id)
        allow(session, deed, "litmus.open", account=account)
        policy = policy_of(desk.workspace(session, deed.team_id))
        last = checked_day(deed, due_on) if due_on else _proposed_day(session, deed, account, policy)
        asked = _asked(session, deed, account, policy)
        campaign = begin(session, deed, "test", last)
        row = new_test(deed, campaign, account.id, account.owner_id, len(asked))
        views = [new_view(deed, test_id, account.id, one) for one in asked]
        litmus.open_many(session, deed.team_id, [{**row, "id": test_id}], views)
        ask_for_views(session, campaign, asked, policy, deed.now)
        after = {"due_on": last, "asked": len(asked)}
        desk.record(session, deed, "litmus.open", account_id=account.id, subject_id=test_id, after=after)
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
        opened = litmus.get(session, deed.team_id, test_id)
        if opened is None:
            raise LookupError("a test that was just opened")
    return LitmusOpened(opened, account, asked)


def give_view(store: Store, deed: Deed, test_id: str, answers: Mapping[str, str], words: str = "") -> ViewGiven:
    """Give one's view, or another one instead; with the last one the test is closed. Raises `Refused`, `Repeated`."""
    said = checks.note(words, "note")
    with store.write() as session:
        desk.begin(session, deed, test_id)
        allow(session, deed, "litmus.view")
        test, account, view = _mine(session, deed, test_id)
        given = _checked(campaigns.get(session, deed.team_id, test.campaign_id), answers)
        before = view.given_at is not None
        test.given += not before
        view.answers, view.words, view.given_at = given, said, deed.now
        session.flush()
        what = {"before": before}
        desk.record(session, deed, "litmus.view", account_id=account.id, subject_id=test_id, after=what)
        _revise(session, deed, test.campaign_id)
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return ViewGiven(test, account, before)


def close_test(store: Store, deed: Deed, test_id: str) -> LitmusOpened:
    """Close a test before its day with the views that were given. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, test_id)
        test, account = _held(session, deed, test_id)
        allow(session, deed, "litmus.close", account=account)
        policy = policy_of(desk.workspace(session, deed.team_id))
        facts = facts_of(session, deed.team_id, [account.id], policy, deed.now)[account.id]
        rounds.close(session, facts, test.id, policy, deed.now, by=deed.person_id)
        after = {"given": test.given, "asked": test.asked}
        desk.record(session, deed, "litmus.close", account_id=account.id, subject_id=test_id, after=after)
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return LitmusOpened(test, account, [])


def proposed(session: Session, deed: Deed, account: Account) -> tuple[date, list[str]]:
    """The last day that a test of an account would have by default, and who would be asked. Raises `Refused`."""
    policy = policy_of(desk.workspace(session, deed.team_id))
    asked = _asked(session, deed, account, policy)
    return _proposed_day(session, deed, account, policy), asked


def closed(account: str) -> str:
    """The sentence for whoever comes too late."""
    return f"That test is closed: /client litmus {quoted(account)}"


def begin(session: Session, deed: Deed, kind: str, due_on: date, why: str = "") -> Campaign:
    """A new round with the questions as they are today."""
    questions = kept(own.load(session, deed.team_id)) if kind != "pulse" else None
    said: dict[str, Any] = {"why": why, "due_on": due_on, "by": deed.person_id, "at": deed.now, "questions": questions}
    return campaigns.add(session, deed.team_id, new_id(), kind, **said)


def new_test(deed: Deed, campaign: Campaign, account_id: str, owner_id: str | None, asked: int) -> dict[str, object]:
    """The row of a test."""
    of = {"id": new_id(), "campaign_id": campaign.id, "account_id": account_id}
    return {**of, "owner_id": owner_id, "due_on": campaign.due_on, "asked": asked, "opened_at": deed.now}


def new_view(deed: Deed, test_id: str, account_id: str, person_id: str) -> dict[str, object]:
    """The row of a view that is asked for."""
    of = {"id": new_id(), "test_id": test_id, "account_id": account_id}
    return {**of, "person_id": person_id, "asked_at": deed.now}


def touching(session: Session, deed: Deed, owners: Mapping[str, str | None], policy: Policy) -> dict[str, list[str]]:
    """By account of some with their owners: who is asked; nothing where there is nobody."""
    since = deed.now - timedelta(days=policy.single_thread_days)
    found = _touched(session, deed, list(owners), since)
    here = _here(session, deed, {one for one in owners.values() if one})
    asked = {id_: sorted(found.get(id_, set()) | ({owner} & here if owner else set())) for id_, owner in owners.items()}
    return {id_: people_ids for id_, people_ids in asked.items() if people_ids}


def checked_day(deed: Deed, due_on: date) -> date:
    """A last day for views that is ahead, and not too far. Raises `Refused`."""
    today = deed.now.date()
    if not today < due_on <= today + timedelta(days=MOST_DAYS):
        last = today + timedelta(days=MOST_DAYS)
        raise Refused(f"The last day for views is a day from tomorrow to {last.day} {last:%B %Y}; two weeks do well.")
    return due_on


def _asked(session: Session, deed: Deed, account: Account, policy: Policy) -> list[str]:
    before = litmus.open_of(session, deed.team_id, account.id)
    if account.status == "lost":
        raise Refused(f"{account.name} is lost, so there is nothing to test; what is learnt from it is another matter.")
    if before is not None:
        day = f"{before.due_on.day} {before.due_on:%B}"
        raise Refused(f"A litmus test of {account.name} is open until {day}: /client litmus {quoted(account.name)}")
    asked = touching(session, deed, {account.id: account.owner_id}, policy).get(account.id)
    if not asked:
        example = f"/client owner {quoted(account.name)} @somebody"
        raise Refused(f"There is nobody to ask about {account.name} yet: give it an owner first, with “{example}”.")
    return asked


def _touched(session: Session, deed: Deed, account_ids: Sequence[str], since: datetime) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for start in range(0, len(account_ids), _AT_ONCE):
        found |= litmus.touched_by(session, deed.team_id, account_ids[start : start + _AT_ONCE], since)
    return found


def _here(session: Session, deed: Deed, person_ids: Collection[str]) -> set[str]:
    known = people.many(session, deed.team_id, person_ids).values()
    return {
        one.id
        for one in known
        if not (one.is_bot or one.is_guest or one.is_stranger or one.deactivated_at or one.erased_at)
    }


def _proposed_day(session: Session, deed: Deed, account: Account, policy: Policy) -> date:
    calendar = facts_of(session, deed.team_id, [account.id], policy, deed.now)[account.id].calendar
    return calendar.day(calendar.add_working_days(deed.now, policy.litmus_days))


def _held(session: Session, deed: Deed, test_id: str) -> tuple[LitmusTest, Account]:
    """An open test and its account, locked."""
    test = litmus.get(session, deed.team_id, test_id)
    if test is None:
        raise Refused(GONE)
    account = desk.hold(session, deed, test.account_id)
    session.refresh(test)
    if test.state != "open":
        raise Refused(closed(account.name))
    return test, account


def _mine(session: Session, deed: Deed, test_id: str) -> tuple[LitmusTest, Account, LitmusView]:
    test, account = _held(session, deed, test_id)
    view = litmus.view(session, deed.team_id, test_id, deed.person_id or "")
    if view is None:
        raise Refused(NOT_ASKED)
    return test, account, view


def _checked(campaign: Campaign | None, answers: Mapping[str, str]) -> dict[str, str]:
    """Exactly one answer to each question that people are asked in a round."""
    asked = again((campaign.questions if campaign else None) or {"questions": []}).asked
    known = {say.value for say in Say}
    given = {one.key: answers.get(one.key, "") for one in asked}
    if not set(given.values()) <= known:
        raise Refused(ANSWER_ALL)
    return given


def _revise(session: Session, deed: Deed, campaign_id: str) -> None:
    """Have the message in which somebody was asked say how many of their views are given."""
    asked = outbox.of_slot(session, deed.team_id, deed.person_id or "", asking.slot(asking.VIEWS, campaign_id))
    if asked is not None:
        outbox.ask_revision_of(session, deed.team_id, asked.id, deed.now)
