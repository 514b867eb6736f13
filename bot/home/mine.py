"""What stands on somebody's own pages: what waits on them, what goes quiet, and their accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from bot import coming
from bot.facts import AccountFacts
from bot.gather import facts_of
from bot.home.viewer import Viewer
from bot.nudges.cards import cards_of
from bot.policy import Kind, Level, Policy
from bot.preferences import Preferences
from bot.rules import RULES, Verdict
from bot.views.card import Card
from bot.views.home.accounts import Accounts, Own
from bot.views.home.coming import Coming
from bot.views.home.lines import Reasoned
from bot.views.home.place import ACCOUNTS, COMING, MINE, QUIET, SENIOR, WAITING, Place
from bot.views.home.quiet import Quiet
from bot.views.home.senior import Senior
from bot.views.home.settings import Brief
from bot.views.home.tab import Section
from bot.views.home.waiting import Waiting
from bot.worktime import Calendar
from storage import lists, portfolio
from storage.lists import Listed, Waits
from storage.tables import Clock, MessageNudge, Workspace

WEEKS = 12

_Page = tuple[list[Listed], int]


class _Found(NamedTuple):
    """Rows of the page's sections, each with how many there are in all."""

    waiting: tuple[list[Waits], int] | None = None
    quiet: _Page | None = None
    senior: _Page | None = None
    ringing: tuple[list[Clock], int] | None = None

    @property
    def account_ids(self) -> list[str]:
        """Every account that is named."""
        ids = {one.nudge.account_id for one in self.waiting[0]} if self.waiting else set()
        ids |= {one.account.id for page in (self.quiet, self.senior) if page for one in page[0]}
        ids |= {clock.account_id for clock in self.ringing[0]} if self.ringing else set()
        return sorted(ids)


@dataclass(frozen=True, slots=True)
class Mine:
    """Reads the sections of one page for one person."""

    session: Session
    viewer: Viewer
    workspace: Workspace
    policy: Policy
    place: Place

    def sections(self) -> Iterator[Section]:
        """All of them on the first page, else the one whose page it is."""
        owned = lists.owned(self.session, self.viewer.team_id, self.viewer.person.id)
        found = self._found(owned)
        known = facts_of(self.session, self.viewer.team_id, found.account_ids, self.policy, self.viewer.now)
        if found.waiting:
            yield self._waiting(found.waiting, known, owned)
        yield from self._watched(found, known)
        if owned and self._shows(ACCOUNTS):
            yield self._accounts()
        if self.place.page == MINE:
            yield self._settings()

    def _shows(self, section: str) -> bool:
        return self.place.page in (MINE, section)

    def _found(self, owned: int) -> _Found:
        """What is named on the page, so that the facts of all of it are read at once."""
        waiting = self._nudges() if self._shows(WAITING) else None
        if not owned:
            return _Found(waiting)
        return _Found(waiting, self._reached(QUIET), self._reached(SENIOR), self._ringing())

    def _nudges(self) -> tuple[list[Waits], int]:
        return lists.waiting(
            self.session,
            self.viewer.team_id,
            self.viewer.person.id,
            limit=self.place.most(WAITING),
            offset=self.place.skipped(WAITING),
        )

    def _waiting(self, found: tuple[list[Waits], int], known: Mapping[str, AccountFacts], owned: int) -> Waiting:
        """The cards, each with what its rule says now: days went by since it was opened."""
        viewer, (waiting, total) = self.viewer, found
        links, carried = [_link(one) for one in waiting], {one.nudge.id: one.nudge for one in waiting}
        told = cards_of(self.session, viewer.team_id, links, carried, viewer.now, viewer.zone)
        return Waiting([self._as_of_today(card, known) for card in told], total, owned, self.place)

    def _as_of_today(self, card: Card, known: Mapping[str, AccountFacts]) -> Card:
        facts = known.get(card.account_id)
        asked = self._asked(card.rule, facts) if facts and card.rule in RULES else []
        said = [verdict for verdict in asked if verdict.subject == card.subject]
        mine = replace(card, reader_id=self.viewer.person.id)
        return replace(mine, reason=said[0].reason, clears=said[0].clears) if said else mine

    def _watched(self, found: _Found, known: Mapping[str, AccountFacts]) -> Iterator[Section]:
        """What the clocks say."""
        quiet, senior, ringing = found.quiet, found.senior, found.ringing
        if quiet:
            yield Quiet(self._reasoned(quiet[0], QUIET, known), quiet[1], self.place)
        if ringing:
            viewer = self.viewer
            yield Coming(coming.rings(ringing[0], known, self.policy, viewer.now, viewer.zone), ringing[1], self.place)
        if senior:
            yield Senior(self._reasoned(senior[0], SENIOR, known), senior[1], self.place)

    def _reached(self, rule: str) -> _Page | None:
        """Their accounts where a rule has reached a level; the section has the rule's name."""
        return self._listed(rule, rule) if self._shows(rule) else None

    def _listed(self, section: str, rule: str | None) -> _Page:
        return lists.accounts(
            self.session,
            self.viewer.team_id,
            limit=self.place.most(section),
            offset=self.place.skipped(section),
            owner_id=self.viewer.person.id,
            rule=rule,
        )

    def _ringing(self) -> tuple[list[Clock], int] | None:
        if not self._shows(COMING):
            return None
        return coming.clocks_to_ring(
            self.session,
            self.viewer.team_id,
            self.viewer.now,
            limit=self.place.most(COMING),
            offset=self.place.skipped(COMING),
            owner_id=self.viewer.person.id,
        )

    def _reasoned(self, found: Collection[Listed], rule: str, known: Mapping[str, AccountFacts]) -> list[Reasoned]:
        return [self._reason(one, rule, known[one.account.id]) for one in found if one.account.id in known]

    def _reason(self, listed: Listed, rule: str, facts: AccountFacts) -> Reasoned:
        """What the loudest of a rule's verdicts says."""
        said = [(verdict.level_at(self.viewer.now), verdict.reason) for verdict in self._asked(rule, facts)]
        reached = [(level.loudness, reason) for level, reason in said if level]
        reason = max(reached, key=lambda one: one[0], default=(0, ""))[1]
        return Reasoned(listed.account.name, _level(listed), reason)

    def _asked(self, rule: str, facts: AccountFacts) -> list[Verdict]:
        return list(RULES[rule](facts, self.policy, self.viewer.now))

    def _accounts(self) -> Accounts:
        found, total = self._listed(ACCOUNTS, None)
        bounds = [Calendar(self.viewer.zone).start_of(day) for day in _mondays(self.viewer.today)]
        ids = [one.account.id for one in found]
        weeks = portfolio.touches_between(self.session, self.viewer.team_id, ids, bounds, [Kind.NOTE.value])
        own = [self._own(one, weeks.get(one.account.id, [0] * WEEKS)) for one in found]
        return Accounts(own, total, self.viewer.today, self.place)

    def _own(self, listed: Listed, weeks: Sequence[int]) -> Own:
        account, viewer = listed.account, self.viewer
        snoozed = listed.snoozed_until if listed.snoozed_until and listed.snoozed_until > viewer.now else None
        return Own(
            id=account.id,
            name=account.name,
            tier=account.tier,
            level=_level(listed),
            weeks=weeks,
            last_contact_on=viewer.day(account.last_contact_at) if account.last_contact_at else None,
            snoozed_until=viewer.day(snoozed) if snoozed else None,
        )

    def _settings(self) -> Brief:
        person = self.viewer.person
        asked = Preferences.of(person.preferences)
        return Brief(
            channel_id=self.workspace.alert_channel_id,
            hour=self.policy.daily_hour if asked.daily_hour is None else asked.daily_hour,
            budget=self.policy.budget,
            lead_id=person.lead_id,
            today=self.viewer.today,
            away_from=person.away_from,
            away_until=person.away_until,
            asked=asked,
        )


def _link(one: Waits) -> MessageNudge:
    """As if a message carried it."""
    nudge = one.nudge
    return MessageNudge(
        team_id=nudge.team_id,
        message_id="",
        nudge_id=nudge.id,
        level=nudge.level,
        heard_as=one.heard_as,
        because=one.because,
    )


def _level(listed: Listed) -> Level | None:
    return Level(listed.level) if listed.level else None


def _mondays(today: date) -> list[date]:
    """The first day of each of the last weeks, this one included, and of the next."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=week) for week in range(1 - WEEKS, 2)]
