"""Somebody opens their Home: 200 of 100,000 accounts are theirs, and much of it is waiting, quiet or coming up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import text, update
from sqlmodel import col

from bot import rhythm
from bot.home.page import tab_of
from bot.home.viewer import Viewer
from bot.views.home import Place, home
from bot.views.home.place import ACCOUNTS, COMING, MINE, QUIET, SENIOR, WAITING
from storage.engine import Store
from storage.tables import Account, Clock, Contact, Nudge, Person, Touch, TouchContact
from tests.bench.portfolio import NOW, TEAM, person_row, touch_row, write
from tests.bench.report import Figure

OWNER = "U0HOME"
OWNED = 200
FIRST = 50_000  # of their accounts, by number
OTHERS = range(10_000, 30_000)  # accounts of others on which something waits
TOUCHES = 100  # of each of theirs, a week apart
TRIES = 200
LIMIT_MS = 100


def measure(store: Store, database: str) -> list[Figure]:
    """The first page, and the slowest of the others."""
    _lay_out(store)
    viewer = Viewer(TEAM, Person(**{**person_row(0), "id": OWNER}), NOW)
    took = {page: _took(store, viewer, Place(page)) for page in (MINE, WAITING, QUIET, COMING, SENIOR, ACCOUNTS)}
    first, others = took.pop(MINE), max(took.values(), key=_p95)
    what = f"Home of an owner with {OWNED} of 100,000 accounts ({database}), p95"
    beside = f"median {statistics.median(first):.1f} ms; its slowest other page {_p95(others):.1f} ms"
    return [Figure(what, _p95(first), "ms", f"{beside}; {LIMIT_MS} asked for")]


def _took(store: Store, viewer: Viewer, place: Place) -> list[float]:
    took: list[float] = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        with store.read() as session:
            tab = tab_of(session, viewer, place)
        home(tab)
        took.append((time.perf_counter() - begun) * 1000)
    return took


def _p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


def _lay_out(store: Store) -> None:
    mine = range(FIRST, FIRST + OWNED)
    write(store, Person, iter([{**person_row(0), "id": OWNER}]))
    with store.write() as session:
        of = update(Account).where(col(Account.team_id) == TEAM, col(Account.id).in_([_id(n) for n in mine]))
        session.exec(of.values(owner_id=OWNER, rhythm=_rhythm()))
        for rule, every in (("quiet", 2), ("senior", 3)):
            loud = [_id(n) for n in (*OTHERS, *mine) if n % every == 0]
            for start in range(0, len(loud), 5_000):
                some = (col(Clock.rule) == rule, col(Clock.account_id).in_(loud[start : start + 5_000]))
                session.exec(update(Clock).where(col(Clock.team_id) == TEAM, *some).values(level="due"))
        soon = (col(Clock.rule).in_(("meeting", "neglect")), col(Clock.account_id).in_([_id(n) for n in mine]))
        session.exec(update(Clock).where(col(Clock.team_id) == TEAM, *soon).values(rings_at=NOW + timedelta(days=9)))
    write(store, Nudge, (row for n in (*OTHERS, *mine) for row in _nudges(n)))
    write(store, Contact, (_contact(n, level) for n in mine for level in ("executive", "manager", "individual")))
    write(store, Touch, (_touch(n, week) for n in mine for week in range(1, TOUCHES)))
    write(store, TouchContact, (_present(n, week) for n in mine for week in range(1, TOUCHES)))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _id(number: int) -> str:
    return f"{number:032}"


def _rhythm() -> dict[str, Any]:
    known = rhythm.of(NOW.date() - timedelta(weeks=week) for week in range(1, TOUCHES))
    return {**rhythm.to_json(known), "zone": "Europe/Lisbon"} if known else {}


def _nudges(number: int) -> Iterator[dict[str, Any]]:
    """One that is open, and five that were answered."""
    of = {"team_id": TEAM, "account_id": _id(number), "rule": "quiet", "subject": "", "level": "due"}
    said = {"reason": "No word from them for 31 days.", "clears": "A call.", "opened_at": NOW, "raised_at": NOW}
    for episode in range(1, 7):
        closed_at = None if episode == 6 else NOW
        yield {**of, **said, "id": f"n{number:025}{episode:06}", "episode": episode, "closed_at": closed_at}


def _contact(number: int, level: str) -> dict[str, Any]:
    at = {"team_id": TEAM, "account_id": _id(number), "id": f"{level[0]}{number:031}", "level": level, "title": ""}
    return {**at, "name": f"{level} {number}", "name_key": f"{level} {number}", "roles": [], "created_at": NOW}


def _touch(number: int, week: int) -> dict[str, Any]:
    at = NOW - timedelta(weeks=week)
    return {**touch_row(number, silent=True), "id": f"w{number:025}{week:06}", "occurred_at": at, "logged_by": OWNER}


def _present(number: int, week: int) -> dict[str, Any]:
    return {"team_id": TEAM, "touch_id": f"w{number:025}{week:06}", "contact_id": f"e{number:031}"}
