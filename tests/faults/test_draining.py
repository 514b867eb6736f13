"""A bot that is asked to stop in the middle of its work: it finishes what it is at, and leaves the rest to others."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.playground.seen import Seen
from bot.playground.standin import Standin
from bot.playground.world import User
from storage import outbox, workspaces
from storage.engine import Store
from tests.faults.bots import bot
from tests.handlers.office import ANA, GENERAL

pytestmark = pytest.mark.long

PEOPLE = 30
WITHIN_S = 15.0
ALWAYS = {"working_days": [0, 1, 2, 3, 4, 5, 6], "working_hours": [0, 24]}


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin(manifest=Path("manifest.yml"), rate_limits=False) as standin:
        for n in range(PEOPLE):
            standin.world.users[f"U1P{n}"] = User(f"U1P{n}", f"p{n}", f"Person {n}", team_id=standin.team_id)
        yield standin


@pytest.fixture
def queued(slack: Standin, pg_url: str) -> Iterator[Store]:
    """A word to each of many people, ready to be sent at any hour."""
    store = Store.open(pg_url)
    now = datetime.now(UTC)
    with store.write() as session:
        workspaces.ensure(session, slack.team_id, now).policy = ALWAYS
        for n in range(PEOPLE):
            outbox.notify(session, slack.team_id, f"U1P{n}", f"word:{n}", {"about": "say", "text": f"Word {n}."}, now)
    yield store
    store.close()


def posted(slack: Standin) -> Counter[str]:
    channels = list(slack.world.channels)
    return Counter(m.text for c in channels for m in slack.messages(c) if m.text.startswith("Word "))


def seconds_to_end(process: subprocess.Popen[bytes]) -> float:
    """Ask it to stop, and wait until it has."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(4 * WITHIN_S)
    return time.monotonic() - began


@contextmanager
def typing(slack: Standin) -> Iterator[list[Seen]]:
    """Ana types one command after the other all the while."""
    seen: list[Seen] = []
    enough = Event()

    def type_on() -> None:
        while not enough.is_set():
            seen.append(slack.command(ANA, GENERAL, "/client help"))

    ana = Thread(target=type_on)
    ana.start()
    yield seen
    enough.set()
    ana.join()


def test_asked_to_stop_in_the_middle_of_a_batch_it_ends_well_and_another_goes_on(
    slack: Standin, queued: Store, pg_url: str
) -> None:
    with bot(slack, pg_url) as first:
        slack.until(lambda: len(posted(slack)) > 3, 60)
        with bot(slack, pg_url), typing(slack) as seen:
            slack.until(lambda: len(seen) > 2, 30)
            took = seconds_to_end(first)
            slack.until(lambda: len(posted(slack)) == PEOPLE, 120)

    assert (first.returncode, took < WITHIN_S) == (0, True)
    assert set(posted(slack).values()) == {1}
    assert all("What you can type" in each.text for each in seen)


def test_asked_to_stop_while_slack_does_not_answer_it_ends_in_time_and_nothing_is_said_twice(
    slack: Standin, queued: Store, pg_url: str
) -> None:
    slack.faults.add("chat.postMessage", "timeout_after_store", times=1)
    with bot(slack, pg_url) as first:
        slack.until(lambda: slack.calls("chat.postMessage"), 60)
        took = seconds_to_end(first)

    assert (first.returncode, took < WITHIN_S) == (0, True)
    assert len(posted(slack)) == 1
