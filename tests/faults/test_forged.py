"""Fault 10: malformed and forged requests by the hundred, at a bot in its own process that others use meanwhile."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from sqlmodel import SQLModel, func, select

from bot.playground.standin import SIGNING_SECRET, Standin
from bot.settings import Settings
from bot.web import EVENTS
from bot.web.signature import sign
from storage.engine import Store
from storage.tables import Pulse
from tests.faults.result import Result
from tests.handlers.office import ANA, GENERAL

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
AT_ONCE = 16
MISSING = "missing"
MOST_MEMORY = 50_000_000
ALLOWED = {400, 401, 413}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = urlencode(
    {"command": "/touch", "text": "Acme call", "team_id": "T0TEND", "user_id": ANA, "trigger_id": "9.9"}
).encode()
MOMENTS = ("", "now", "-1", "1e9", "NaN", "9" * 400, "0", "253402300800", "1.5", "0x10", " ", "1_0", "+1")


@dataclass(frozen=True)
class Forged:
    """A request that Slack never sent. A body of several pieces arrives without its length being told."""

    headers: dict[str, str]
    body: list[bytes]


def signed(body: bytes, media_type: str = FORM, at: str | None = None, **changes: str) -> dict[str, str]:
    timestamp = str(int(datetime.now(UTC).timestamp())) if at is None else at
    headers = {
        "Content-Type": media_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(SIGNING_SECRET, timestamp.encode(), body).decode(),
    }
    return {name: value for name, value in {**headers, **changes}.items() if value != MISSING}


def forge(dice: random.Random) -> Forged:
    """One of every kind that there is, by chance."""
    return dice.choice([unsigned, of_another_time, senseless, too_large])(dice)


def unsigned(dice: random.Random) -> Forged:
    """A command that was not signed with our secret, or changed on the way."""
    wrong = dice.choice([f"v0={dice.randbytes(32).hex()}", "", "v0=", "v1=00", "\xe9", MISSING])
    told = signed(COMMAND, **{"X-Slack-Signature": wrong})
    changed = Forged(signed(COMMAND), [COMMAND + b"&text=Globex"])
    return dice.choice([Forged(told, [COMMAND]), changed, Forged({}, [b""])])


def of_another_time(dice: random.Random) -> Forged:
    """A command that was signed long ago, tomorrow, or at no time at all."""
    now = int(datetime.now(UTC).timestamp())
    at = dice.choice([*MOMENTS, *(str(now - age) for age in (301, 3_600, 10**6, -400))])
    gone = {"X-Slack-Request-Timestamp": MISSING} if dice.random() < 0.1 else {}
    return Forged(signed(COMMAND, at=at, **gone), [COMMAND])


def senseless(dice: random.Random) -> Forged:
    """What was signed, and means nothing: broken, deep, not UTF-8, of other kinds than Slack sends."""
    junk = dice.randbytes(dice.randrange(1, 3_000))
    deep = dice.choice([70, 3_000, 150_000])
    body, media_type = dice.choice(
        [
            (b"{" + junk, JSON),
            (b"\xff\xfe" + junk, dice.choice([FORM, JSON])),
            (b"payload=" + junk.hex().encode(), FORM),
            (b"[" * deep, JSON),
            (b'{"a":' * deep + b"1" + b"}" * deep, JSON),
            (b'{"type":"block_actions","user":[]}', JSON),
            (b'{"type":"no_such_thing","user":{"id":"U0ANA"},"trigger_id":"8.8"}', JSON),
            (b'{"type":"block_actions","user":{"id":"U0ANA"},"trigger_id":"8.9","actions":[{}]}', JSON),
            (COMMAND, "text/plain"),
        ]
    )
    return Forged(signed(body, media_type), [body])


def too_large(dice: random.Random) -> Forged:
    """Up to six times what is read, with its length told before or not; some of it signed, some fitting by a byte."""
    size = dice.choice([1_000_000, 1_000_001, 2_000_000, 6_000_000])
    body = b"1" * size
    headers = signed(body) if dice.random() < 0.5 else signed(COMMAND)
    pieces = [body[at : at + 100_000] for at in range(0, size, 100_000)]
    return Forged(headers, [body] if dice.random() < 0.5 else pieces)


def send(port: int, request: Forged) -> int:
    """The status that it gets."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest("POST", EVENTS)
        for name, value in request.headers.items():
            connection.putheader(name, value.encode())
        if len(request.body) == 1:
            connection.putheader("Content-Length", str(len(request.body[0])))
            connection.endheaders(request.body[0])
        else:
            connection.putheader("Transfer-Encoding", "chunked")
            connection.endheaders(iter(request.body), encode_chunked=True)
        return connection.getresponse().status
    finally:
        connection.close()


def send_all(port: int, requests: int) -> Counter[int]:
    """The statuses that so many forged requests get, many of them sent at once."""
    with ThreadPoolExecutor(AT_ONCE) as senders:
        return Counter(senders.map(lambda n: send(port, forge(chance(n))), range(requests)))


@dataclass
class Attacked:
    """What came of it. Sizes in bytes, times in seconds."""

    statuses: Counter[int]
    new_rows: int
    memory: int
    good: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        """The time within which 99 of 100 good requests were answered."""
        return statistics.quantiles(self.good, n=100)[98] if len(self.good) > 1 else 0.0


@contextmanager
def bot_at_work(slack: Standin, database_url: str) -> Iterator[tuple[int, psutil.Process]]:
    """`tend run` over HTTP; the port, and the process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "PORT": str(port),
    }
    others = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bot", "run"]
        env = {**others, **told, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log) as process:
            try:
                _wait_for(port, process)
                yield port, psutil.Process(process.pid)
            finally:
                process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            threading.Event().wait(0.05)
        else:
            return
    raise AssertionError("the bot did not come up")


def attack(database_url: str, requests: int) -> Attacked:
    """Send forged requests, many at once, while Ana goes on using her commands."""
    with Standin(manifest=ROOT / "manifest.yml") as slack, bot_at_work(slack, database_url) as (port, process):
        slack.tell_by_http(f"http://127.0.0.1:{port}{EVENTS}")
        for _ in range(50):
            assert slack.command(ANA, GENERAL, "/client help").ok
        send(port, Forged(signed(b""), [b"1" * 1_000_000]))
        rows, before = count_rows(database_url), process.memory_info().rss
        done, good, peak = threading.Event(), [0.0][1:], [before]

        def go_on() -> None:
            while not done.wait(0.05):
                began = time.monotonic()
                assert "What you can type" in slack.command(ANA, GENERAL, "/client help").text
                good.append(time.monotonic() - began)

        def watch() -> None:
            while not done.wait(0.01):
                peak[0] = max(peak[0], process.memory_info().rss)

        elsewhere = multiprocessing.get_context("spawn")  # so that it slows nobody here
        with ThreadPoolExecutor(2) as meanwhile, ProcessPoolExecutor(1, elsewhere) as attacker:
            beside = [meanwhile.submit(go_on), meanwhile.submit(watch)]
            try:
                statuses = attacker.submit(send_all, port, requests).result()
            finally:
                done.set()
            for one in beside:
                one.result()
        return Attacked(statuses, count_rows(database_url) - rows, peak[0] - before, good)


def count_rows(database_url: str) -> int:
    """All rows of all tables, without the one that shows whether the database can be written to."""
    store = Store.open(database_url)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name != Pulse.__tablename__]
    with store.read() as session:
        count = sum(session.exec(select(func.count()).select_from(table)).one() for table in tables)
    store.close()
    return count


def chance(n: int) -> random.Random:
    """Dice that fall alike every time, for the nth request."""
    return random.Random(n)  # noqa: S311 - chance, not a secret


def test_forged_requests_leave_nothing_behind_and_good_ones_are_answered(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    came = attack(sqlite_url, 200)

    with capsys.disabled():
        print(f"\n  {figure(came)}")
    assert set(came.statuses) <= ALLOWED
    assert came.statuses.total() == 200
    assert came.new_rows == 0
    assert came.memory <= MOST_MEMORY
    assert came.good


def figure(came: Attacked) -> str:
    told = ", ".join(f"{count} times {status}" for status, count in sorted(came.statuses.items()))
    more = f"{came.new_rows} rows, {came.memory / 1e6:+.0f} MB, {len(came.good)} good ones p99 {came.p99 * 1000:.0f} ms"
    return f"{told}; {more}"


def measure() -> Result:
    """Cause the fault a thousand times, for `make faults`."""
    from tests.databases import make_sqlite_template

    with tempfile.TemporaryDirectory() as folder:
        came = attack(f"sqlite:///{make_sqlite_template(Path(folder))}", 1_000)
    passed = set(came.statuses) <= ALLOWED and came.new_rows == 0 and came.memory <= MOST_MEMORY and came.p99 <= 0.25
    return Result("10 forged requests", figure(came), passed)
