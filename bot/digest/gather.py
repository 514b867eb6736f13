"""Gathers what a digest tells, in a number of queries that does not grow with the accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.attention import Attention
from bot.digest.readers import About
from bot.gather import facts_of
from bot.losing import figures_of
from bot.loss_figures import LossFigures
from bot.months import months_of
from bot.nudges.cards import cards
from bot.policy import Kind, Level, Manner, Policy, Tier
from bot.rules import RULES
from bot.views.card import Card
from bot.views.digest.first import FIRST
from bot.views.digest.pictures import WEEKS, WEEKS_OF_A_REPORT
from bot.views.digest.table import ROWS
from bot.views.digest.told import Changes, Digest, Item, News, Row, Some, Week, Whose
from bot.views.voices import Voices
from bot.voices import voices_of
from bot.weighing import attention_of
from bot.worktime import Calendar
from storage import digests, nudges, people, portfolio
from storage.digests import Span, Waiting
from storage.tables import MessageNudge, Nudge
from storage.worst import weight

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
    policy: Policy
    calendar: Calendar
    since: datetime
    now: datetime
    is_report: bool = False

    def digest(self) -> Digest:
        """All of it."""
        told = Digest(
            whose=self.about.whose,
            is_report=self.is_report,
            since=self.calendar.day(self.since),
            today=self._today,
            changes=self._changes(),
        )
        return self._of_one(told) if told.whose is Whose.ACCOUNT else self._of_many(told)

    def _of_many(self, told: Digest) -> Digest:
        tiers = portfolio.by_level(self.session, self.team_id, self.about.scope.owner_ids)
        waiting = self._waiting(ROWS)
        return replace(
            told,
            accounts=sum(tiers.values()),
            levels=_levels(tiers),
            first=list(self._first(waiting[:FIRST], 1)),
            rows=self._rows(waiting),
            weeks=self._weeks(),
            attention=self._attention(),
            losses=self._losses(),
            voices=self._voices(),
            tiers={(Tier(tier), Level(level) if level else None): count for (tier, level), count in tiers.items()},
        )

    def _voices(self) -> Voices | None:
        """For who leads, and for all."""
        if self.about.whose is Whose.OWN:
            return None
        return voices_of(self.session, self.team_id, self.about.scope.owner_ids, self.policy, self.now)

    def _attention(self) -> Attention | None:
        """Where attention goes; for a person's own eyes, and of more than their own."""
        if not self.about.is_private or self.about.whose is Whose.OWN:
            return None
        return attention_of(self.session, self.team_id, self.about.scope.owner_ids, self.policy, self.now)

    def _losses(self) -> LossFigures | None:
        """Losses in figures, for a report."""
        if not self.is_report:
            return None
        return figures_of(self.session, self.team_id, self.about.scope.owner_ids, self._today)

    def _of_one(self, told: Digest) -> Digest:
        account_id = self.about.scope.account_id or ""
        waiting = self._waiting(1)
        closed = nudges.closed_of(self.session, self.team_id, account_id, self.since, _CLOSED)
        months = months_of(self.session, self.team_id, [account_id], self.policy, self.now)
        return replace(
            told,
            accounts=1,
            levels={Level(one.level): 1 for one in waiting},
            first=list(self._first(waiting, FIRST)),
            name=self.about.name,
            closed=[nudge.closed_why for nudge in closed if _is_told(nudge)],
            months=months.get(account_id, []),
        )

    def _waiting(self, most: int) -> list[Waiting]:
        return digests.waiting(self.session, self.team_id, self.about.scope, self._today, limit=most)

    @property
    def _today(self) -> date:
        return self.calendar.day(self.now)

    @property
    def _span(self) -> Span:
        return Span(self.since, self.now)

    def _changes(self) -> Changes:
        asked = (self.session, self.team_id, self.about.scope, self._span)
        found = {**digests.waits(*asked, most=_NAMES), **digests.closed(*asked, most=_NAMES)}
        found |= {"added": digests.added(*asked, most=_NAMES), "lost": digests.lost(*asked, most=_NAMES)}
        return Changes(
            **{kind: Some(named.total, named.names) for kind, named in found.items()},
            touches=digests.touches(*asked, _QUIET_KINDS),
            spoken_to=digests.spoken_to(*asked),
        )

    def _first(self, waiting: Sequence[Waiting], each: int) -> Iterator[Item]:
        """The worst open nudges of some accounts, so many of each."""
        ids = [one.account_id for one in waiting]
        found = nudges.open_of(self.session, self.team_id, ids)
        shown = [nudge for id_ in ids for nudge in _worst(filter(_is_told, found[id_].values()))[:each]]
        by_id = {card.nudge_id: card for card in self._cards(shown)}
        today = self._reasons(ids)
        for nudge in shown:
            reason = today.get((nudge.account_id, nudge.rule, nudge.subject), nudge.reason)
            card = replace(by_id[nudge.id], reason=reason)
            yield Item(card, self._news(nudge), self.calendar.day(nudge.opened_at))

    def _cards(self, shown: Sequence[Nudge]) -> list[Card]:
        links = [
            MessageNudge(team_id=self.team_id, message_id="", nudge_id=one.id, level=one.level, heard_as="owner")
            for one in shown
        ]
        return cards(self.session, self.team_id, links, self.now, self.calendar.zone)

    def _reasons(self, ids: Sequence[str]) -> dict[tuple[str, str, str], str]:
        """What the rules say today: a nudge keeps the words of the day on which it was opened or became louder."""
        known = facts_of(self.session, self.team_id, ids, self.policy, self.now).values()
        asked = ((facts, rule(facts, self.policy, self.now)) for facts in known for rule in RULES.values())
        return {(facts.id, said.rule, said.subject): said.reason for facts, verdicts in asked for said in verdicts}

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


def _is_told(nudge: Nudge) -> bool:
    """What is private is no matter for a digest."""
    return nudge.manner != Manner.PRIVATE


def _worst(found: Iterable[Nudge]) -> list[Nudge]:
    return sorted(found, key=lambda nudge: (-weight(nudge, nudge.level), nudge.opened_at, nudge.id))


def _levels(tiers: Mapping[tuple[str, str | None], int]) -> dict[Level, int]:
    counts: Counter[Level] = Counter()
    for (_, level), count in tiers.items():
        if level:
            counts[Level(level)] += count
    return counts
