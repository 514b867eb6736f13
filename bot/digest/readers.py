"""Who hears digests, and of whose accounts: leads of their team, channels of theirs, the alert channel of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.digest.moments import KINDS_OF, MONTH, WEEK
from bot.nudges.circles import hearer
from bot.policy import Policy
from bot.preferences import Frequency
from bot.views.digest.told import Whose
from bot.work.permission import role
from bot.work.roles import Role
from storage import accounts, digests, people
from storage.digests import Scope
from storage.tables import Person, Workspace

#: A channel about whose account nothing happened for so long has nothing to hear.
_STIRRED = {WEEK: timedelta(days=8), MONTH: timedelta(days=32)}


@dataclass(frozen=True, slots=True)
class About:
    """Whose accounts a digest is about. `name`: the one account's; `is_private`: it goes to one person alone."""

    whose: Whose
    scope: Scope
    name: str = ""
    is_private: bool = False


def of_person(session: Session, person: Person) -> About:
    """What somebody looks after: an admin everything, a lead their team's accounts and their own, others their own."""
    if role(session, person) is Role.ADMIN:
        return About(Whose.EVERYBODYS, Scope(), is_private=True)
    led = people.led_by(session, person.team_id, person.id)
    if led:
        return About(Whose.TEAMS, Scope(owner_ids=[person.id, *(one.id for one in led)]), is_private=True)
    return About(Whose.OWN, Scope(owner_ids=[person.id]), is_private=True)


def of_account(account_id: str, name: str) -> About:
    """One account."""
    return About(Whose.ACCOUNT, Scope(account_id=account_id), name)


def of_channel(session: Session, workspace: Workspace, channel_id: str) -> About | None:
    """What a channel hears of: the alert channel everything, another its account; None: it is no longer either."""
    if channel_id == workspace.alert_channel_id:
        return About(Whose.EVERYBODYS, Scope())
    account = accounts.by_channel(session, workspace.team_id, channel_id)
    return of_account(account.id, account.name) if account and account.status != "lost" else None


def leads(session: Session, team_id: str, policy: Policy) -> list[Person]:
    """Who leads somebody; where nobody does, the admins. Only those who are here."""
    leading = people.many(session, team_id, people.leading(session, team_id))
    here = [person for person in leading.values() if hearer(person, policy).is_here]
    return sorted(here or people.admins(session, team_id), key=lambda person: person.id)


def is_lead(session: Session, person: Person, policy: Policy) -> bool:
    """Whether somebody is one of those who hear digests."""
    return person.id in {one.id for one in leads(session, person.team_id, policy)}


def channels(session: Session, workspace: Workspace, policy: Policy, kind: str, now: datetime) -> list[str]:
    """The alert channel, and the channels of accounts that wait or were seen to of late, if they want such a digest.

    Of one account there is a report only where its channel chose that.
    """
    chosen = {channel_id for channel_id, one in policy.channels.items() if one.digest == Frequency.MONTHLY}
    is_asked = kind == WEEK or bool(chosen)
    linked = digests.linked(session, workspace.team_id, now - _STIRRED[kind]) if is_asked else []
    of_one = [channel_id for channel_id in linked if kind == WEEK or channel_id in chosen]
    known = dict.fromkeys([*filter(None, [workspace.alert_channel_id]), *of_one])
    return [channel_id for channel_id in known if hears(policy, channel_id, kind)]


def hears(policy: Policy, channel_id: str, kind: str) -> bool:
    """Whether a channel gets digests of a kind."""
    return kind in KINDS_OF[often(policy, channel_id)]


def often(policy: Policy, channel_id: str) -> Frequency:
    """How often a channel gets digests."""
    return Frequency(policy.channel_digest(channel_id))
