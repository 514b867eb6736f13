"""Fault 3: another process keeps the database locked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from sqlalchemy import text
from sqlmodel import select

from bot.playground.seen import words_of
from handlers.in_time import LIMIT_S
from storage.engine import BUSY_TIMEOUT_MS, Store
from storage.tables import Audit, Touch, TouchPerson
from tests.databases import make_sqlite_template
from tests.faults.locker import locked
from tests.faults.result import Result
from tests.handlers.office import ANA, Office

SLACKS_PATIENCE_S = 3.0
AT_ONCE = 8  # commands that Tend works on at once; more wait for these, and find the lock gone
QUICK = 0.2  # in the suite, the lock and every patience take a fifth of their time


@dataclass(frozen=True)
class Told:
    """What became of commands that were typed while the database was locked."""

    typed: list[str]
    saved: list[str]  # notes of the touches that were answered as logged
    refused: list[str]  # notes that came back as not saved
    slowest_s: float  # until a command was acknowledged
    stored: list[str]  # notes of the touches in the database
    whole: bool  # every touch has all that belongs to it, and the file is in order

    @property
    def true(self) -> bool:
        """Whether everybody was told once, and told the truth."""
        return self.whole and self.stored == self.saved and sorted(self.saved + self.refused) == self.typed


def while_locked(path: Path, lock_s: float, *, pace: float, commands: int) -> Told:
    """Have people type commands at once while another process keeps the database locked; `pace` 1 is real time."""
    store = Store.open(f"sqlite:///{path}", busy_timeout_ms=int(BUSY_TIMEOUT_MS * pace))
    notes = [f"note {n:02}." for n in range(commands)]
    with Office(store, patience_s=LIMIT_S * pace) as office:
        office.account("Acme")
        with locked(str(path), lock_s * pace), ThreadPoolExecutor(commands) as people:
            waited = list(people.map(lambda note: type_in(office, f"/touch Acme call: {note}"), notes))
        office.slack.until(lambda: len(answers(office)) == commands, seconds=60)
        said = answers(office)
    told = Told(
        typed=notes,
        saved=mentioned(notes, (words for words in said if "Logged" in words)),
        refused=mentioned(notes, (words for words in said if "saved nothing" in words)),
        slowest_s=max(waited),
        stored=stored(store),
        whole=is_whole(store),
    )
    store.close()
    return told


def type_in(office: Office, line: str) -> float:
    """Seconds until Slack had the acknowledgement."""
    began = monotonic()
    assert office.type(line).ok
    return monotonic() - began


def answers(office: Office) -> list[str]:
    """All that was said on the touches, but for the word that it takes longer."""
    said = [words_of(message) for message in office.slack.ephemeral(ANA)]
    return [words for words in said if "One moment" not in words]


def mentioned(notes: list[str], said: Iterable[str]) -> list[str]:
    return sorted(note for words in said for note in notes if note in words)


def stored(store: Store) -> list[str]:
    with store.read() as session:
        return sorted(session.exec(select(Touch.note)))


def is_whole(store: Store) -> bool:
    """Whether no touch lacks its person or its audit row, none of these lacks its touch, and the file is in order."""
    with store.read() as session:
        touches = sorted(session.exec(select(Touch.id)))
        people = sorted(session.exec(select(TouchPerson.touch_id)))
        audited = sorted(filter(None, session.exec(select(Audit.subject_id).where(Audit.deed == "touch.log"))))
        integrity = session.execute(text("PRAGMA integrity_check")).scalars().all()
        orphans = session.execute(text("PRAGMA foreign_key_check")).all()
    return touches == people == audited and integrity == ["ok"] and not orphans


def database(template: Path, folder: Path) -> Path:
    shutil.copy(template, folder / "locked.db")
    return folder / "locked.db"


def measure() -> Result:
    """Both locks in real time."""
    with tempfile.TemporaryDirectory() as folder:
        template = make_sqlite_template(Path(folder))
        short = while_locked(database(template, Path(folder)), 3, pace=1, commands=24)
        long = while_locked(database(template, Path(folder)), 10, pace=1, commands=AT_ONCE)
    slowest = max(short.slowest_s, long.slowest_s)
    figure = (
        f"3 s: {len(short.saved)} of 24 saved · 10 s: {len(long.refused)} of {AT_ONCE} told “not saved” with their "
        f"words, {len(long.stored)} stored · slowest acknowledgement {slowest:.1f} s"
    )
    passed = short.true and long.true and not short.refused and not long.saved and slowest < SLACKS_PATIENCE_S
    return Result("3 database locked by another process for 3 s, for 10 s", figure, passed)


def test_while_the_database_is_locked_for_three_seconds_everything_is_saved(
    sqlite_template: Path, tmp_path: Path
) -> None:
    told = while_locked(database(sqlite_template, tmp_path), 3, pace=QUICK, commands=AT_ONCE)

    assert told.true
    assert told.saved == told.typed
    assert told.slowest_s < SLACKS_PATIENCE_S


def test_while_it_is_locked_for_ten_seconds_people_read_that_nothing_was_saved_and_what_they_typed(
    sqlite_template: Path, tmp_path: Path
) -> None:
    told = while_locked(database(sqlite_template, tmp_path), 10, pace=QUICK, commands=AT_ONCE)

    assert told.true
    assert told.refused == told.typed
    assert told.stored == []
    assert told.slowest_s < SLACKS_PATIENCE_S
