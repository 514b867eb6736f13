"""Durable touches a second, beside the same rows written by bare sqlite3."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta
from pathlib import Path

from bot.policy import Direction, Kind
from bot.work import touches
from bot.work.deed import Deed
from storage.engine import Store
from storage.ids import new_id
from tests.bench.portfolio import NOW, TEAM
from tests.bench.report import Figure

COUNT = 300


def measure(store: Store, path: Path) -> list[Figure]:
    """Log touches one by one, each durable before the next, then write as many bare rows the same way."""
    logged = COUNT / _timed(lambda number: _log(store, number))
    bare = _bare(path)
    beside = f"{logged / bare:.0%} of {bare:,.0f}/s: bare sqlite3, synchronous=FULL, the touch and audit rows alone"
    return [Figure("touches logged, clocks and nudges included (SQLite)", logged, "touches/s", beside)]


def measure_postgres(store: Store) -> list[Figure]:
    """The same on PostgreSQL."""
    logged = COUNT / _timed(lambda number: _log(store, number))
    return [Figure("touches logged, clocks and nudges included (PostgreSQL)", logged, "touches/s")]


def _timed(one: object) -> float:
    assert callable(one)
    begun = time.perf_counter()
    for number in range(COUNT):
        one(number)
    return time.perf_counter() - begun


def _log(store: Store, number: int) -> None:
    deed = Deed(TEAM, f"U{number % 50:04}", NOW, request_id=f"bench-{number}")
    said = touches.NewTouch(
        account_id=f"{5_000 + number:032}",
        kind=Kind.CALL,
        direction=Direction.TWO_WAY,
        occurred_at=NOW - timedelta(minutes=number),
        note="renewal looks fine",
    )
    touches.log(store, deed, said)


def _bare(path: Path) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE touches (team_id, id, account_id, kind, note, at, PRIMARY KEY (team_id, id))")
    connection.execute("CREATE TABLE audit (team_id, id, at, deed, after, PRIMARY KEY (team_id, id))")

    def one(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        at = NOW.isoformat()
        row = (TEAM, new_id(), f"{number:032}", "call", "renewal looks fine", at)
        connection.execute("INSERT INTO touches VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?)", (TEAM, new_id(), at, "touch.log", "{}"))
        connection.execute("COMMIT")

    rate = COUNT / _timed(one)
    connection.close()
    return rate
