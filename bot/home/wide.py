"""What stands on the pages of who leads: their team and its portfolio; for an admin, the whole workspace's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from bot.home.bus import bus_of
from bot.home.viewer import Viewer
from bot.policy import Level, Policy, Tier
from bot.ranking import keys_of
from bot.rules import RULES
from bot.views.home.grid import DAYS, YEARS, Grid
from bot.views.home.hands import Hands
from bot.views.home.keys import KeyAccounts
from bot.views.home.levels import Levels
from bot.views.home.place import TEAM, Place
from bot.views.home.precision import Judged, Precision
from bot.views.home.tab import Section
from bot.views.home.team import Member, Team
from bot.voices import voices_of
from bot.weighing import attention_of
from bot.work.settings import TURNED
from bot.worktime import Calendar
from storage import audit, people, portfolio, votes
from storage.portfolio import Load, Owners
from storage.tables import Person

_YEAR = timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class Wide:
    """Reads the sections of one page for somebody who leads; an admin sees everybody's accounts."""

    session: Session
    viewer: Viewer
    policy: Policy
    place: Place
    is_admin: bool

    def sections(self) -> Iterator[Section]:
        """Those of the page."""
        team_id, owners = self.viewer.team_id, self._owners()
        if self.place.page == TEAM:
            yield self._team(owners)
            yield Hands(attention_of(self.session, team_id, owners, self.policy, self.viewer.now))
            yield bus_of(self.session, team_id, owners, self.policy, self.viewer.now)
            yield voices_of(self.session, team_id, owners, self.policy, self.viewer.now)
            return
        levels = portfolio.by_level(self.session, team_id, owners)
        yield Levels({(Tier(tier), Level(level) if level else None): n for (tier, level), n in levels.items()})
        yield KeyAccounts(keys_of(self.session, team_id, owners, self.viewer.now))
        yield self._grid(owners)
        yield self._precision()

    def _owners(self) -> Owners:
        """Whose accounts they see: their own and those of whom they lead; None: all."""
        if self.is_admin:
            return None
        led = people.led_by(self.session, self.viewer.team_id, self.viewer.person.id)
        return [self.viewer.person.id, *(person.id for person in led)]

    def _team(self, owners: Owners) -> Team:
        loads = {load.owner_id: load for load in portfolio.loads(self.session, self.viewer.team_id, owners)}
        led = people.led_by(self.session, self.viewer.team_id, self.viewer.person.id)
        ids = {*(person.id for person in led if person.deactivated_at is None), *filter(None, loads)}
        if not self.is_admin:
            ids.discard(self.viewer.person.id)
        known = people.many(self.session, self.viewer.team_id, ids)
        ownerless = loads[None].accounts if None in loads else 0
        return Team([_member(person, loads.get(id_)) for id_, person in known.items()], ownerless)

    def _grid(self, owners: Owners) -> Grid:
        calendar, today = Calendar(self.viewer.zone), self.viewer.today
        began = [today - years * _YEAR for years in YEARS]
        spoken = [calendar.start_of(today - timedelta(days=days)) for days in DAYS]
        since = [(day, calendar.start_of(day)) for day in began]
        return Grid(portfolio.by_age_and_silence(self.session, self.viewer.team_id, owners, since, spoken))

    def _precision(self) -> Precision:
        turned = audit.last_of(self.session, self.viewer.team_id, TURNED)
        judged = votes.by_rule(self.session, self.viewer.team_id, turned)
        return Precision([Judged(rule, *judged.get(rule, (0, 0))) for rule in RULES])


def _member(person: Person, load: Load | None) -> Member:
    name = f"{person.name} (left)" if person.deactivated_at else person.name
    return Member(name, load.accounts, load.waiting, load.untouched) if load else Member(name, 0, 0, 0)
