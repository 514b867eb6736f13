"""How a playbook becomes a plan within a deed: which steps are for the account, whose they are, and by when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from bot import playbooks
from bot.facts import AccountFacts, ContactFact
from bot.gather import facts_of, policy_of
from bot.playbooks import Playbook, Who
from bot.playbooks.gaps import Offer, named, offers
from bot.work import checks, desk, steps
from bot.work.deed import Deed, Refused
from bot.work.steps import SKIPPED, NewStep
from storage import audit, people, plans
from storage.ids import new_id
from storage.tables import Account, Person, Plan, Step

MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """What a playbook is laid on: the account's facts, whom it is about, and who has which part in it."""

    facts: AccountFacts
    now: datetime
    about: ContactFact | None
    parts: dict[Who, str | None]

    def offers(self, playbook: Playbook) -> list[Offer]:
        """The steps of a playbook that the account could do with."""
        return offers(playbook, self.facts, self.now, self.about)

    def steps(self, playbook: Playbook, plan: Plan, only: Collection[str] | None, first: int = 0) -> list[Step]:
        """Steps of a plan, from position `first` on: all that are offered, or only those of some keys."""
        chosen = [offer for offer in self.offers(playbook) if only is None or offer.key in only]
        return [self._step(offer, plan, position) for position, offer in enumerate(chosen, first)]

    def due_on(self, days: int | None) -> date | None:
        """The day that is so many working days ahead."""
        calendar = self.facts.calendar
        return None if days is None else calendar.day(calendar.add_working_days(self.now, days))

    def _step(self, offer: Offer, plan: Plan, position: int) -> Step:
        return Step(
            team_id=plan.team_id,
            plan_id=plan.id,
            account_id=plan.account_id,
            key=offer.key,
            text=offer.text,
            kind=offer.step.kind,
            owner_id=self.parts[offer.step.who] or self.parts[Who.OWNER],
            contact_id=offer.contact_id,
            due_on=self.due_on(offer.step.days),
            position=position,
        )


def lay(
    session: Session,
    deed: Deed,
    account: Account,
    playbook_key: str,
    *,
    about: str | None = None,
    from_text: str = "",
    to: str = "",
    lead_id: str | None = None,
    sponsor_id: str | None = None,
    only: Collection[str] | None = None,
) -> Plan:
    """Lay a playbook on an account that is locked; settling is the caller's. `about`: a contact's id, or a lesson's.

    `sponsor_id` is who stands behind it, where that is another than the account's sponsor.
    Of a playbook that is switched off only the plan is laid, without steps. Raises `Refused`.
    """
    found = shelved(session, deed, playbook_key)
    laid_on = ground(session, deed, account, about, lead_id, sponsor_id)
    plan = Plan(
        team_id=deed.team_id,
        id=new_id(),
        account_id=account.id,
        playbook=playbook_key,
        version=found.version,
        title=named(found.playbook.title, laid_on.about),
        about=about,
        from_text=checks.note(from_text, "“from”"),
        to_text=checks.note(to, "“to”") or found.playbook.to,
        lead_id=desk.one_of_ours(session, deed, lead_id, "the lead of a plan").id if lead_id else None,
        opened_by=deed.person_id,
        opened_at=deed.now,
    )
    session.add(plan)
    session.flush()
    session.add_all([] if found.is_off else laid_on.steps(found.playbook, plan, only))
    session.flush()
    after = plan.model_dump(include={"playbook", "version", "title", "about", "from_text", "to_text", "lead_id"})
    desk.record(session, deed, "plan.open", account_id=account.id, subject_id=plan.id, after=after)
    return plan


def add_offered(session: Session, deed: Deed, plan: Plan, account: Account, only: Collection[str]) -> list[Step]:
    """Add steps that its playbook offers to a plan whose account is locked, those aside that it has already.

    Settling is the caller's. Raises `Refused`.
    """
    there = {one.key for one in plans.steps_of(session, deed.team_id, [plan.id]).get(plan.id, [])}
    first = _room(session, plan)
    laid_on = ground(session, deed, account, plan.about, plan.lead_id)
    new = laid_on.steps(shelved(session, deed, plan.playbook).playbook, plan, set(only) - there, first)
    session.add_all(new)
    session.flush()
    for step in new:
        steps.note(session, deed, step)
    return new


def add_to(session: Session, deed: Deed, plan: Plan, new: NewStep) -> Step:
    """Add a free step to a plan whose account is locked; settling is the caller's. Raises `Refused`."""
    step = steps.row(session, deed, plan, new, _room(session, plan))
    session.add(step)
    session.flush()
    steps.note(session, deed, step)
    return step


def is_as_laid(session: Session, plan: Plan) -> bool:
    """Whether nobody has begun on a plan: no step of it was done, skipped or moved, and nothing was added or said."""
    steps_of_it = plans.steps_of(session, plan.team_id, [plan.id]).get(plan.id, [])
    ids = [plan.id, *(step.id for step in steps_of_it)]
    return audit.deeds_to(session, plan.team_id, plan.account_id, ids) == {"plan.open"}


def finish(session: Session, deed: Deed, plan: Plan, state: Literal["done", "dropped"], outcome: str = "") -> None:
    """End a plan whose account is locked; what is open on it is skipped. Settling is the caller's. Raises `Refused`."""
    said = checks.note(outcome, "outcome")
    for step in plans.steps_of(session, deed.team_id, [plan.id]).get(plan.id, []):
        if step.state == "open":
            steps.settled(session, deed, step, SKIPPED, "the plan ended before it")
    plans.end(plan, state, said, deed.person_id, deed.now)
    session.flush()
    desk.record(
        session, deed, "plan.end", account_id=plan.account_id, subject_id=plan.id,
        before={"state": "open"}, after={"state": state, "outcome": said},
    )  # fmt: skip


def shelved(session: Session, deed: Deed, key: str) -> playbooks.Shelved:
    """A playbook as the workspace has it. Raises `Refused`."""
    try:
        return playbooks.find(session, deed.team_id, key)
    except KeyError:
        raise Refused(f"There is no playbook “{checks.brief(key)}”: /client playbooks lists them all.") from None


def ground(
    session: Session,
    deed: Deed,
    account: Account,
    about: str | None,
    lead_id: str | None,
    sponsor_id: str | None = None,
) -> Ground:
    """What a playbook is laid on. The account is locked."""
    policy = policy_of(desk.workspace(session, deed.team_id))
    facts = facts_of(session, deed.team_id, [account.id], policy, deed.now)[account.id]
    whom = next((contact for contact in facts.contacts if contact.id == about), None)
    return Ground(facts, deed.now, whom, _parts(session, deed, account, lead_id, sponsor_id))


def _room(session: Session, plan: Plan) -> int:
    """The position of the next step. Raises `Refused` where there is no room for one."""
    position = plans.next_position(session, plan.team_id, plan.id)
    if position >= MOST_STEPS:
        raise Refused(f"This plan has {MOST_STEPS} steps, and that is the most: end it, and open another one.")
    return position


def _parts(
    session: Session, deed: Deed, account: Account, lead_id: str | None, sponsor_id: str | None
) -> dict[Who, str | None]:
    """Who has which part; nobody who has left."""
    sponsor_id = sponsor_id or account.sponsor_id
    keepers = [account.owner_id, account.backup_id, sponsor_id]
    known = people.many(session, deed.team_id, [id_ for id_ in (*keepers, lead_id, deed.person_id) if id_])
    owner = known.get(account.owner_id or "")
    leader = people.get(session, deed.team_id, owner.lead_id) if owner and owner.lead_id else None
    return {
        Who.OWNER: _first(owner, known.get(account.backup_id or "")),
        Who.BACKUP: _first(known.get(account.backup_id or "")),
        Who.SPONSOR: _first(known.get(sponsor_id or "")),
        Who.LEAD: _first(known.get(lead_id or ""), leader),
        Who.DOER: _first(known.get(deed.person_id or "")),
    }


def _first(*candidates: Person | None) -> str | None:
    """The first who is still here."""
    return next((one.id for one in candidates if one is not None and not one.deactivated_at), None)
