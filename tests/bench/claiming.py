"""One claimer of the simulation: a process that deals with what is due until nothing is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psutil
from sqlalchemy import event, text
from sqlmodel import Session

from bot.nudges.sweep import BATCH, sweep
from storage import clocks
from storage.engine import Store

AHEAD = timedelta(days=30)
_stores: list[Store] = []


@dataclass(frozen=True)
class Claim:
    """How long a claim took, in seconds, and how many accounts it found."""

    seconds: float
    accounts: int


@dataclass(frozen=True)
class Drained:
    """What a claimer did at a tick: its claims, where they are told, and what it and its PostgreSQL computed for.

    Seconds on a processor, not on the wall: whatever else the machine does is not in them.
    """

    claims: list[Claim]
    tend_s: float
    postgres_s: float

    @property
    def computing_s(self) -> float:
        """Both together."""
        return self.tend_s + self.postgres_s


def begin(url: str) -> None:
    """Connect this process."""
    _stores.append(Store.open(url))


def drain(tick: datetime, *, settle: bool) -> Drained:
    """Deal with everything that is due at a tick: sweep it, or only claim it and put it off.

    A sweep keeps its claims to itself.
    """
    [store] = _stores
    backend = _backend(store)
    tend, postgres = time.process_time(), _computing(backend)
    claims = [] if settle else [*_claim_all(store, tick)]
    while settle and sweep(store, tick):
        pass
    return Drained(claims, time.process_time() - tend, _computing(backend) - postgres)


def _backend(store: Store) -> psutil.Process:
    """The process that serves this one: a claimer has one thread, and so one connection."""
    with store.read() as session:
        return psutil.Process(session.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _computing(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return float(spent.user + spent.system)


def _claim_all(store: Store, tick: datetime) -> Iterator[Claim]:
    found = True
    while found:
        claim = _claim(store, tick)
        found = claim.accounts > 0
        yield claim


def _claim(store: Store, tick: datetime) -> Claim:
    with store.write() as session:
        session.connection()
        begun = time.perf_counter()
        found = clocks.claim_due(session, tick, BATCH)
        took = time.perf_counter() - begun
        _put_off(session, found, tick)
    return Claim(took, len(found))


def _put_off(session: Session, found: Sequence[tuple[str, str]], tick: datetime) -> None:
    session.execute(
        text(
            "UPDATE clocks SET rings_at = :later "
            "FROM unnest(CAST(:teams AS text[]), CAST(:accounts AS text[])) AS found(team, account) "
            "WHERE team_id = team AND account_id = account AND rings_at <= :tick"
        ),
        {
            "later": tick + AHEAD,
            "teams": [team_id for team_id, _ in found],
            "accounts": [account_id for _, account_id in found],
            "tick": tick,
        },
    )


def due(store: Store, tick: datetime) -> int:
    """How many clocks of workspaces that are awake ring at a tick."""
    counted = text(
        "SELECT count(*) FROM clocks JOIN workspaces USING (team_id) WHERE rings_at <= :tick AND asleep_since IS NULL"
    )
    with store.read() as session:
        return int(session.execute(counted, {"tick": tick}).scalar_one())


def plan(store: Store, tick: datetime) -> list[str]:
    """How PostgreSQL goes about the very statement that the claim sends."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    with store.read() as session:
        clocks.claim_due(session, tick, BATCH)
        event.remove(store.engine, "before_cursor_execute", note)
        [(statement, parameters)] = sent
        rows = session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", parameters)
        return [row[0] for row in rows]


def sizes(store: Store, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Tables and indexes by name, each with its size in bytes."""
    with store.read() as session:
        for name in names:
            size = session.execute(text("SELECT pg_relation_size(CAST(:name AS regclass))"), {"name": name})
            yield name, int(size.scalar_one())
