from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.nudges.outbox import Outbox
from bot.nudges.sweep import sweep
from bot.playground.world import User
from storage.engine import Store
from storage.tables import Nudge
from tests.faults.test_crashes import SENDING
from tests.nudges.house import MORNING, TUESDAY, person
from tests.nudges.post import PostOffice, open_post_office

FAULTS = ("500", "500_after_store", "html", "reset_after_store", "reset_before", "fatal_error", "service_unavailable")
PEOPLE = 12


class Killed(BaseException):
    """The process died; nothing may catch it."""


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has this process "die" at a crash point: its transaction is rolled back, and what it knew is gone."""

    def die(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr("bot.nudges.crash.os.kill", die)
    return lambda point: monkeypatch.setenv("TEND_CRASH_AT", point)


@pytest.fixture
def pg_office(pg_url: str) -> Iterator[PostOffice]:
    store = Store.open(pg_url)
    with open_post_office(store) as office:
        yield office
    store.close()


def crowd(office: PostOffice) -> list[str]:
    """Owners with an account each, about to hear of it."""
    owners = [f"U1OWNER{n}" for n in range(PEOPLE)]
    for n, owner in enumerate(owners):
        office.slack.world.users[owner] = User(owner, f"owner{n}", f"Owner {n}", team_id=office.slack.team_id)
        office.house.add(person(owner, f"Owner {n}", "Europe/Lisbon"))
        office.house.account(f"Client {n}", silent_days=11, owner_id=owner)
    return owners


@pytest.mark.parametrize("seed", range(3))
def test_with_deaths_and_faults_at_random_nothing_is_lost_and_nothing_said_twice(
    post_office: PostOffice, deadly: Callable[[str], None], seed: int
) -> None:
    owners = crowd(post_office)
    post_office.house.settle(*(f"A-Client {n}" for n in range(PEOPLE)))
    dice = random.Random(seed)  # noqa: S311 - chance, not a secret
    for kind in FAULTS:
        post_office.slack.faults.add("chat.postMessage", kind, times=None, chance=0.03, seed=dice.randrange(1000))
    post_office.slack.faults.add("conversations.history", "500", times=None, chance=0.1, seed=seed)

    at = MORNING
    for _ in range(400):
        deadly(dice.choice(SENDING) if dice.random() < 0.85 else "")
        try:
            post_office.send(at)
        except Killed:
            post_office.restart()
        at += timedelta(seconds=dice.choice([1, 30, 90]))
        if at > MORNING + timedelta(hours=7) or all(m.state == "sent" for m in post_office.house.messages()):
            break

    assert {message.state for message in post_office.house.messages()} == {"sent"}
    assert [len(post_office.posts(owner)) for owner in owners] == [1] * PEOPLE


def test_two_processes_at_once_say_everything_once(pg_office: PostOffice) -> None:
    owners = crowd(pg_office)
    pg_office.house.settle(*(f"A-Client {n}" for n in range(PEOPLE)))
    pg_office.time.now = MORNING

    def send(outbox: Outbox) -> None:
        while outbox.send(pg_office.time):
            pass

    with ThreadPoolExecutor(3) as processes:
        list(processes.map(send, [Outbox(pg_office.tend) for _ in range(3)]))

    assert [len(pg_office.posts(owner)) for owner in owners] == [1] * PEOPLE


def test_two_processes_at_once_open_each_nudge_once(pg_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.nudges.sweep.BATCH", 5)
    ids = [pg_office.house.account(f"Client {n}", silent_days=15 + n) for n in range(40)]
    for account_id in ids:
        pg_office.house.ring(account_id, TUESDAY)

    def work(_: int) -> None:
        while sweep(pg_office.house.store, TUESDAY, pg_office.house.rules):
            pass

    with ThreadPoolExecutor(3) as processes:
        list(processes.map(work, range(3)))

    assert Counter(nudge.account_id for nudge in pg_office.house.rows(Nudge)) == Counter(ids)
    assert {clock.failures for clock in map(pg_office.house.clock, ids)} == {0}


def test_touches_and_sweeps_at_once_never_wait_for_each_other_in_a_circle(pg_office: PostOffice) -> None:
    ids = [pg_office.house.account(f"Client {n}", silent_days=11) for n in range(24)]
    pg_office.house.settle(*ids)

    def touch(account_id: str) -> None:
        pg_office.house.touch(account_id, MORNING)

    def resettle(start: int) -> None:
        pg_office.house.settle(*ids[start : start + 6], now=MORNING)

    with ThreadPoolExecutor(6) as processes:
        done = [processes.submit(touch, account_id) for account_id in ids]
        done += [processes.submit(resettle, start) for start in (0, 12, 6, 18)]
        for future in done:
            future.result()

    assert all(nudge.closed_at for nudge in pg_office.house.rows(Nudge))
