"""The company of `house.py` connected to the stand-in for Slack, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.client import Client
from bot.nudges.deliver import Unsure
from bot.nudges.outbox import Outbox
from bot.nudges.schedule import Ticker
from bot.playground.standin import Standin
from bot.playground.world import Message as Post
from bot.rules import Rule
from bot.slack import SlackClients
from bot.tend import Tend
from storage import clocks, outbox
from storage.engine import Store
from tests.nudges.house import MORNING, SILENCE, TUESDAY, House, build

MINUTE = timedelta(minutes=1)


class Impatient(SlackClients):
    """Clients that wait for an answer no longer than a test does."""

    def of(self, team_id: str) -> Client:
        client = super().of(team_id)
        client.timeout = 1
        return client


@dataclass
class Time:
    """The time, where a test wants it."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class PostOffice:
    """A house, its Slack, and one process that sends."""

    house: House
    slack: Standin
    time: Time
    tend: Tend
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self, unsure: Unsure = Unsure.RESEND) -> None:
        """Another process takes over; what the first one remembered is gone."""
        self.outbox = Outbox(self.tend, unsure=unsure)
        self.outbox.courier.dice = lambda: 1.0

    def send(self, at: datetime | None = None) -> None:
        """Send what is ready."""
        self.time.now = at or self.time.now
        self.outbox.gather(self.time.now)
        for _ in range(100):
            if not self.outbox.send(self.time):
                break
        else:
            raise AssertionError("it sends for ever")
        while self.outbox.revise(self.time):
            pass

    def tick(self, at: datetime) -> None:
        """A whole tick, with the rules that the house goes by."""
        self.time.now = at
        ticker = Ticker(self.tend, self.outbox, rules=self.house.rules)
        ticker.tick(at)
        assert ticker.failures == {}

    def travel(self, until: datetime) -> None:
        """Let time pass, with a tick wherever there is something to do."""
        while self.time.now < until:
            self.tick(self.time.now)
            with self.tend.store.read() as session:
                ahead = [moment for moment in (clocks.next_ring(session), outbox.next_due(session)) if moment]
            self.time.now = min([until, *(max(moment, self.time.now + MINUTE) for moment in ahead)])
        self.tick(until)

    def posts(self, channel: str) -> list[Post]:
        return self.slack.dm(channel) if channel.startswith("U") else self.slack.messages(channel)

    def all_posts(self) -> list[Post]:
        return [post for channel in self.slack.world.channels for post in self.slack.messages(channel)]


def due(office: PostOffice, name: str = "Acme", silent_days: int = 15, **columns: Any) -> str:
    """An account whose silence is to be spoken of; its id."""
    account_id = office.house.account(name, silent_days=silent_days, **columns)
    office.house.settle(account_id)
    return account_id


@contextmanager
def open_post_office(
    store: Store, rules: Mapping[str, Rule] = SILENCE, now: datetime = MORNING
) -> Iterator[PostOffice]:
    time = Time(now)
    with Standin(now=time, rate_limits=False) as slack:
        tend = Tend(store, time, Impatient(slack.api_url, slack.bot_token), "U0TEND")
        yield PostOffice(build(store, rules), slack, time, tend)
