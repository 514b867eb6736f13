"""Steps: what is checked of one, and what comes of one that is done or skipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sqlmodel import Session

from bot.rules.step import RULE
from bot.work import checks, desk, ringing
from bot.work.deed import Deed, Refused
from storage import contacts, outbox, plans
from storage.ids import new_id
from storage.tables import Plan, Step

DONE: Final = "done"
SKIPPED: Final = "skipped"


@dataclass(frozen=True, slots=True)
class NewStep:
    """A free step. No owner: whoever keeps the account hears of it; no day: it does not ring."""

    text: str
    owner_id: str | None = None
    due_on: date | None = None
    kind: Literal["step", "measure", "audience", "task"] = "step"
    contact_id: str | None = None
    key: str = ""


def row(session: Session, deed: Deed, plan: Plan, new: NewStep, position: int) -> Step:
    """A free step of a plan, not yet kept. Raises `Refused`."""
    return Step(
        team_id=deed.team_id,
        id=new_id(),
        plan_id=plan.id,
        account_id=plan.account_id,
        key=new.key,
        text=_text(new.text),
        kind=new.kind,
        owner_id=owner(session, deed, new.owner_id),
        contact_id=_contact(session, deed, plan, new.contact_id),
        due_on=day(session, deed, new.due_on),
        position=position,
    )


def note(session: Session, deed: Deed, step: Step) -> None:
    """Note in the audit log that a step was added; what is posted of its plan is brought up to date."""
    after = step.model_dump(include={"text", "kind", "owner_id", "contact_id", "due_on"})
    desk.record(session, deed, "step.add", account_id=step.account_id, subject_id=step.id, after=after)
    _show_anew(session, deed, step)


def settled(session: Session, deed: Deed, step: Step, state: str, said: str) -> None:
    """Note that a step was done or skipped; what rang for it is silent. The account is locked."""
    plans.settle_step(step, state, said, deed.person_id, deed.now)
    session.flush()
    ringing.close(session, deed, step.account_id, RULE, step.id, state, said)
    _show_anew(session, deed, step)
    after = step.model_dump(include={"state", "note", "client_told"})
    desk.record(
        session, deed, f"step.{state}", account_id=step.account_id, subject_id=step.id,
        before={"state": "open"}, after=after,
    )  # fmt: skip


def owner(session: Session, deed: Deed, owner_id: str | None) -> str | None:
    """Somebody of ours, where one is named. Raises `Refused`."""
    return desk.one_of_ours(session, deed, owner_id, "the owner of a step").id if owner_id else None


def day(session: Session, deed: Deed, due_on: date | None) -> date | None:
    """Today or a day to come, where one is named. Raises `Refused`."""
    today = deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
    return checks.coming_day(due_on, today - timedelta(days=1), "by") if due_on else None


def _show_anew(session: Session, deed: Deed, step: Step) -> None:
    outbox.ask_revision_of_slot(session, deed.team_id, plans.slot(step.plan_id), deed.now)


def _text(text: str) -> str:
    said = checks.note(text, "step")
    if not said:
        raise Refused("What is to be done? One sentence is enough.")
    return said


def _contact(session: Session, deed: Deed, plan: Plan, contact_id: str | None) -> str | None:
    known = contacts.get(session, deed.team_id, contact_id) if contact_id else None
    if contact_id and (known is None or known.account_id != plan.account_id):
        raise Refused("Whom the step is about is not on record at this client: choose one of their contacts.")
    return contact_id
