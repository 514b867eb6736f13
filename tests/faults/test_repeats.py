"""Fault 9: the same envelope, or the same signed request, five times at once, on two replicas over one PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import func, select

from bot.playground.envelopes import Ack, EnvelopeType
from bot.playground.over_http import Posts
from bot.playground.seen import Seen
from bot.playground.standin import SIGNING_SECRET
from bot.playground.world import Message
from storage.engine import Store
from storage.tables import Audit
from tests.databases import make_template, own_postgres, postgres_server
from tests.faults.result import Result
from tests.handlers.office import ANA, Office, Way

pytestmark = pytest.mark.long

TIMES = 5
ROUNDS = 20
WAYS: tuple[Way, ...] = ("socket", "http")


class Echo:
    """Sends every request five times at once, to two addresses by turns."""

    def __init__(self, office: Office, *urls: str) -> None:
        self._doors = [Posts(url, SIGNING_SECRET, lambda: office.now, 60.0) for url in urls]
        self._pool = ThreadPoolExecutor(TIMES)
        self.acks: list[Ack] = []

    def send(self, kind: EnvelopeType, payload: dict[str, Any]) -> Future[Ack]:
        self.sent = kind, payload
        signed = self._doors[0].signed(kind, payload)
        doors = [self._doors[n % len(self._doors)] for n in range(TIMES)]
        self.acks = list(self._pool.map(lambda door: door.tell(kind, signed), doors))
        seen: Future[Ack] = Future()
        seen.set_result(next((ack for ack in self.acks if ack.payload), self.acks[0]))
        return seen

    def again(self) -> Future[Ack]:
        return self.send(*self.sent)

    def close(self) -> None:
        self._pool.shutdown()
        for door in self._doors:
            door.close()


@dataclass
class Came:
    """What came of one act: rows of the audit log, what Ana sees, and how many of the five were acknowledged."""

    rows: int
    effects: int
    fine: int


@dataclass
class Repeated:
    """Two replicas at work, to whom everything is said five times."""

    office: Office
    echo: Echo | None = None
    seen: Seen = field(default_factory=Seen)

    def act(self, do: Callable[[], Seen]) -> Came:
        slack = self.office.slack
        rows, saw, heard = self._rows(), self._sees(), slack.socket.acknowledgements
        self.seen = do()
        if self.echo is None:
            slack.until(lambda: slack.socket.acknowledgements >= heard + TIMES, seconds=60)
            fine, more = slack.socket.acknowledgements - heard, 0
        else:
            fine = sum(ack.error is None for ack in self.echo.acks)
            more = max(sum(bool(ack.payload) for ack in self.echo.acks) - 1, 0)
        return Came(self._rows() - rows, len(self._sees() - saw) + more, fine)

    def _rows(self) -> int:
        with self.office.store.read() as session:
            return session.exec(select(func.count()).select_from(Audit)).one()

    def _sees(self) -> set[str]:
        """Every answer as Ana sees it, and every modal that stands open for her."""
        slack = self.office.slack
        answers = [*slack.ephemeral(ANA), *slack.dm(ANA)]
        return {f"{one.ts} {one.text} {one.blocks}" for one in answers} | {view.id for view in slack.views(ANA)}


@contextmanager
def repeated(url: str, way: Way) -> Iterator[Repeated]:
    with ExitStack() as stack:
        first, second = Store.open(url), Store.open(url)
        stack.callback(first.close)
        stack.callback(second.close)
        office = stack.enter_context(Office(first, way=way))
        office.account("Acme")
        office.touch(office.account("Globex"), days_ago=40)
        office.wait_days(0.01)
        office.wait_days(1)  # and Ana hears of Globex
        other = office.join(second)
        echo = None
        if way == "http":
            echo = Echo(office, office.request_url, other)
            stack.callback(echo.close)
            office.slack.tell_by(echo.send)
        else:
            office.slack.socket.repeat(TIMES)
        yield Repeated(office, echo)


def message(seen: Seen) -> Message:
    assert seen.message is not None, seen
    return seen.message


def all_acts(two: Repeated) -> Iterator[tuple[str, Came]]:
    """A deed by command, a look, a press that opens a form, the form, and presses that do something, or only look."""
    office = two.office
    yield "command", two.act(lambda: office.type("/touch Acme call"))
    touch = message(two.seen)
    yield "look", two.act(lambda: office.type("/client show Acme"))
    yield "open", two.act(lambda: office.press(touch, "touch.edit"))
    view = office.slack.views(ANA)[-1]
    yield "form", two.act(lambda: office.submit(view, note=f"said at {office.now}"))
    yield "press", two.act(lambda: office.press(touch, "touch.undo"))
    card = next(post for post in office.slack.dm(ANA) if "nudge.why" in str(post.blocks))
    yield "look by press", two.act(lambda: office.press(card, "nudge.why"))


ROWS = {"command": 1, "look": 0, "open": 0, "form": 1, "press": 1, "look by press": 0}


@pytest.mark.parametrize("way", WAYS)
def test_what_comes_five_times_is_done_once_and_answered_once(pg_url: str, way: Way) -> None:
    with repeated(pg_url, way) as two:
        came = dict(all_acts(two))

    assert came == {act: Came(rows, 1, TIMES) for act, rows in ROWS.items()}


def test_a_request_that_comes_again_minutes_later_is_no_wish_of_anybodys(sqlite_store: Store) -> None:
    with Office(sqlite_store, way="http") as office:
        office.account("Acme")
        echo = Echo(office, office.request_url)
        office.slack.tell_by(echo.send)
        assert "Logged" in office.says("/touch Acme call")

        again = echo.again().result()
        echo.close()

    assert (again.payload, again.error) == (None, None)


def measure() -> Result:
    """Cause the fault many times over, for `make faults`."""
    requests = fine = off = 0
    with postgres_server() as server:
        make_template(server)
        for way in WAYS:
            for _ in range(ROUNDS // 5):
                with own_postgres(server) as url, repeated(url, way) as two:
                    for _ in range(5):
                        for act, came in all_acts(two):
                            requests, fine = requests + TIMES, fine + came.fine
                            off += (came.rows, came.effects) != (ROWS[act], 1)
    figure = f"{requests // TIMES} acts, {requests} requests: {off} acts with other than one effect, {fine} times 200"
    return Result("9 repeats on 2 replicas", figure, off == 0 and fine == requests)
