"""The tasks that a lesson lays: of each hit, of everybody who is asked, and of what we change about ourselves."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bot.work import desk, plans, steps
from bot.work.deed import Deed
from bot.work.plans import NewStep
from storage import lessons, people
from storage import plans as plan_rows
from storage.tables import Account, Lesson, Step

PLAYBOOK = lessons.PLAYBOOK
HIT, ASK, OURS = "hit", "ask", "ours"  # keys of its steps
_LONGEST = 600  # characters of a step


def lay(
    session: Session, deed: Deed, lesson: Lesson, account: Account, key: str, text: str, owner_id: str | None = None
) -> None:
    """A task of a lesson on an account; its owner is the account's, where nobody else is meant."""
    owner = owner_id or account.owner_id
    known = people.get(session, deed.team_id, owner) if owner else None
    laid = [one for one in plan_rows.open_of(session, deed.team_id, account.id, PLAYBOOK) if one.about == lesson.id]
    plan = laid[0] if laid else plans.lay(session, deed, account, PLAYBOOK, about=lesson.id, to=lesson.text)
    plans.add_to(
        session,
        deed,
        plan,
        NewStep(
            text=text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…",
            owner_id=owner if known and not known.deactivated_at else None,
            due_on=max(lesson.due_on, _today(session, deed)),
            kind="task",
            key=key,
        ),
    )


def answered(session: Session, deed: Deed, asked: Step, said: str) -> None:
    """Note what somebody said; their plan ends with it, where nothing else waits on it."""
    steps.settled(session, deed, asked, steps.DONE, said)
    plan = plan_rows.get(session, deed.team_id, asked.plan_id)
    waiting = plan_rows.steps_of(session, deed.team_id, [asked.plan_id]).get(asked.plan_id, [])
    if plan is not None and plan.state == "open" and all(step.state != "open" for step in waiting):
        plans.finish(session, deed, plan, "done", said)


def owners(session: Session, deed: Deed) -> list[tuple[str, str]]:
    """Everybody who is here and owns an account, with the first of theirs."""
    owned: dict[str, str] = {}
    for owner, account_id, _ in lessons.keepers(session, deed.team_id):
        owned.setdefault(owner, account_id)
    here = people.many(session, deed.team_id, owned)
    return [(owner, id_) for owner, id_ in owned.items() if owner in here and not here[owner].deactivated_at]


def _today(session: Session, deed: Deed) -> date:
    return deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
