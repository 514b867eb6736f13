from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.tables import Message, Nudge
from tests.nudges.house import ALERTS, ANA, BEN, MORNING, TUESDAY
from tests.nudges.post import PostOffice

pytestmark = pytest.mark.long

SWEEPING = ("settled",)
SENDING = ("claimed", "composed", "ambiguous", "checked", "connected", "posted", "marked", "sent")
ROOT = Path(__file__).parents[2]
AFTER_THE_LEASE = timedelta(minutes=2)


def run(office: PostOffice, database_url: str, at: datetime, crash_at: str = "") -> int:
    """One tick in a process of its own; what it returned, negative when a signal ended it."""
    office.time.now = at
    command = [sys.executable, "-m", "tests.faults.child", database_url, office.slack.api_url, at.isoformat()]
    env = {**os.environ, "TEND_CRASH_AT": crash_at}
    return subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=120, capture_output=True).returncode


@pytest.mark.parametrize("point", SENDING)
def test_a_bot_that_is_killed_while_it_sends_loses_nothing_and_says_nothing_twice(
    post_office: PostOffice, store_url: str, point: str
) -> None:
    house = post_office.house
    house.settle(house.account("Acme", silent_days=30), house.account("Globex", silent_days=11))

    assert run(post_office, store_url, MORNING, crash_at=point) == -signal.SIGKILL
    assert run(post_office, store_url, MORNING + AFTER_THE_LEASE) == 0

    assert {message.state for message in house.messages()} == {"sent"}
    assert [len(post_office.posts(channel)) for channel in (ANA, BEN, ALERTS)] == [1, 1, 1]
    assert len(post_office.all_posts()) == 3


@pytest.mark.parametrize("point", SWEEPING)
def test_a_bot_that_is_killed_while_it_settles_opens_each_nudge_once(
    post_office: PostOffice, store_url: str, point: str
) -> None:
    house = post_office.house
    for n in range(3):
        house.ring(house.account(f"Client {n}", silent_days=15), TUESDAY)

    assert run(post_office, store_url, TUESDAY, crash_at=point) == -signal.SIGKILL
    assert house.rows(Nudge) == house.rows(Message) == []
    assert run(post_office, store_url, TUESDAY) == 0

    assert len(house.rows(Nudge)) == 3
    assert len(house.messages(recipient=ANA)) == 1


def test_every_crash_point_of_the_code_is_tried() -> None:
    files = (ROOT / "bot").rglob("*.py")
    named = {name for file in files for name in re.findall(r'crash_point\("(\w+)"\)', file.read_text())}

    assert named == {*SWEEPING, *SENDING}
