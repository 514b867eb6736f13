"""`make bench`: everything measured in one run; a table here, figures in bench.json."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.console import Console

from storage.engine import Store
from storage.migrate import migrate
from tests.bench import homes, replaying, searching, sending, starting, sweeping, touching
from tests.bench.portfolio import lay_out
from tests.bench.report import Figure, show
from tests.databases import make_template, own_postgres, postgres_server

SMALL, LARGE = 10_000, 100_000
console = Console(stderr=True)


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="tend-bench-") as made:
        folder = Path(made)
        figures = starting.measure(folder)
        figures += _sqlite(folder)
        with postgres_server() as server:
            make_template(server)
            figures += _postgres(server)
    show(figures, Path("bench.json"))


def _sqlite(folder: Path) -> list[Figure]:
    small = _laid_out(f"sqlite:///{folder / 'small.db'}", SMALL)
    few = sweeping.seconds(small)
    figures = touching.measure(small, folder / "bare.db") + searching.measure(small, "SQLite")
    figures.append(sending.measure(small, "SQLite"))
    small.close()
    large = _laid_out(f"sqlite:///{folder / 'large.db'}", LARGE)
    many = sweeping.seconds(large)
    figures += [*_sweeps(few, many, "SQLite"), *homes.measure(large, "SQLite")]
    large.close()
    return figures + _backtest(folder)


def _backtest(folder: Path) -> list[Figure]:
    console.print(f"laying out {replaying.ACCOUNTS:,} accounts with three years of touches …")
    store = Store.open(f"sqlite:///{folder / 'past.db'}")
    migrate(store)
    figures = replaying.measure(store)
    store.close()
    return figures


def _postgres(server: str) -> list[Figure]:
    with own_postgres(server) as url:
        small = _laid_out(url, SMALL)
        few = sweeping.seconds(small)
        figures = [*touching.measure_postgres(small), *searching.measure(small, "PostgreSQL")]
        figures.append(sending.measure(small, "PostgreSQL"))
        small.close()
    with own_postgres(server) as url:
        large = _laid_out(url, LARGE)
        many = sweeping.seconds(large)
        figures += [*_sweeps(few, many, "PostgreSQL"), *homes.measure(large, "PostgreSQL")]
        large.close()
    return figures


def _laid_out(url: str, accounts: int) -> Store:
    console.print(f"laying out {accounts:,} accounts …")
    store = Store.open(url)
    migrate(store)
    lay_out(store, accounts, sweeping.DUE)
    return store


def _sweeps(few: float, many: float, database: str) -> list[Figure]:
    due = f"{sweeping.DUE:,} due among"
    beside = f"{many / few:.2f} x the time among {SMALL:,}; at most 1.5 asked for"
    return [
        Figure(f"sweep, {due} {SMALL:,} accounts ({database})", few, "s", f"{sweeping.DUE / few:,.0f} due/s"),
        Figure(f"sweep, {due} {LARGE:,} accounts ({database})", many, "s", beside),
    ]


if __name__ == "__main__":
    main()
