"""A process of its own that keeps an SQLite file locked, so many seconds or until it is told to let go.

`python -m tests.faults.locker PATH [SECONDS]`
"""

from __future__ import annotations

import select
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def locked(path: str, seconds: float) -> Iterator[None]:
    """Another process writes for so long; the block begins once it does, and ends after it is done."""
    command = [sys.executable, "-m", "tests.faults.locker", path, str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        yield
        assert other.wait(60) == 0


def main(path: str, seconds: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        print("locked", flush=True)
        select.select([sys.stdin], [], [], float(seconds))
        held.execute("ROLLBACK")


if __name__ == "__main__":
    main(*sys.argv[1:])
