"""From the database to what the rules see: many accounts in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.facts import (
    ENCOUNTERS,
    AccountFacts,
    ContactFact,
    ContactLevel,
    Encounter,
    OwnerTouches,
    Portfolio,
    TouchFact,
)
from bot.matters import Matters, open_on
from bot.policy import Counts, Direction, Kind, Policy, Status, Tier
from bot.public_holidays import holidays_of
from bot.rescued import with_contacts
from bot.rhythm import FALLBACK, from_json, prior
from bot.titles import Role
from bot.worktime import Calendar, zone
from storage import facts as stored
from storage import rhythms, workspaces
from storage.core import by_account
from storage.tables import Workspace

_HOLIDAY_YEARS = range(2000, 2051)
_AT_ONCE = 5_000  # accounts in one query: databases limit how many ids they take


def policy_of(workspace: Workspace, years: Iterable[int] = _HOLIDAY_YEARS) -> Policy:
    """The workspace's policy, with its country's public holidays of some years among the days off.

    Raises `ValueError` where what is stored is no setting or no country.
    """
    return policy_from(workspace.policy, years)


def policy_from(overrides: dict[str, Any], years: Iterable[int] = _HOLIDAY_YEARS) -> Policy:
    """The policy of a workspace that had stored these changes, as `policy_of` makes it."""
    policy = Policy.from_overrides(overrides)
    if not policy.country:
        return policy
    return replace(policy, days_off=policy.days_off | holidays_of(policy.country, years))


def facts_of(
    session: Session, team_id: str, account_ids: Sequence[str], policy: Policy, now: datetime
) -> dict[str, AccountFacts]:
    """What the rules may see of some accounts at one moment, by id; ids that do not exist are left out.

    Days are those of the owner's time zone, else of the workspace's.
    """
    workspace = workspaces.get(session, team_id)
    if workspace is None:
        return {}
    gathered: dict[str, AccountFacts] = {}
    for start in range(0, len(account_ids), _AT_ONCE):
        gathered |= _some(session, workspace, account_ids[start : start + _AT_ONCE], policy, now)
    return gathered


def ties_of(
    session: Session, team_id: str, account_ids: Collection[str], policy: Policy, now: datetime
) -> dict[str, dict[str, datetime]]:
    """By contact of some accounts: who of ours spoke with them within the policy's window, and when last."""
    if not account_ids:
        return {}
    since = now - timedelta(days=policy.single_thread_days)
    found: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
    for row in stored.ties(session, team_id, account_ids, talks_of(policy), since):
        if row.contact_id is not None:
            found[row.contact_id][row.person_id] = row.last_at
    return found


def told_of(session: Session, team_id: str, contact_ids: Collection[str], policy: Policy) -> dict[str, datetime]:
    """By contact, of some: when we last said something to them, in a talk or in writing. An attempt says nothing."""
    if not contact_ids:
        return {}
    telling = [pair for pair in _resetting(policy, Counts.REACH) if pair[0] != Kind.ATTEMPT]
    return {row.contact_id: row.last_at for row in stored.told(session, team_id, contact_ids, telling) if row.last_at}


def count_portfolio(session: Session, team_id: str, policy: Policy, now: datetime) -> Portfolio:
    """The whole workspace in numbers, as of now."""
    values = stored.values(session, team_id)
    since = now - timedelta(days=policy.flagship_touch_days)
    by_person: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in stored.attention(session, team_id, [Kind.NOTE.value], since):
        by_person[row.person_id].append((row.touches, row.account_id))
    return Portfolio(
        value_minor={row.currency: int(row.total) for row in values},
        valued_accounts={row.currency: row.accounts for row in values},
        owner_touches={person: OwnerTouches.of(touches) for person, touches in by_person.items()},
        usual_log_gap=prior(map(from_json, rhythms.kept(session, team_id))),
    )


def portfolio_to_json(portfolio: Portfolio) -> dict[str, Any]:
    """In the form that is kept on the workspace."""
    return {
        "value_minor": portfolio.value_minor,
        "valued_accounts": portfolio.valued_accounts,
        "owner_touches": {person: list(touches) for person, touches in portfolio.owner_touches.items()},
        "usual_log_gap": portfolio.usual_log_gap,
    }


def portfolio_from_json(kept: dict[str, Any]) -> Portfolio:
    """From the form that is kept on the workspace; empty where nothing was counted yet."""
    return Portfolio(
        value_minor=dict(kept.get("value_minor", {})),
        valued_accounts=dict(kept.get("valued_accounts", {})),
        owner_touches={person: OwnerTouches(*told) for person, told in kept.get("owner_touches", {}).items()},
        usual_log_gap=kept.get("usual_log_gap", FALLBACK),
    )


def _some(
    session: Session, workspace: Workspace, ids: Sequence[str], policy: Policy, now: datetime
) -> dict[str, AccountFacts]:
    team_id = workspace.team_id
    accounts = stored.accounts(session, team_id, ids)
    contacts = by_account(stored.contacts(session, team_id, ids))
    closures = by_account(stored.closures(session, team_id, ids))
    opened = with_contacts(session, team_id, open_on(session, team_id, ids), policy)
    contact, reach = _resetting(policy, Counts.CONTACT), _resetting(policy, Counts.REACH)
    touches = by_account(stored.last_touches(session, team_id, ids, contact, reach))
    encounters = by_account(stored.encounters(session, team_id, ids, contact, ENCOUNTERS))
    met = set(_resetting(policy, Counts.MET))
    since = now - timedelta(days=policy.single_thread_days)
    with_deciders = [id_ for id_, known in contacts.items() if any(row.can_hire_or_fire for row in known)]
    ties = ties_of(session, team_id, with_deciders, policy, now)
    indirect = [row.id for known in contacts.values() for row in known if Role.INDIRECT in row.roles]
    told = told_of(session, team_id, indirect, policy)
    knowers = by_account(stored.knowers(session, team_id, ids, talks_of(policy), since))
    portfolio = portfolio_from_json(workspace.portfolio)
    calendars = _Calendars(policy, workspace.tz)
    return {
        row.id: _account(
            row,
            calendar=calendars.of(row.owner_tz, closures[row.id]),
            contacts=tuple(
                _contact(known, ties.get(known.id, {}) if known.can_hire_or_fire else {}, told.get(known.id))
                for known in contacts[row.id]
            ),
            matters=opened.get(row.id, {}),
            touches={one.part: one for one in sorted(touches[row.id], key=lambda one: one.id)},
            encounters=tuple(_encounter(one, met) for one in encounters[row.id][-ENCOUNTERS:]),
            known_by={one.person_id: one.last_at for one in knowers[row.id]},
            portfolio=portfolio,
        )
        for row in accounts
    }


class _Calendars:
    """Calendars of one workspace: accounts without closures share one in each time zone."""

    def __init__(self, policy: Policy, tz: str) -> None:
        self.policy = policy
        self.tz = tz
        self.shared: dict[str | None, Calendar] = {}

    def of(self, owner_tz: str | None, closures: Sequence[Any]) -> Calendar:
        """The calendar of an account, in its owner's zone, else in the workspace's."""
        if owner_tz not in self.shared:
            self.shared[owner_tz] = Calendar(
                zone(owner_tz, zone(self.tz)), self.policy.working_days, self.policy.days_off
            )
        spans = tuple((row.first_on, row.last_on) for row in closures)
        return replace(self.shared[owner_tz], closures=spans) if spans else self.shared[owner_tz]


def _account(
    row: Any,
    *,
    calendar: Calendar,
    contacts: tuple[ContactFact, ...],
    matters: Matters,
    touches: dict[str, Any],
    encounters: tuple[Encounter, ...],
    known_by: dict[str, datetime],
    portfolio: Portfolio,
) -> AccountFacts:
    return AccountFacts(
        team_id=row.team_id,
        id=row.id,
        name=row.name,
        tier=Tier(row.tier),
        status=Status(row.status),
        started_at=calendar.start_of(row.client_since) if row.client_since else row.created_at,
        added_at=row.created_at,
        calendar=calendar,
        client_since=row.client_since,
        owner_id=row.owner_id,
        backup_id=row.backup_id,
        sponsor_id=row.sponsor_id,
        cadence_days=row.cadence_days,
        annual_value_minor=row.annual_value_minor,
        annual_profit_minor=row.annual_profit_minor,
        currency=row.currency,
        paused_until=row.paused_until,
        last_contact_at=row.last_contact_at,
        last_contact_id=touches["contact"].id if "contact" in touches else None,
        last_reach_at=row.last_reach_at,
        last_reach_id=touches["reach"].id if "reach" in touches else None,
        last_thanks_at=touches["thanks"].occurred_at if "thanks" in touches else None,
        last_thanks_id=touches["thanks"].id if "thanks" in touches else None,
        last_touch=_touch(touches["last"]) if "last" in touches else None,
        attempts_since_contact=row.attempts_since_contact,
        rhythm=from_json(row.rhythm) if row.rhythm else None,
        encounters=encounters,
        last_unhappy_at=row.last_unhappy_at,
        last_remark_at=row.last_remark_at,
        contacts=contacts,
        known_by=known_by,
        portfolio=portfolio,
        **matters,
    )


def _contact(row: Any, tied_to: dict[str, datetime], last_told_at: datetime | None) -> ContactFact:
    return ContactFact(
        id=row.id,
        name=row.name,
        title=row.title,
        level=ContactLevel(row.level),
        roles=tuple(row.roles),
        can_hire_or_fire=row.can_hire_or_fire,
        known_since=row.created_at,
        left_at=row.left_at,
        last_met_at=row.last_met_at,
        last_told_at=last_told_at,
        tied_to=tied_to,
    )


def _encounter(row: Any, met: Collection[tuple[str, str]]) -> Encounter:
    return Encounter(
        id=row.id,
        kind=Kind(row.kind),
        occurred_at=row.occurred_at,
        temperature=row.temperature,
        signs=tuple(row.signs or ()),
        clients=row.clients,
        met=(row.kind, row.direction) in met,
    )


def _touch(row: Any) -> TouchFact:
    return TouchFact(row.id, Kind(row.kind), Direction(row.direction), row.occurred_at, row.logged_by, row.note)


def _resetting(policy: Policy, what: Counts) -> list[tuple[str, str]]:
    return [(kind.value, way.value) for kind in Kind for way in Direction if what in policy.resets(kind, way)]


def talks_of(policy: Policy) -> list[tuple[str, str]]:
    """The (kind, direction) in which somebody of ours gets to know the client: met, or heard and answered."""
    both_ways = [pair for pair in _resetting(policy, Counts.CONTACT) if pair[1] == Direction.TWO_WAY]
    return list({*_resetting(policy, Counts.MET), *both_ways})
