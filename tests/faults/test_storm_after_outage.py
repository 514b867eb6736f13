"""Fault 12, second half: Tend comes back after three days, and very many accounts have become due."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from time import monotonic

import pytest
from sqlmodel import col, func, select

from bot.nudges.schedule import EVERY_S, Ticker
from bot.playground.calls import Call
from bot.playground.standin import Standin
from bot.playground.world import User
from bot.tend import Tend
from storage import names, outbox
from storage.engine import Store
from storage.tables import Account, Clock, Message
from tests.databases import make_template, own_postgres, postgres_server
from tests.faults.result import Result
from tests.nudges.house import ALERTS, ANA, BEN, DAY, TEAM, TUESDAY, House, build, person
from tests.nudges.post import Impatient

pytestmark = pytest.mark.long

BACK = TUESDAY + 3 * DAY + timedelta(hours=4)  # on Friday, in working hours
SILENT = (7, 8, 9, 11, 12, 13)  # days on Tuesday: each enters a level by Friday, some have entered one before
TICKS = 15
FIRST_WITHIN = timedelta(seconds=60)
BREATH = timedelta(seconds=1)


class Passing:
    """A clock that runs as the system's does, and leaps."""

    def __init__(self, at: datetime) -> None:
        self._at, self._since = at, monotonic()

    def __call__(self) -> datetime:
        return self._at + timedelta(seconds=monotonic() - self._since)

    def leap(self, at: datetime) -> None:
        """To a moment, never back."""
        self._at, self._since = max(at, self()), monotonic()


@dataclass(frozen=True)
class Storm:
    """What Slack was asked to post after the outage, and what was due when it ended."""

    due: int
    owners: list[str]
    calls: list[Call]
    dailies: Counter[str]  # summaries by owner
    told: int  # accounts of which their owner was told

    @property
    def first(self) -> timedelta:
        """From the restart to the first post."""
        return min(call.at for call in self.calls) - BACK

    @property
    def last(self) -> timedelta:
        """From the restart to the last post."""
        return max(call.at for call in self.calls) - BACK

    @property
    def closest(self) -> timedelta:
        """The shortest time between two posts in one channel."""
        by_channel = defaultdict(list)
        for call in self.calls:
            by_channel[call.args["channel"]].append(call.at)
        return min(later - earlier for times in by_channel.values() for earlier, later in pairwise(times))

    @property
    def passed(self) -> bool:
        """Whether everybody was told all of it at once, soon, and no faster than one may speak."""
        once = self.dailies == Counter(self.owners)
        return once and self.told == self.due and self.first <= FIRST_WITHIN and self.closest >= BREATH


def come_back(store: Store, owners: int, each: int) -> Storm:
    """Let so many owners' accounts become due in three days without Tend, and start it again."""
    clock = Passing(TUESDAY)
    house = build(store)
    people = [f"U1OWNER{n}" for n in range(owners)]
    _lay_out(house, people, each)
    due = _due(store)
    with Standin(now=clock) as slack:
        for owner in people:
            slack.world.users[owner] = User(owner, owner.lower(), owner, tz="Europe/Lisbon", team_id=TEAM)
        clock.leap(BACK)
        ticker = Ticker(Tend(store, clock, Impatient(slack.api_url, slack.bot_token), "U0TEND"), rules=house.rules)
        for minute in range(TICKS):
            clock.leap(BACK + minute * timedelta(seconds=EVERY_S))
            ticker.tick(clock())
        assert ticker.failures == {}
        calls = slack.calls("chat.postMessage")
    with store.read() as session:
        sent = select(Message.recipient).where(Message.kind == "daily", Message.state == "sent")
        dailies = Counter(session.exec(sent.where(col(Message.recipient).in_(people))))
    told = {account for recipient, slot, account in house.heard() if recipient in people and slot.startswith("daily")}
    return Storm(due, people, calls, dailies, len(told))


def _lay_out(house: House, people: list[str], each: int) -> None:
    """Before the outage: all is settled, some is waiting for the morning, and everybody has a word waiting besides."""
    accounts = [
        Account(
            team_id=TEAM,
            id=f"A{number:05}",
            name=f"Client {number}",
            name_key=names.key(f"Client {number}"),
            owner_id=people[number % len(people)],
            last_contact_at=TUESDAY - SILENT[number % len(SILENT)] * DAY,
            created_at=TUESDAY - 300 * DAY,
            updated_at=TUESDAY - 300 * DAY,
        )
        for number in range(each * len(people))
    ]
    house.add(*(person(owner, owner, "Europe/Lisbon", lead_id=BEN) for owner in people), *accounts)
    house.settle(*(account.id for account in accounts))
    with house.store.write() as session:
        for recipient in (*people, ALERTS, ANA):
            for slot in ("first", "second"):
                outbox.notify(session, TEAM, recipient, f"notice:{slot}", {"about": "say", "text": "A word."}, BACK)


def _due(store: Store) -> int:
    with store.read() as session:
        return session.exec(select(func.count()).select_from(Clock).where(col(Clock.rings_at) <= BACK)).one()


def measure() -> Result:
    """A thousand accounts of twenty-five owners, in PostgreSQL."""
    with postgres_server() as server:
        make_template(server)
        with own_postgres(server) as url, closing(Store.open(url)) as store:
            storm = come_back(store, owners=25, each=40)
    summaries = f"{sum(storm.dailies.values())} summaries for {len(storm.owners)} owners tell of {storm.told:,}"
    figure = (
        f"{storm.due:,} accounts due: {summaries}, first post after {storm.first.total_seconds():.1f} s, "
        f"last of {len(storm.calls)} after {storm.last.total_seconds():.0f} s, "
        f"{storm.closest.total_seconds():.2f} s between posts in one channel at least"
    )
    return Result("12 restart after 3 days with 1,000 accounts due", figure, storm.passed and storm.due == 1_000)


def test_after_three_days_away_every_owner_gets_one_summary_soon_and_no_channel_more_than_a_post_a_second(
    store: Store,
) -> None:
    storm = come_back(store, owners=3, each=12)

    assert storm.due == 36
    assert storm.dailies == Counter(storm.owners)
    assert storm.told == storm.due
    assert storm.first <= FIRST_WITHIN
    assert storm.closest >= BREATH
    assert all(call.ok for call in storm.calls)
    assert storm.passed
