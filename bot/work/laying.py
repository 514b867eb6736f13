"""How the steps of a playbook become those of a plan: whose they are, and by when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.facts import AccountFacts, ContactFact
from bot.gather import facts_of, policy_of
from bot.playbooks import Playbook, Who
from bot.playbooks.gaps import Offer, offers
from bot.work import desk
from bot.work.deed import Deed
from storage import people
from storage.tables import Account, Person, Plan, Step


@dataclass(frozen=True, slots=True)
class Ground:
    """What a playbook is laid on: the account's facts, whom it is about, and who has which part in it."""

    facts: AccountFacts
    now: datetime
    about: ContactFact | None
    parts: dict[Who, str | None]

    def steps(self, playbook: Playbook, plan: Plan, only: Collection[str] | None) -> list[Step]:
        """The steps of a plan: all that the account could do with, or only those of some keys."""
        offered = offers(playbook, self.facts, self.now, self.about)
        chosen = [offer for offer in offered if only is None or offer.key in only]
        return [self._step(offer, plan, position) for position, offer in enumerate(chosen)]

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


def ground(session: Session, deed: Deed, account: Account, about: str | None, lead_id: str | None) -> Ground:
    """What a playbook is laid on. The account is locked."""
    policy = policy_of(desk.workspace(session, deed.team_id))
    facts = facts_of(session, deed.team_id, [account.id], policy, deed.now)[account.id]
    whom = next((contact for contact in facts.contacts if contact.id == about), None)
    return Ground(facts, deed.now, whom, _parts(session, deed, account, lead_id))


def _parts(session: Session, deed: Deed, account: Account, lead_id: str | None) -> dict[Who, str | None]:
    """Who has which part; nobody who has left."""
    keepers = [account.owner_id, account.backup_id, account.sponsor_id]
    known = people.many(session, deed.team_id, [id_ for id_ in (*keepers, lead_id, deed.person_id) if id_])
    owner = known.get(account.owner_id or "")
    leader = people.get(session, deed.team_id, owner.lead_id) if owner and owner.lead_id else None
    return {
        Who.OWNER: _first(owner, known.get(account.backup_id or "")),
        Who.BACKUP: _first(known.get(account.backup_id or "")),
        Who.SPONSOR: _first(known.get(account.sponsor_id or "")),
        Who.LEAD: _first(known.get(lead_id or ""), leader),
        Who.DOER: _first(known.get(deed.person_id or "")),
    }


def _first(*candidates: Person | None) -> str | None:
    """The first who is still here."""
    return next((one.id for one in candidates if one is not None and not one.deactivated_at), None)
