"""Very many workspaces in PostgreSQL, loaded by COPY, with what is to ring in the next minutes spread over them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection, sql

from bot.rules import RULES
from storage.engine import Store
from tests.bench.portfolio import NOW, account_row, person_row, touch_row, workspace_row

PER_MINUTE = 1_000  # clocks that ring in a minute
OWNERS = 4  # in each workspace
ASLEEP = 0.01  # of the workspaces: their clocks are kept, and none rings
STRIDE = 7_919  # prime: what rings one after the other lies far apart
SPREAD = 300 * 24 * 60  # minutes over which all other clocks ring

#: Is told the table, and how many of its rows are written.
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Size:
    """How much is stored. Every account has one clock of every rule."""

    workspaces: int
    accounts_each: int

    @property
    def accounts(self) -> int:
        """Of all workspaces."""
        return self.workspaces * self.accounts_each

    @property
    def clocks(self) -> int:
        """Of all accounts."""
        return self.accounts * len(RULES)

    @property
    def awake(self) -> int:
        """How many workspaces are not asleep: the first ones."""
        return self.workspaces - round(self.workspaces * ASLEEP)

    def ringing(self, minutes: int) -> dict[int, datetime]:
        """Account number -> when its clock rings, for so many minutes from `NOW` on.

        One workspace after the other, and none twice in a minute. Raises `ValueError` where there are too few.
        """
        rings = range(minutes * PER_MINUTE)
        if len(rings) > self.awake * self.accounts_each or self.awake < PER_MINUTE:
            raise ValueError(f"{self} cannot ring {len(rings)} times")
        return {
            number * STRIDE % self.awake * self.accounts_each + number // self.awake: NOW
            + timedelta(minutes=number / PER_MINUTE)
            for number in rings
        }


def lay_out(store: Store, size: Size, minutes: int, progress: Progress) -> None:
    """Load everything, and tell `progress` on the way. Indexes are built, and keys validated, at the end."""
    ringing = size.ringing(minutes)
    with store.engine.connect() as connection:
        raw: Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
        raw.execute("SET synchronous_commit = off")
        raw.execute("SET maintenance_work_mem = '1GB'")
        _copy(raw, "workspaces", (_workspace(size, team) for team in range(size.workspaces)), progress)
        _copy(raw, "people", _people(size), progress)
        _copy(raw, "accounts", (_account(size, number, ringing) for number in range(size.accounts)), progress)
        with without_keys(raw, "touches"):
            _copy(raw, "touches", (_touch(size, number, ringing) for number in range(size.accounts)), progress)
        with without_keys(raw, "clocks"):
            _copy_text(raw, "clocks", _CLOCK, _clocks(size, ringing), progress)
        raw.commit()
        raw.autocommit = True
        raw.execute("VACUUM (ANALYZE, FREEZE)")
        raw.execute("CHECKPOINT")
        raw.autocommit = False


@contextmanager
def without_keys(raw: Connection[Any], table: str) -> Iterator[None]:
    """Take the keys and indexes off a table that are no other table's business; make them anew, and so valid, after."""
    ours = "conrelid = %(table)s::regclass AND contype IN ('p', 'u', 'f')"
    needed = "SELECT conindid FROM pg_constraint WHERE contype = 'f' AND confrelid = %(table)s::regclass"
    keys = raw.execute(
        f"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE {ours} "  # noqa: S608 - our own words
        f"AND (contype = 'f' OR conindid NOT IN ({needed})) ORDER BY contype DESC",
        {"table": table},
    ).fetchall()
    indexes = raw.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = %(table)s::regclass "
        "AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE conrelid = %(table)s::regclass)",
        {"table": table},
    ).fetchall()
    on = sql.Identifier(table)
    for name, _ in keys:
        raw.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(on, sql.Identifier(name)))
    for name, _ in indexes:
        raw.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _, definition in indexes:
        raw.execute(definition)
    for name, definition in keys:
        added = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(on, sql.Identifier(name))
        raw.execute(added + sql.SQL(definition))


def _copy(raw: Connection[Any], table: str, rows: Iterable[Mapping[str, Any]], progress: Progress) -> None:
    waiting = iter(rows)
    first = next(waiting)

    def lines() -> Iterator[str]:
        yield _line(first)
        yield from map(_line, waiting)

    _copy_text(raw, table, tuple(first), ((line, 1) for line in lines()), progress)


def _copy_text(
    raw: Connection[Any], table: str, columns: Iterable[str], parts: Iterable[tuple[str, int]], progress: Progress
) -> None:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), named)
    done = 0
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for part, rows in parts:
            copy.write(part)
            done += rows
            if done % 5_000 < rows:
                progress(table, done)
    progress(table, done)


def _line(row: Mapping[str, Any]) -> str:
    return "\t".join(r"\N" if value is None else str(value) for value in row.values()) + "\n"


def _team(number: int) -> str:
    return f"T{number:09}"


def _workspace(size: Size, number: int) -> dict[str, Any]:
    asleep = number >= size.awake
    return {
        **workspace_row(),
        "team_id": _team(number),
        "tz": "UTC",
        "policy": "{}",
        "portfolio": "{}",
        "refit_at": NOW + timedelta(days=1),
        "asleep_since": NOW - timedelta(days=20) if asleep else None,
        "asleep_reason": "token_revoked" if asleep else "",
        "enterprise_id": "",
    }


def _people(size: Size) -> Iterator[dict[str, Any]]:
    flags = dict.fromkeys(("is_admin", "is_bot", "is_guest", "is_stranger"), False)
    for team in range(size.workspaces):
        for number in range(OWNERS):
            yield {**person_row(number), "team_id": _team(team), "role": "member", **flags}


def _account(size: Size, number: int, ringing: Mapping[int, datetime]) -> dict[str, Any]:
    return {
        **account_row(number, silent=number in ringing),
        "team_id": _team(number // size.accounts_each),
        "owner_id": f"U{number % OWNERS:04}",
        "tier": "standard",
        "status": "active",
        "attempts_since_contact": 0,
        "rhythm": None,
    }


def _touch(size: Size, number: int, ringing: Mapping[int, datetime]) -> dict[str, Any]:
    return {
        **touch_row(number, silent=number in ringing),
        "team_id": _team(number // size.accounts_each),
        "logged_by": f"U{number % OWNERS:04}",
    }


_CLOCK = ("team_id", "account_id", "rule", "subject", "rings_at", "episode", "snoozes", "snooze_reason", "failures")


def _clocks(size: Size, ringing: Mapping[int, datetime]) -> Iterator[tuple[str, int]]:
    """The clocks of one account after the other, as text; how many."""
    moments = [str(NOW + timedelta(days=20, minutes=minute)) for minute in range(SPREAD)]
    for number in range(size.accounts):
        team, account = number // size.accounts_each, f"{number:032}"
        rings = [moments[(number * len(RULES) + n) * STRIDE % SPREAD] for n in range(len(RULES))]
        if number in ringing:
            rings[0] = str(ringing[number])
        if team >= size.awake:
            rings = [r"\N"] * len(RULES)
        yield (
            "".join(
                f"{_team(team)}\t{account}\t{rule}\t\t{at}\t0\t0\t\t0\n" for rule, at in zip(RULES, rings, strict=True)
            ),
            len(RULES),
        )
