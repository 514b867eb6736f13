"""Fault 5: PostgreSQL dies in the middle of a sweep, and of a batch of messages, and comes back after 30 seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread

import pytest
from structlog.testing import capture_logs

from bot.facts import AccountFacts
from bot.nudges.outbox import Outbox
from bot.nudges.schedule import Ticker
from bot.policy import Policy
from bot.rules import Rule, Verdict
from bot.tend import Tend
from storage.engine import Store
from storage.tables import Nudge
from tests.databases import Mortal, make_template, mortal_postgres, own_postgres
from tests.faults.crowd import Crowd, crowd
from tests.faults.replica import Hasty
from tests.faults.result import Result
from tests.nudges.house import MORNING, TUESDAY, silence

pytestmark = pytest.mark.long

ACCOUNTS, ROUNDS = 60, 3
AWAY = timedelta(seconds=30)
TICK = timedelta(minutes=1)
ENOUGH_TICKS = 5


@dataclass(frozen=True)
class Recovered:
    """What came of it: after how many ticks all was settled, and all was said; how much was lost, or done twice."""

    settled_after: int
    said_after: int
    lost: int
    twice: int


class Deadly:
    """A rule that has the server die when it looks at the account that many come before."""

    def __init__(self, server: Mortal, after: int) -> None:
        self._server = server
        self._left = after

    def __call__(self, facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
        self._left -= 1
        if self._left == 0:
            self._server.die()
        return silence(facts, policy, now)


def die_and_come_back(server: Mortal, accounts: int, at: int) -> Recovered:
    """Have the server die while the account, and later the message, of this number is dealt with."""
    with own_postgres(server.address) as url, crowd(url, speed=1.0) as those, capture_logs():
        those.gather(accounts, settled=False)
        with _ticking(those, {"silence": Deadly(server, at)}) as ticker:
            those.clock.set(TUESDAY, 1.0)
            settled_after = _ticks(those, ticker, server, lambda: len(those.house.rows(Nudge)) == accounts)
            those.clock.set(MORNING, 1.0)
            killer = Thread(target=_die_when_tried, args=(those, server, at))
            killer.start()
            said_after = _ticks(those, ticker, server, lambda: not those.unsent(), killer)
        lost, twice = those.lost_and_twice()
        opened = Counter(nudge.account_id for nudge in those.house.rows(Nudge))
    return Recovered(settled_after, said_after, lost, twice + sum(opened.values()) - len(opened))


def _die_when_tried(those: Crowd, server: Mortal, times: int) -> None:
    those.until_tried(times, 60)
    server.die()


@contextmanager
def _ticking(those: Crowd, rules: Mapping[str, Rule]) -> Iterator[Ticker]:
    store = Store.open(those.url)
    tend = Tend(store, those.clock, Hasty(those.slack.api_url, those.slack.bot_token), "U0TEND")
    yield Ticker(tend, Outbox(tend), rules)
    store.close()


def _ticks(those: Crowd, ticker: Ticker, server: Mortal, done: Callable[[], bool], killer: Thread | None = None) -> int:
    """Tick into the server's death, bring it back, and tick on; how many ticks it takes from there."""
    ticker.tick(those.clock())
    if killer is not None:
        killer.join()
    ticker.tick(those.clock())
    assert ticker.failures
    those.clock.move(AWAY)
    server.come_back()
    those.house.store.engine.dispose()
    for ticks in range(1, ENOUGH_TICKS + 1):
        those.clock.move(TICK - AWAY if ticks == 1 else TICK)
        ticker.tick(those.clock())
        if done():
            return ticks
    return ENOUGH_TICKS + 1


def test_a_database_that_dies_in_the_middle_is_gone_on_with_and_nothing_is_done_twice() -> None:
    with mortal_postgres() as server:
        make_template(server.address)
        came = die_and_come_back(server, accounts=14, at=5)
    assert (came.lost, came.twice) == (0, 0)
    assert max(came.settled_after, came.said_after) <= 2


def measure() -> Result:
    """Deaths early, in the middle, and late."""
    with mortal_postgres() as server:
        make_template(server.address)
        came = [die_and_come_back(server, ACCOUNTS, ACCOUNTS * n // (ROUNDS + 1)) for n in range(1, ROUNDS + 1)]
    ticks = max(max(one.settled_after, one.said_after) for one in came)
    lost, twice = sum(one.lost for one in came), sum(one.twice for one in came)
    figure = f"{2 * ROUNDS} restarts, 30 s away: recovered after {ticks} ticks at most, {lost} lost, {twice} twice"
    return Result("5 PostgreSQL restarted in the middle", figure, ticks <= 2 and not lost + twice)
