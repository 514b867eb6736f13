"""Gathers what a digest tells, in a number of queries that does not grow with the accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.digest.readers import About
from bot.nudges.cards import cards
from bot.policy import Kind, Level, Tier
from bot.views.card import Card
from bot.views.digest.chart import WEEKS, WEEKS_OF_A_REPORT
from bot.views.digest.first import FIRST
from bot.views.digest.table import ROWS
from bot.views.digest.told import Changes, Digest, Item, News, Row, Some, Week, Whose
from bot.worktime import Calendar
from storage import digests, nudges, people
from storage.digests import Named, Span, Waiting
from storage.tables import MessageNudge, Nudge

_NAMES = 3
_CLOSED = 5
_QUIET_KINDS = (Kind.NOTE.value,)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Reads one digest. `since` and `now` are aware UTC, days those of `calendar`, the reader's."""

    session: Session
    team_id: str
    about: About
    calendar: Calendar
    since: datetime
    now: datetime
    is_report: bool = False

    def digest(self) -> Digest:
        """All of it."""
        levels = digests.by_level(self.session, self.team_id, self.about.scope)
        most = FIRST if self._alone else ROWS
        waiting = digests.waiting(self.session, self.team_id, self.about.scope, self._today, limit=most)
        return Digest(
            whose=self.about.whose,
            is_report=self.is_report,
            since=self.calendar.day(self.since),
            today=self._today,
            accounts=sum(levels.values()),
            levels={Level(level): count for level, count in levels.items() if level},
            changes=self._changes(),
            first=list(self._first(waiting)),
            rows=[] if self._alone else self._rows(waiting),
            weeks=self._weeks(),
            name=self.about.name,
            closed=self._closed() if self._alone else (),
        )

    @property
    def _alone(self) -> bool:
        return self.about.whose is Whose.ACCOUNT

    @property
    def _today(self) -> date:
        return self.calendar.day(self.now)

    @property
    def _span(self) -> Span:
        return Span(self.since, self.now)

    def _changes(self) -> Changes:
        asked = (self.session, self.team_id, self.about.scope, self._span)
        return Changes(
            entered=_some(digests.entered(*asked, most=_NAMES)),
            worse=_some(digests.worse(*asked, most=_NAMES)),
            still=_some(digests.still_open(*asked, most=_NAMES)),
            answered=_some(digests.answered(*asked, most=_NAMES)),
            settled=_some(digests.settled(*asked, most=_NAMES)),
            added=_some(digests.added(*asked, most=_NAMES)),
            lost=_some(digests.lost(*asked, most=_NAMES)),
            touches=digests.touches(*asked, _QUIET_KINDS),
            spoken_to=digests.spoken_to(*asked),
        )

    def _first(self, waiting: Sequence[Waiting]) -> Iterator[Item]:
        """The loudest open nudge of each account that comes first; of one account alone, its loudest."""
        ids = [one.account_id for one in waiting[:FIRST]]
        found = nudges.open_of(self.session, self.team_id, ids)
        shown = [nudge for id_ in ids for nudge in _worst(found[id_].values())[: FIRST if self._alone else 1]]
        by_id = {card.nudge_id: card for card in self._cards(shown)}
        for nudge in shown:
            yield Item(by_id[nudge.id], self._news(nudge), self.calendar.day(nudge.opened_at))

    def _cards(self, shown: Sequence[Nudge]) -> list[Card]:
        links = [
            MessageNudge(team_id=self.team_id, message_id="", nudge_id=one.id, level=one.level, heard_as="owner")
            for one in shown
        ]
        return cards(self.session, self.team_id, links, self.now, self.calendar.zone)

    def _news(self, nudge: Nudge) -> News:
        if nudge.opened_at > self.since:
            return News.NEW
        return News.WORSE if nudge.raised_at > self.since else News.BEFORE

    def _rows(self, waiting: Sequence[Waiting]) -> list[Row]:
        owners = people.many(self.session, self.team_id, {one.owner_id for one in waiting if one.owner_id})
        return [self._row(one, owners[one.owner_id].name if one.owner_id in owners else "") for one in waiting]

    def _row(self, one: Waiting, owner: str) -> Row:
        silent = self.calendar.elapsed_days(one.last_contact_at, self.now) if one.last_contact_at else None
        return Row(one.name, Tier(one.tier), Level(one.level), silent, owner, one.next_on)

    def _weeks(self) -> list[Week]:
        count = WEEKS_OF_A_REPORT if self.is_report else WEEKS
        ends = [self.now - back * _WEEK for back in reversed(range(count + 1))]
        found = digests.trend(self.session, self.team_id, self.about.scope, ends)
        return [Week(self.calendar.day(end), *counts) for end, counts in zip(ends[1:], found, strict=True)]

    def _closed(self) -> list[str]:
        found = nudges.closed_of(self.session, self.team_id, self.about.scope.account_id or "", self.since, _CLOSED)
        return [nudge.closed_why for nudge in found]


def _worst(found: Iterable[Nudge]) -> list[Nudge]:
    return sorted(found, key=lambda nudge: (-Level(nudge.level).loudness, nudge.opened_at, nudge.id))


def _some(named: Named) -> Some:
    return Some(named.total, named.names)
