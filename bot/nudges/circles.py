"""Who is told of an account: its people with their own calendars, and its channels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel import Session

from bot.nudges.hearer import Hearer
from bot.nudges.plan import Circle
from bot.policy import Policy, Status
from bot.preferences import Preferences
from bot.worktime import Calendar, zone
from storage import account_parts, people, rescues
from storage.tables import Person, Rescue, Workspace

_IN_DANGER = (Status.RESCUE, Status.LEAVING)


class Tended(Protocol):
    """What is to be known of an account: its facts or its row."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def owner_id(self) -> str | None:
        """Who owns it."""

    @property
    def backup_id(self) -> str | None:
        """Who stands in for the owner."""

    @property
    def sponsor_id(self) -> str | None:
        """Our executive behind it."""

    @property
    def status(self) -> str:
        """Where it stands with us."""


@dataclass(frozen=True)
class Circles:
    """The people and channels of some accounts, read once."""

    office: Calendar
    hearers: Mapping[str, Hearer]
    leads: Mapping[str, str]  # person -> who leads them
    channels: Mapping[str, list[str]]  # account -> linked channels without people of other companies
    alert_channel: str | None
    admins: tuple[Hearer, ...]
    rescues: Mapping[str, Rescue] = field(default_factory=dict)  # account -> the one under way

    def of(self, account: Tended) -> Circle:
        """Who is told of one account."""
        rescue = self.rescues.get(account.id)
        chosen = [rescue.channel_id] if rescue and rescue.channel_id else []
        linked = [*chosen, *self.channels.get(account.id, []), *filter(None, [self.alert_channel])]
        return Circle(
            owner=self.hearer(account.owner_id),
            backup=self.hearer(account.backup_id),
            lead=self.lead_of(account.owner_id),
            backup_lead=self.lead_of(account.backup_id),
            sponsor=self.hearer((rescue and rescue.sponsor_id) or account.sponsor_id),
            channels=tuple(dict.fromkeys(linked)),
            admins=self.admins,
        )

    def hearer(self, person_id: str | None) -> Hearer | None:
        """A person; one whom Slack has not told us of yet lives in the office's time."""
        if person_id is None:
            return None
        return self.hearers.get(person_id) or Hearer(person_id, person_id, self.office)

    def lead_of(self, person_id: str | None) -> Hearer | None:
        """Who leads a person."""
        return self.hearer(self.leads.get(person_id)) if person_id else None


def circles(
    session: Session, workspace: Workspace, policy: Policy, accounts: Collection[Tended], others: Iterable[str]
) -> Circles:
    """Read who is told of some accounts, in a fixed number of queries.

    `others` are the people who took a nudge, or hear one first.
    """
    team_id = workspace.team_id
    if not accounts:
        return Circles(office(workspace, policy), {}, {}, {}, workspace.alert_channel_id, ())
    in_danger = [one.id for one in accounts if one.status in _IN_DANGER]
    under_way = rescues.open_of(session, team_id, in_danger) if in_danger else {}
    keepers = {id_ for one in accounts for id_ in (one.owner_id, one.backup_id, one.sponsor_id)}
    named = keepers | {*others} | {one.sponsor_id for one in under_way.values()}
    known = people.many(session, team_id, [person_id for person_id in named if person_id])
    leads = {person.id: person.lead_id for person in known.values() if person.lead_id}
    known |= people.many(session, team_id, leads.values())
    admins = people.admins(session, team_id)
    hearers = {person.id: hearer(person, policy) for person in [*known.values(), *admins]}
    return Circles(
        office=office(workspace, policy),
        hearers=hearers,
        leads=leads,
        channels=account_parts.inner_channels(session, team_id, [account.id for account in accounts]),
        alert_channel=workspace.alert_channel_id,
        admins=tuple(hearers[admin.id] for admin in admins),
        rescues=under_way,
    )


def hearer(person: Person, policy: Policy) -> Hearer:
    """A person as the plan sees them. Guests, bots and people of other companies hear nothing of clients."""
    works = tuple(person.working_days) if person.working_days else policy.working_days
    outside = person.is_bot or person.is_guest or person.is_stranger
    gone = person.deactivated_at is not None or person.erased_at is not None
    return Hearer(
        id=person.id,
        name=person.name,
        calendar=Calendar(zone(person.tz), works, policy.days_off),
        is_here=not (outside or gone),
        away_from=person.away_from,
        away_until=person.away_until,
        preferences=Preferences.of(person.preferences),
    )


def office(workspace: Workspace, policy: Policy) -> Calendar:
    """The workspace's own calendar: where nobody's own is meant."""
    return Calendar(zone(workspace.tz), policy.working_days, policy.days_off)
