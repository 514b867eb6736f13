"""Many owners, each about to hear of an account of theirs, and what they heard in the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col, func, select

from bot.playground.standin import Standin
from bot.playground.world import User
from storage.engine import Store
from storage.tables import Message
from tests.faults.clock import SharedClock
from tests.nudges.house import MORNING, TUESDAY, House, build, person

SPEED = 20.0  # a lease of a minute lasts three seconds
LOOK_AGAIN_S = 0.05


@dataclass
class Crowd:
    """A house whose nudges replicas send, and the Slack that they send them to. Each owner is to hear one message."""

    url: str
    house: House
    slack: Standin
    clock: SharedClock
    owners: list[str] = field(default_factory=list)

    def gather(self, count: int, *, settled: bool = True) -> None:
        """So many more owners, each with an account that has been silent for too long.

        `settled`: their nudges wait to be sent; else their clocks ring.
        """
        people, accounts = [], []
        for n in range(len(self.owners), len(self.owners) + count):
            owner = f"U1OWNER{n}"
            self.slack.world.users[owner] = User(owner, f"owner{n}", f"Owner {n}", team_id=self.slack.team_id)
            people.append(person(owner, f"Owner {n}", "Europe/Lisbon", seen_at=MORNING))
            accounts.append((f"Client {n}", owner))
            self.owners.append(owner)
        self.house.add(*people)
        ids = [self.house.account(name, silent_days=11, owner_id=owner) for name, owner in accounts]
        if settled:
            self.house.settle(*ids)
        for account_id in () if settled else ids:
            self.house.ring(account_id, TUESDAY)

    def tried(self) -> int:
        """How often Slack was asked to post something."""
        return len(self.slack.calls("chat.postMessage"))

    def until_tried(self, times: int, seconds: float) -> None:
        """Wait until Slack was asked so often; raises `AssertionError` when it is not within the time."""
        self.slack.until(lambda: self.tried() > times, seconds)

    def until_all_are_sent(self, seconds: float) -> bool:
        """Wait until every message is marked sent, but not longer; whether that is so."""
        return self.wait_for(lambda: not self.unsent(), seconds)

    def wait_for(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Look until something holds that no change in Slack tells of, but not longer; whether it does."""
        deadline = time.monotonic() + seconds
        while not holds() and time.monotonic() < deadline:
            threading.Event().wait(LOOK_AGAIN_S)
        return holds()

    def heard(self) -> int:
        """How many posts there are."""
        return sum(len(self.slack.messages(channel)) for channel in list(self.slack.world.channels))

    def unsent(self) -> int:
        """How many messages are not marked sent."""
        with self.house.store.read() as session:
            return session.exec(select(func.count()).where(col(Message.state) != "sent")).one()

    def lost_and_twice(self) -> tuple[int, int]:
        """How many owners heard nothing, or not for sure; and how many posts were one too many."""
        posts = [len(self.slack.dm(owner)) for owner in self.owners]
        heard = sum(n > 0 for n in posts)
        return max(len(posts) - heard, self.unsent()), self.heard() - heard


@contextmanager
def crowd(url: str, speed: float = SPEED) -> Iterator[Crowd]:
    """Nobody yet, at nine in the morning; `speed`: how many times as fast as the system's everybody's clock runs."""
    with TemporaryDirectory(prefix="tend-clock-") as folder:
        clock = SharedClock(Path(folder) / "clock")
        clock.set(MORNING, speed)
        with closing(Store.open(url)) as store, Standin(now=clock, rate_limits=False) as slack:
            yield Crowd(url, build(store), slack, clock)
