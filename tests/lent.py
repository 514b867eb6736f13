"""Databases on a PostgreSQL server, lent to one test after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from tests.databases import own_postgres

#: All that there is but rows. What is made later has another number, even under the same name.
_SHAPE = """
SELECT md5(string_agg(thing, ' ' ORDER BY thing)) FROM (
  SELECT concat('relation', oid, relname) FROM pg_class WHERE oid >= 16384
  UNION SELECT concat('column', attrelid, attnum, attname, atttypid, attnotnull)
    FROM pg_attribute WHERE attrelid >= 16384
  UNION SELECT concat('constraint', oid, conname) FROM pg_constraint
  UNION SELECT concat('trigger', oid, tgname, tgenabled) FROM pg_trigger
  UNION SELECT concat('function', oid, proname) FROM pg_proc
  UNION SELECT concat('setting', setdatabase, setconfig) FROM pg_db_role_setting
) AS everything (thing)"""

_CUT_OFF = """
SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""

#: No row stays; `replica`: in whatever order, without a look at who refers to whom.
_EMPTY = """
DO $$ DECLARE held regclass; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR held IN SELECT oid FROM pg_class WHERE oid >= 16384 AND relkind = 'r' AND relname <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM %s', held); END LOOP;
END $$"""


class Lent:
    """Lends a migrated database without a row, and empties what it gets back: that takes a hundredth of making one.

    What comes back with other tables than it had is thrown away.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        self._made = ExitStack()
        self._shape = ""
        self._at_hand: list[str] = []

    def __enter__(self) -> Lent:
        return self

    def __exit__(self, *_: object) -> None:
        self._made.close()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of one."""
        url = self._at_hand.pop() if self._at_hand else self._another()
        yield url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_CUT_OFF)
            if _shape(connection) == self._shape:
                connection.execute(_EMPTY)
                self._at_hand.append(url)

    def _another(self) -> str:
        url = self._made.enter_context(own_postgres(self._server))
        with psycopg.connect(url) as connection:
            self._shape = _shape(connection)
        return url


def _shape(connection: psycopg.Connection) -> str:
    [(shape,)] = connection.execute(_SHAPE).fetchall()
    return str(shape)
