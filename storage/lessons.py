"""Lessons, the tasks that their hits became, and the words of "never again"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func
from sqlmodel import Session, col, select

from storage.tables import Account, Acknowledgement, Lesson, Loss, NeverAgain, Plan, Step
from storage.upsert import insert_or_skip

PLAYBOOK = "lesson"
_OF_PLAN = and_(col(Plan.team_id) == col(Step.team_id), col(Plan.id) == col(Step.plan_id))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the tasks of a lesson are."""

    open: int = 0
    done: int = 0
    skipped: int = 0

    @property
    def all(self) -> int:
        """All of its tasks."""
        return self.open + self.done + self.skipped


def get(session: Session, team_id: str, lesson_id: str) -> Lesson | None:
    """The lesson with an id."""
    return session.get(Lesson, (team_id, lesson_id))


def all_of(session: Session, team_id: str, limit: int, account_id: str | None = None) -> list[Lesson]:
    """Up to `limit` lessons, perhaps only those of one loss: open ones first, the newest first."""
    ended = case((col(Lesson.state) == "open", 0), else_=1)
    mine = select(Lesson).where(Lesson.team_id == team_id)
    if account_id is not None:
        mine = mine.where(Lesson.account_id == account_id)
    return list(session.exec(mine.order_by(ended, col(Lesson.made_at).desc(), col(Lesson.id)).limit(limit)))


def of_losses(session: Session, team_id: str, loss_ids: Collection[str]) -> dict[str, list[Lesson]]:
    """The lessons of some losses that were not dropped, by loss, in the order in which they were made."""
    mine = select(Lesson).where(Lesson.team_id == team_id, col(Lesson.loss_id).in_(loss_ids), Lesson.state != "dropped")
    found: dict[str, list[Lesson]] = {}
    for one in session.exec(mine.order_by(col(Lesson.made_at), col(Lesson.id))):
        found.setdefault(one.loss_id, []).append(one)
    return found


def findings_of(session: Session, team_id: str, loss_id: str) -> set[str]:
    """The findings of the audit of a loss that became lessons which were not dropped."""
    mine = select(Lesson.finding_id).where(Lesson.team_id == team_id, Lesson.loss_id == loss_id)
    return {id_ for id_ in session.exec(mine.where(Lesson.state != "dropped")) if id_}


def hit_accounts(session: Session, team_id: str, lesson_id: str) -> set[str]:
    """The ids of the accounts on which a lesson hit before, whatever became of its task."""
    mine = select(Step.account_id).join(Plan, _OF_PLAN).where(*_plans(team_id), Plan.about == lesson_id)
    return set(session.exec(mine.where(Step.key == "hit")))


def progress(session: Session, team_id: str, lesson_ids: Collection[str]) -> dict[str, Progress]:
    """How far the tasks of some lessons are, by lesson; nothing for one without any."""
    shown = select(Plan.about, Step.state, func.count()).join(Step, _OF_PLAN)
    mine = shown.where(*_plans(team_id), col(Plan.about).in_(lesson_ids)).group_by(col(Plan.about), col(Step.state))
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for about, state, count in session.exec(mine):
        found[str(about)][state] = count
    return {lesson_id: Progress(**counts) for lesson_id, counts in found.items()}


def open_steps(session: Session, team_id: str, lesson_id: str) -> list[tuple[Step, str]]:
    """The tasks of a lesson that wait, each with the name of its account, by their day."""
    of_account = and_(col(Account.team_id) == col(Step.team_id), col(Account.id) == col(Step.account_id))
    mine = select(Step, Account.name).join(Plan, _OF_PLAN).join(Account, of_account)
    waiting = mine.where(*_plans(team_id), Plan.about == lesson_id, Step.state == "open")
    return [(step, name) for step, name in session.exec(waiting.order_by(col(Step.due_on), Account.name, col(Step.id)))]


def asked_step(session: Session, team_id: str, lesson_id: str, person_id: str) -> Step | None:
    """The task by which somebody is asked about their accounts, while it waits."""
    mine = select(Step).join(Plan, _OF_PLAN).where(*_plans(team_id), Plan.about == lesson_id)
    return session.exec(mine.where(Step.key == "ask", Step.owner_id == person_id, Step.state == "open")).first()


def keepers(session: Session, team_id: str) -> list[tuple[str, str, str]]:
    """Every living account with an owner: (owner, account, name), by owner and name."""
    living = (Account.team_id == team_id, col(Account.status) != "lost", col(Account.owner_id).is_not(None))
    mine = select(Account.owner_id, Account.id, Account.name).where(*living)
    return [
        (str(row[0]), row[1], row[2]) for row in session.exec(mine.order_by(col(Account.owner_id), Account.name_key))
    ]


def living(session: Session, team_id: str) -> list[str]:
    """The ids of every account that is not lost."""
    mine = select(Account.id).where(Account.team_id == team_id, col(Account.status) != "lost")
    return list(session.exec(mine.order_by(col(Account.id))))


def end(lesson: Lesson, state: str, outcome: str, by: str | None, at: datetime) -> None:
    """Note that a lesson is learned, or dropped."""
    lesson.state, lesson.outcome, lesson.ended_by, lesson.ended_at = state, outcome, by, at


def word_of(session: Session, team_id: str, loss_id: str) -> NeverAgain | None:
    """The word of "never again" about a loss."""
    return session.exec(select(NeverAgain).where(NeverAgain.team_id == team_id, NeverAgain.loss_id == loss_id)).first()


def word(session: Session, team_id: str, word_id: str) -> NeverAgain | None:
    """The word of "never again" with an id."""
    return session.get(NeverAgain, (team_id, word_id))


def acknowledge(session: Session, team_id: str, word_id: str, person_id: str, at: datetime) -> bool:
    """Note that somebody read it; False when they had."""
    row = {"team_id": team_id, "never_again_id": word_id, "person_id": person_id, "read_at": at}
    return insert_or_skip(session, Acknowledgement, row)


def readers(session: Session, team_id: str, word_id: str) -> list[str]:
    """Who read it, in the order in which they said so."""
    mine = (Acknowledgement.team_id == team_id, Acknowledgement.never_again_id == word_id)
    return list(
        session.exec(
            select(Acknowledgement.person_id)
            .where(*mine)
            .order_by(col(Acknowledgement.read_at), col(Acknowledgement.person_id))
        )
    )


def losses_of(session: Session, team_id: str, loss_ids: Collection[str]) -> dict[str, Loss]:
    """Those that exist among the given losses."""
    return {
        one.id: one for one in session.exec(select(Loss).where(Loss.team_id == team_id, col(Loss.id).in_(loss_ids)))
    }


def _plans(team_id: str) -> Sequence[Any]:
    return col(Plan.team_id) == team_id, col(Plan.playbook) == PLAYBOOK


def last_channel(session: Session, team_id: str) -> str | None:
    """Where a word of "never again" was told last."""
    mine = select(NeverAgain.channel_id).where(NeverAgain.team_id == team_id)
    return session.exec(mine.order_by(col(NeverAgain.posted_at).desc()).limit(1)).first()
