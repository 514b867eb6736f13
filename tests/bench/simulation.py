"""`python -m tests.bench.simulation`: ten million clocks of twenty thousand workspaces in PostgreSQL.

Beside them a database with a hundred thousand: what one due clock costs must not depend on how many are stored. The two
take turns, minute by minute, and costs are counted in time on a processor, so that whatever else the machine does falls
on both alike. "claim alone": what is claimed is put off by one statement and committed. "whole sweep": it is settled,
with a nudge and messages for every account. `--small` is a tenth of it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.nudges.sweep import BATCH
from storage.engine import Store
from tests.bench import claiming
from tests.bench.many_workspaces import PER_MINUTE, Size, lay_out
from tests.bench.portfolio import NOW
from tests.bench.report import Figure, show
from tests.databases import make_template, own_postgres, postgres_server

LARGE, TENTH, FEW = Size(20_000, 56), Size(2_000, 56), Size(1_600, 7)
CLAIMERS = 4
CLAIM_MINUTES, SWEEP_MINUTES = 6, 3
MOST = 1.3  # times the cost of a due clock among few
console = Console(stderr=True)


@dataclass(frozen=True)
class Minute:
    """What became of the clocks that rang in one minute.

    `seconds` on the wall until nothing was left; `load`: how many processes wanted a processor, those of others too.
    """

    seconds: float
    done: list[claiming.Drained]
    load: float

    @property
    def claims(self) -> list[claiming.Claim]:
        """Those that found something."""
        return [claim for drained in self.done for claim in drained.claims if claim.accounts]

    @property
    def computing_ms(self) -> float:
        """On a processor, for each due clock."""
        return sum(drained.computing_s for drained in self.done) / PER_MINUTE * 1e3


@dataclass(frozen=True)
class Database:
    """One of the two, and the claimers at work on it."""

    size: Size
    store: Store
    claimers: ProcessPoolExecutor
    loading_s: float

    def minute(self, number: int, *, settle: bool) -> Minute:
        """Let what rang in a minute be dealt with by all claimers. Raises `RuntimeError` where something is left."""
        tick = NOW + timedelta(minutes=number + 1)
        begun = time.perf_counter()
        work = [self.claimers.submit(claiming.drain, tick, settle=settle) for _ in range(CLAIMERS)]
        done = [one.result() for one in work]
        took = time.perf_counter() - begun
        if left := claiming.due(self.store, tick):
            raise RuntimeError(f"{left} clocks of minute {number} were left")
        return Minute(took, done, os.getloadavg()[0])


def main() -> None:
    """Load both databases, play the minutes, print a table and write simulation.json."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="one million clocks of 2,000 workspaces")
    size = TENTH if parser.parse_args().small else LARGE
    with postgres_server() as server:
        make_template(server)
        with _database(server, FEW) as few, _database(server, size) as many:
            played = _play(few, many)
            loaded = Figure(f"loading {many.size.clocks:,} clocks", many.loading_s, "s", f"{many.size}")
            figures = [
                loaded,
                *_figures("claim alone", (few, many), played[False]),
                *_figures("whole sweep", (few, many), played[True]),
                *_sizes(many.store),
            ]
            plan = claiming.plan(many.store, NOW + timedelta(minutes=CLAIM_MINUTES + SWEEP_MINUTES))
    show(figures, Path("simulation.json"))
    Console().print(*plan, sep="\n", markup=False)


@contextmanager
def _database(server: str, size: Size) -> Iterator[Database]:
    with own_postgres(server) as url:
        store = Store.open(url)
        begun = time.perf_counter()
        _load(store, size)
        took = time.perf_counter() - begun
        with ProcessPoolExecutor(CLAIMERS, get_context("spawn"), claiming.begin, (url,)) as claimers:
            yield Database(size, store, claimers, took)
        store.close()


def _load(store: Store, size: Size) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        total = size.clocks + 2 * size.accounts + 5 * size.workspaces
        task, before = bar.add_task(f"{size.clocks:,} clocks", total=total), dict[str, int]()

        def told(table: str, rows: int) -> None:
            bar.advance(task, rows - before.get(table, 0))
            before[table] = rows
            bar.update(task, description=f"{size.clocks:,} clocks: {table}")

        lay_out(store, size, CLAIM_MINUTES + SWEEP_MINUTES, told)


def _play(few: Database, many: Database) -> dict[bool, list[tuple[Minute, Minute]]]:
    """Every minute with both, in turn: first those that are only claimed, then (True) those that are settled too."""
    for database in (few, many):
        for _ in range(3):
            database.minute(-1_000, settle=False)
    played: dict[bool, list[tuple[Minute, Minute]]] = {False: [], True: []}
    for number in range(CLAIM_MINUTES + SWEEP_MINUTES):
        settle = number >= CLAIM_MINUTES
        both = few.minute(number, settle=settle), many.minute(number, settle=settle)
        played[settle].append(both)
        figures = [f"{minute.seconds:.2f} s, {minute.computing_ms:.2f} ms a clock" for minute in both]
        console.print(f"minute {number + 1}:", *figures, f"load {both[1].load:.1f}", sep="  ", highlight=False)
    return played


def _figures(what: str, databases: Iterable[Database], played: list[tuple[Minute, Minute]]) -> Iterator[Figure]:
    """Rate and lag on the wall, and what a due clock costs; the cost among few and among many side by side."""
    for database, minutes in zip(databases, zip(*played, strict=True), strict=True):
        among = f"{what}, among {database.size.clocks:,} clocks"
        walls = [minute.seconds for minute in minutes]
        middle = statistics.median(walls)
        yield Figure(f"{among}: rate", PER_MINUTE / middle, "clocks/s", f"{CLAIMERS} claimers")
        lag = f"at most {max(walls):.2f} s; {len(walls)} minutes of {PER_MINUTE:,}"
        yield Figure(f"{among}: lag after the tick", middle, "s", lag)
        claims = [claim.seconds * 1e3 for minute in minutes for claim in minute.claims]
        if claims:
            longest = f"at most {max(claims):.1f} ms; {len(claims)} claims of up to {BATCH}"
            yield Figure(f"{among}: one claim", statistics.median(claims), "ms", longest)
    load = statistics.median(minute.load for both in played for minute in both)
    yield Figure(f"{what}: load of the machine meanwhile", load, "processes", f"on {os.cpu_count()} processors")
    few, many = (statistics.median(minute.computing_ms for minute in minutes) for minutes in zip(*played, strict=True))
    beside = f"{many / few:.2f} x the {few:.2f} ms among {FEW.clocks:,}; at most {MOST} asked for"
    yield Figure(f"{what}: a due clock computes for", many, "ms", beside)


def _sizes(store: Store) -> Iterator[Figure]:
    for name, size in claiming.sizes(store, ("clocks", "clocks_pkey", "clocks_due", "accounts", "accounts_pkey")):
        yield Figure(f"size of {name}", size / 1024**2, "MiB")


if __name__ == "__main__":
    main()
