"""Lessons: a finding of a loss becomes a check over all accounts, and every hit a task with an owner."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot import learned
from bot.gather import facts_of, policy_of
from bot.nudges.settle import settle
from bot.work import checks, desk, findings, lesson_tasks
from bot.work.deed import Deed, Refused
from bot.work.lesson_tasks import ASK, HIT, OURS
from bot.work.permission import allow
from storage import accounts, lessons, losses, workspaces
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Lesson, Loss

_AT_ONCE = 25  # accounts that are looked at in one transaction: a hit takes 20 ms, and others wait meanwhile
NO_WORDS = "What did we learn? One sentence is enough."
NO_CONDITION = "Choose what is looked for on every account, or ask the owners, or make it a matter of our own."
NO_QUESTION = "What should the owners say of their accounts? Put it as a question."
NO_CHANGE = "What do we change? Say it as something to be done."
NO_LOSS = "Lessons are drawn from a loss: say of the account that it is lost first, with /client lost."
GONE = "That lesson is no longer on record."
OVER = "That lesson is closed: draw another one to look again."


class Way(StrEnum):
    """How a lesson is looked for."""

    COMPUTED = "computed"
    ASKED = "asked"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class NewLesson:
    """What we learned from a lost account, and how it is looked for.

    `condition` and `number`: of one that is computed (`bot.learned`); `task`: what is done about a hit, of one that is
    asked the question, and of a matter of our own what we change.
    """

    account_id: str
    text: str
    way: Way
    due_on: date
    condition: str = ""
    number: int | None = None
    task: str = ""
    owner_id: str | None = None
    finding_id: str | None = None


@dataclass(frozen=True, slots=True)
class LessonKept:
    """A lesson as it stands now, and the account that taught it."""

    lesson: Lesson
    account: Account


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at all accounts came to: how many there are, and the tasks that are new."""

    lesson: Lesson
    accounts: int
    tasks: int


def draw(store: Store, deed: Deed, new: NewLesson) -> LessonKept:
    """Draw a lesson from a loss. Owners who are asked, and whoever changes what is ours, have their task at once.

    One that is computed is looked for by `look`. Raises `Refused` and `Repeated`.
    """
    lesson_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, lesson_id)
        asked = _asked(session, deed) if new.way is Way.ASKED else []
        held = _held_for(session, deed, new, asked)
        account = held[new.account_id]
        loss = _loss(session, deed, account)
        allow(session, deed, "lesson.draw", account=account, person_id=_if_leader(session, deed, loss))
        lesson = _row(session, deed, lesson_id, loss, new)
        session.add(lesson)
        session.flush()
        after = lesson.model_dump(include={"text", "way", "condition", "number", "task", "owner_id", "due_on"})
        desk.record(session, deed, "lesson.draw", account_id=account.id, subject_id=lesson_id, after=after)
        _begin_tasks(session, deed, lesson, account, [(owner, held[account_id]) for owner, account_id in asked])
        findings.seen_to(session, deed, losses.audit_of(session, deed.team_id, loss.id))
        settle(session, deed.team_id, sorted(held), deed.now, by=deed.person_id)
    return LessonKept(lesson, account)


def check_look(session: Session, deed: Deed, lesson: Lesson) -> None:
    """Raises `NotAllowed` for who may not have all accounts looked at for a lesson."""
    _allow(session, deed, "lesson.look", lesson)


def look(store: Store, deed: Deed, lesson_id: str) -> Looked:
    """Look at every account, some at a time; each hit that is new becomes a task. To be done again at any time.

    Raises `Refused`.
    """
    with store.read() as session:
        lesson = _open(session, deed, lesson_id)
        check_look(session, deed, lesson)
        if lesson.way != Way.COMPUTED:
            raise Refused("Nothing of this lesson is computed: it was asked, or is a matter of our own.")
        ids = lessons.living(session, deed.team_id)
    tasks = sum(
        _look_at(store, deed, lesson_id, ids[start : start + _AT_ONCE]) for start in range(0, len(ids), _AT_ONCE)
    )
    with store.write() as session:
        lesson = _open(session, deed, lesson_id)
        lesson.looked_at, lesson.looked_of = deed.now, len(ids)
        session.flush()
        after = {"accounts": len(ids), "tasks": tasks}
        desk.record(session, deed, "lesson.look", account_id=lesson.account_id, subject_id=lesson.id, after=after)
    return Looked(lesson, len(ids), tasks)


def answer(store: Store, deed: Deed, lesson_id: str, account_ids: Collection[str]) -> Looked:
    """Somebody who was asked says of which of their accounts it is true. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, lesson_id)
        lesson = _open(session, deed, lesson_id)
        allow(session, deed, "lesson.answer")
        asked = lessons.asked_step(session, deed.team_id, lesson.id, deed.person_id or "")
        if asked is None:
            raise Refused("You were not asked about this, or have said it already. Thank you!")
        mine = {
            account_id for owner, account_id, _ in lessons.keepers(session, deed.team_id) if owner == deed.person_id
        }
        wanted = mine & set(account_ids)
        held = {one.id: one for one in accounts.lock(session, deed.team_id, {*wanted, asked.account_id})}
        before = lessons.hit_accounts(session, deed.team_id, lesson.id)
        for account_id in sorted(wanted - before):
            lesson_tasks.lay(
                session, deed, lesson, held[account_id], HIT, f"{lesson.text}: see to it, as you said it is true here"
            )
        lesson_tasks.answered(session, deed, asked, f"true of {len(wanted)} of {len(mine)} accounts")
        settle(session, deed.team_id, sorted(held), deed.now, by=deed.person_id)
    return Looked(lesson, len(mine), len(wanted - before))


def end(store: Store, deed: Deed, lesson_id: str, outcome: str = "", *, dropped: bool = False) -> LessonKept:
    """Say that a lesson is learned, or drop it; its open tasks stay with their owners. Raises `Refused`, `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, lesson_id)
        lesson = _open(session, deed, lesson_id)
        account = desk.hold(session, deed, lesson.account_id)
        _allow(session, deed, "lesson.end", lesson)
        state = "dropped" if dropped else "done"
        lessons.end(lesson, state, checks.note(outcome, "outcome"), deed.person_id, deed.now)
        session.flush()
        before, after = {"state": "open"}, {"state": state, "outcome": lesson.outcome}
        desk.record(
            session, deed, "lesson.end", account_id=account.id, subject_id=lesson.id, before=before, after=after
        )
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return LessonKept(lesson, account)


def _asked(session: Session, deed: Deed) -> list[tuple[str, str]]:
    """Who is asked, on which account; while the workspace is held, none changes hands."""
    workspaces.lock(session, deed.team_id)
    return lesson_tasks.owners(session, deed)


def _held_for(session: Session, deed: Deed, new: NewLesson, asked: Sequence[tuple[str, str]]) -> dict[str, Account]:
    """The lost account and, where owners are asked, the first account of each: locked together, in order."""
    ids = {new.account_id, *(account_id for _, account_id in asked)}
    held = {one.id: one for one in accounts.lock(session, deed.team_id, ids)}
    if new.account_id not in held:
        raise Refused("That account is no longer on record.")
    return held


def _loss(session: Session, deed: Deed, account: Account) -> Loss:
    found = [
        loss for loss in losses.of_account(session, deed.team_id, account.id) if loss.state in ("lost", "won_back")
    ]
    if not found:
        raise Refused(NO_LOSS)
    return found[0]


def _row(session: Session, deed: Deed, lesson_id: str, loss: Loss, new: NewLesson) -> Lesson:
    text = checks.note(new.text, "lesson")
    if not text:
        raise Refused(NO_WORDS)
    task = checks.note(new.task, "task")
    if new.way is Way.COMPUTED and new.condition not in learned.CONDITIONS:
        raise Refused(NO_CONDITION)
    if not task and new.way is not Way.COMPUTED:
        raise Refused(NO_QUESTION if new.way is Way.ASKED else NO_CHANGE)
    number = None if new.number is None else checks.between(new.number, 1, learned.MOST, "number")
    owner = new.owner_id or deed.person_id
    today = deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
    return Lesson(
        team_id=deed.team_id,
        id=lesson_id,
        account_id=loss.account_id,
        loss_id=loss.id,
        finding_id=new.finding_id,
        text=text,
        way=new.way.value,
        condition=new.condition if new.way is Way.COMPUTED else "",
        number=number,
        task=task,
        owner_id=desk.one_of_ours(session, deed, owner, "the owner of a lesson").id if owner else None,
        due_on=checks.coming_day(new.due_on, today - timedelta(days=1), "due"),
        made_by=deed.person_id,
        made_at=deed.now,
    )


def _begin_tasks(
    session: Session, deed: Deed, lesson: Lesson, lost: Account, asked: Sequence[tuple[str, Account]]
) -> None:
    if lesson.way == Way.OURS:
        lesson_tasks.lay(session, deed, lesson, lost, OURS, lesson.task, lesson.owner_id)
    for owner, account in asked:
        text = f"{lesson.task} Say of which of your accounts: /client lessons"
        lesson_tasks.lay(session, deed, lesson, account, ASK, text, owner)


def _look_at(store: Store, deed: Deed, lesson_id: str, ids: Sequence[str]) -> int:
    with store.write() as session:
        lesson = _open(session, deed, lesson_id)
        policy = policy_of(desk.workspace(session, deed.team_id))
        held = {one.id: one for one in accounts.lock(session, deed.team_id, ids)}
        before = lessons.hit_accounts(session, deed.team_id, lesson_id)
        known = facts_of(
            session, deed.team_id, [id_ for id_ in ids if id_ in held and id_ not in before], policy, deed.now
        )
        hits = {
            id_: said
            for id_, facts in known.items()
            if facts.watched and (said := learned.evidence(lesson.condition, facts, policy, deed.now, lesson.number))
        }
        task = lesson.task or learned.CONDITIONS[lesson.condition].task
        for account_id, said in hits.items():
            lesson_tasks.lay(session, deed, lesson, held[account_id], HIT, f"{task}. {said}")
        if hits:
            settle(session, deed.team_id, sorted(hits), deed.now, by=deed.person_id)
    return len(hits)


def _open(session: Session, deed: Deed, lesson_id: str) -> Lesson:
    lesson = lessons.get(session, deed.team_id, lesson_id)
    if lesson is None:
        raise Refused(GONE)
    if lesson.state != "open":
        raise Refused(OVER)
    return lesson


def _allow(session: Session, deed: Deed, what: str, lesson: Lesson) -> None:
    """Whoever sees to a lesson, and whoever kept the account that taught it."""
    is_theirs = deed.person_id == lesson.owner_id
    account = accounts.get(session, deed.team_id, lesson.account_id)
    allow(session, deed, what, account=account, person_id=deed.person_id if is_theirs else None)


def _if_leader(session: Session, deed: Deed, loss: Loss) -> str | None:
    """Whoever leads the audit may draw its lessons."""
    audit = losses.audit_of(session, deed.team_id, loss.id)
    return deed.person_id if audit and deed.person_id == audit.leader_id else None
