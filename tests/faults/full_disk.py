"""A process of its own whose disk gets full, and has room again: Tend at work on it, seen by whoever types.

`python -m tests.faults.full_disk DATABASE FOLDER COMMANDS KIND` prints what was seen as JSON. The disk is a small file
system of the process's own where it may have one (`unshare`), or the size of its files is limited.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import anyio
from sqlalchemy import text
from sqlmodel import select
from starlette.requests import Request

from bot.nudges.schedule import tick
from bot.web.health import Health
from storage.engine import Store
from storage.tables import Touch
from tests.handlers.office import Office

ROOT = Path(__file__).parents[2]
OWN_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]
SIZE = "6m"
ROOM = 96 * 1024  # bytes that are left when the commands begin


class Disk(Protocol):
    """What a database is on."""

    def fill(self) -> None:
        """Leave only a little room."""

    def free(self) -> None:
        """Make room again."""


@dataclass
class SmallDisk:
    """A file system of its own, full of another file."""

    folder: Path

    def __post_init__(self) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", self.folder], check=True)

    def fill(self) -> None:
        with (self.folder / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
            while ballast.write(bytes(4096)):
                pass
        os.truncate(self.folder / "ballast", (self.folder / "ballast").stat().st_size - ROOM)

    def free(self) -> None:
        (self.folder / "ballast").unlink()


@dataclass
class SmallFiles:
    """No file may grow beyond a size."""

    folder: Path

    def fill(self) -> None:
        largest = max(path.stat().st_size for path in self.folder.iterdir())
        self._limit(largest + ROOM)

    def free(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@dataclass
class Seen:
    """What became of commands, and of Tend."""

    disk: str
    saved: list[str] = field(default_factory=list)  # notes that were acknowledged
    refused: list[str] = field(default_factory=list)  # notes of which people read that they were not saved
    lost: list[str] = field(default_factory=list)  # notes of which nothing true was said
    stored: list[str] = field(default_factory=list)
    ready_before: int = 0
    ready_full: int = 0  # what /readyz says while the disk is full
    ready_after: int = 0
    saved_after: int = 0  # commands that were saved once there was room again, of as many as before
    in_order: bool = False

    @property
    def passed(self) -> bool:
        """Whether what was acknowledged is what is stored, and the fault was seen and is over."""
        true = sorted(self.saved) == sorted(self.stored) and not self.lost and self.in_order
        told = (self.ready_before, self.ready_full, self.ready_after) == (200, 503, 200)
        return true and told and len(self.refused) > 0 and self.saved_after > 0


def can_mount(folder: Path) -> bool:
    """Whether a process of ours may have a file system of its own."""
    tried = subprocess.run([*OWN_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False)
    return tried.returncode == 0


def cause(kind: type[SmallDisk | SmallFiles], template: Path, folder: Path, commands: int) -> Seen:
    """Have it happen in a process of its own."""
    command = [sys.executable, "-m", "tests.faults.full_disk", str(template), str(folder), str(commands), kind.__name__]
    prefix = OWN_NAMESPACE if kind is SmallDisk else []
    done = subprocess.run([*prefix, *command], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return Seen(**json.loads(done.stdout.splitlines()[-1]))


def main(template: str, folder: str, commands: str, kind: str) -> None:
    disk: Disk = (SmallDisk if kind == SmallDisk.__name__ else SmallFiles)(Path(folder))
    path = Path(folder) / "tend.db"
    shutil.copy(template, path)
    store = Store.open(f"sqlite:///{path}")
    seen = Seen(kind)
    with Office(store) as office:
        office.account("Acme")
        seen.ready_before = ready(office)
        with full(disk):
            type_all(office, seen, [f"full {n:03}." for n in range(int(commands))])
            office.now += timedelta(minutes=1)
            tick(office.tend, office.now)
            seen.ready_full = ready(office)
        before = len(seen.saved)
        type_all(office, seen, [f"after {n:03}." for n in range(int(commands))])
        seen.saved_after = len(seen.saved) - before
        seen.ready_after = ready(office)
        with store.read() as session:
            seen.stored = [note[: note.index(".") + 1] for note in session.exec(select(Touch.note))]
            integrity = session.execute(text("PRAGMA integrity_check")).scalars().all()
            seen.in_order = integrity == ["ok"] and not session.execute(text("PRAGMA foreign_key_check")).all()
    store.close()
    print(json.dumps(vars(seen)))


@contextmanager
def full(disk: Disk) -> Iterator[None]:
    disk.fill()
    yield
    disk.free()


def type_all(office: Office, seen: Seen, notes: list[str]) -> None:
    """Type a touch for each note, and read what is said."""
    for note in notes:
        said = office.says(f"/touch Acme call: {note} {'so it is. ' * 200}")
        if "Logged" in said:
            seen.saved.append(note)
        elif "saved nothing" in said and note in said:
            seen.refused.append(note)
        else:
            seen.lost.append(f"{note} {said}")


def ready(office: Office) -> int:
    """What `/readyz` answers; the tick was just now."""
    health = Health(office.tend, lambda: office.now)
    return anyio.run(health.ready, Request({"type": "http"})).status_code


if __name__ == "__main__":
    main(*sys.argv[1:])
