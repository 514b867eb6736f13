"""Whatever is done in one workspace neither changes nor tells anything of another that is alike to the last id."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

import bot.work
import storage
from bot.work.deed import AlreadyDone, Refused
from bot.work.find import Ambiguous, Unknown
from storage.engine import Store
from storage.tables import Account
from tests.databases import own_postgres
from tests.tenancy import arguments, twins
from tests.tenancy.strategies import Ids
from tests.tenancy.twins import OTHER, TEAM, THEIRS, Row

#: Functions that look across workspaces, as they must: no way to name one, and what they do is for all.
ACROSS = {
    "clocks.claim_due": "the sweep's claim",
    "clocks.next_ring": "when to sweep next",
    "sending.claim": "the outbox's claim",
    "sending.claim_revisions": "the outbox's claim",
    "sending.crowded": "what a storm is gathered from",
    "outbox.next_due": "when to send next",
    "outbox.waiting_for": "what waits for nobody, on the command line",
    "homes.claim": "Homes that are to be shown anew",
    "imports.claim": "the claim of lists to be imported",
    "imports.is_due": "whether there is one",
    "workspaces.ids": "every workspace, on the command line",
    "workspaces.claim_refit": "the nightly claim",
    "workspaces.of_enterprise": "a whole organisation leaves",
    "forgetting.departed": "whose data is due to go",
    "installations.everything": "keys are changed for all",
    "intake_keys.opens": "the key itself names its workspace",
    "calendars.claim": "the calendar to be read next",
    "calendars.is_due": "whether any is to be read",
    "calendars.everything": "keys are changed for all",
    "welcomes.missing": "which workspaces are to be welcomed",
    "welcomes.posted": "the words of welcome that may be brought up to date",
    "health.beat": "whether a write is taken",
    "health.waiting": "how the outbox fares",
    "health.oldest_untaken": "how the outbox fares",
    "health.oldest_ring": "how the sweep fares",
}
EXPECTED = (Refused, AlreadyDone, Unknown, Ambiguous, KeyError, SQLAlchemyError)
#: The database itself, before anybody is in it.
APART = {"storage.engine", "storage.migrate", "storage.core", "storage.ids", "storage.vault"}


@dataclass(frozen=True)
class Function:
    """A public function that works on the database."""

    name: str
    run: Callable[..., Any]
    parameters: tuple[str, ...]

    def strategy(self, ids: Ids) -> st.SearchStrategy[dict[str, Any]]:
        named = [name for name in self.parameters if name not in ("session", "store")]
        return st.fixed_dictionaries({name: arguments.given(self.name, name)(ids) for name in named})


def functions() -> Iterator[Function]:
    for package in (storage, bot.work):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if found.name not in APART and not found.ispkg:
                yield from _of(importlib.import_module(found.name))


def _of(module: Any) -> Iterator[Function]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        parameters = tuple(inspect.signature(function).parameters)
        if not name.startswith("_") and function.__module__ == module.__name__ and {"session", "store"} & {*parameters}:
            yield Function(f"{module.__name__.rpartition('.')[2]}.{name}", function, parameters)


ALL = list(functions())
WITHIN = [function for function in ALL if function.name not in ACROSS]


@dataclass(frozen=True)
class Worlds:
    """Files with our workspace alone, and with the other beside it."""

    alone: Path
    both: Path
    ids: Ids
    theirs: Any
    folder: Path


@pytest.fixture(scope="module")
def worlds(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    folder = tmp_path_factory.mktemp("worlds")
    store = twins.own(sqlite_template, folder)
    with pytest.MonkeyPatch.context() as patch, twins.counted_ids(patch):
        twins.lay_out(store)
    ids = ids_in(store)
    twins.settle_file(store)
    alone = folder / sqlite_template.name
    both = Path(shutil.copy(alone, folder / "both.db"))
    store = Store.open(f"sqlite:///{both}")
    twins.twin(store)
    theirs = twins.rows(store, OTHER)
    twins.settle_file(store)
    return Worlds(alone, both, ids, theirs, tmp_path_factory.mktemp("own"))


def ids_in(store: Store) -> Ids:
    ours = twins.rows(store, TEAM)
    return {table: [row[1] for row in rows] for table, rows in ours.items()}


def call(store: Store, function: Function, given: dict[str, Any]) -> Any:
    """What a function returns or raises, in plain values; its rows of our workspace are read in its own session."""
    try:
        if "store" in function.parameters:
            return twins.plain(function.run(store, **given))
        with store.write() as session:
            read = {name: _read(session, value) for name, value in given.items()}
            if any(isinstance(given[name], Row) and row is None for name, row in read.items()):
                return "gone by now"
            return twins.plain(_entered(function.run(session, **read)))
    except EXPECTED as error:
        return {"raised": type(error).__name__} if isinstance(error, SQLAlchemyError) else twins.plain(error)


def _read(session: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [row for part in value if (row := _read(session, part)) is not None]
    if value is twins.installation:
        return twins.installation()
    return value.read(session) if isinstance(value, Row) else value


def _entered(value: Any) -> Any:
    if isinstance(value, AbstractContextManager):
        with value as inside:
            return inside
    return value


def after(template: Path, worlds: Worlds, calls: list[tuple[Function, dict[str, Any]]]) -> tuple[Any, Any, Any]:
    """What calls return one after another in a copy of a file, and the rows of both workspaces afterwards."""
    store = twins.own(template, worlds.folder)
    with pytest.MonkeyPatch.context() as patch, twins.counted_ids(patch, start=1_000):
        returned = [call(store, function, given) for function, given in calls]
    found = returned, twins.rows(store, TEAM), twins.rows(store, OTHER)
    store.close()
    for file in worlds.folder.iterdir():
        file.unlink()
    return found


def alike(worlds: Worlds, calls: list[tuple[Function, dict[str, Any]]]) -> None:
    """In company of the other workspace all is as it is alone, and the other is as it was."""
    alone, ours_alone, _ = after(worlds.alone, worlds, calls)
    returned, ours, theirs_now = after(worlds.both, worlds, calls)
    assert returned == alone
    assert THEIRS not in repr(returned)
    assert OTHER not in repr(returned)
    assert ours == ours_alone
    assert theirs_now == worlds.theirs


quick = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@pytest.mark.parametrize("function", WITHIN, ids=lambda function: function.name)
def test_a_function_neither_changes_nor_tells_anything_of_another_workspace(worlds: Worlds, function: Function) -> None:
    @settings(quick, max_examples=2)
    @given(function.strategy(worlds.ids))
    def tried(arguments_: dict[str, Any]) -> None:
        alike(worlds, [(function, arguments_)])

    tried()


def test_nothing_done_one_after_another_reaches_another_workspace(worlds: Worlds) -> None:
    calls = st.sampled_from(WITHIN).flatmap(lambda one: st.tuples(st.just(one), one.strategy(worlds.ids)))

    @settings(quick, max_examples=10)
    @given(st.lists(calls, min_size=2, max_size=8))
    def tried(some: list[tuple[Function, dict[str, Any]]]) -> None:
        alike(worlds, some)

    tried()


def test_every_function_once_on_postgresql_leaves_another_workspace_as_it_was(postgres: str, worlds: Worlds) -> None:
    with own_postgres(postgres) as url, pytest.MonkeyPatch.context() as patch, twins.counted_ids(patch):
        store = Store.open(url)
        twins.lay_out(store)
        twins.twin(store)
        theirs = twins.rows(store, OTHER)
        assert ids_in(store) == worlds.ids
        for function in sorted(WITHIN, key=lambda one: one.name in LAST):
            told = call(store, function, _first(function, worlds))
            assert THEIRS not in repr(told)
            assert twins.rows(store, OTHER) == theirs, function.name
        store.close()


LAST = {"forgetting.forget", "installations.remove", "erasure.person", "erasure.replace_id", "erasure.rewrite"}


def _first(function: Function, worlds: Worlds) -> dict[str, Any]:
    found: list[dict[str, Any]] = []

    @settings(quick, max_examples=1, derandomize=True, database=None)
    @given(function.strategy(worlds.ids))
    def keep(arguments_: dict[str, Any]) -> None:
        found.append(arguments_)

    keep()
    return found[0]


def test_the_two_workspaces_are_alike_and_every_table_has_something_of_theirs(worlds: Worlds) -> None:
    _, ours, theirs = after(worlds.both, worlds, [])
    assert {table: len(rows) for table, rows in ours.items()} == {table: len(rows) for table, rows in theirs.items()}
    assert {table for table, rows in theirs.items() if not rows} == {"audit_permits", "pulse"}


def test_who_looks_across_workspaces_is_told_no_one_and_who_does_not_is() -> None:
    ours = {"account", "touch", "person", "locked", "touches", "installation", "row", "rows", "contact", "plan"}
    names_one = {"team_id", "deed", *ours}
    assert {function.name for function in ALL if not names_one & {*function.parameters}} == set(ACROSS)


def test_a_function_that_forgets_to_ask_for_the_team_is_found_out(worlds: Worlds) -> None:
    def look(session: Session, name_key: str) -> Any:
        return session.exec(select(Account).where(Account.name_key == name_key)).all()

    def change(session: Session, name_key: str) -> None:
        session.exec(update(Account).where(col(Account.name_key) == name_key).values(tier="light"))

    for forgetful in (look, change):
        function = Function("forgetful", forgetful, ("session", "name_key"))
        with pytest.raises(AssertionError):
            alike(worlds, [(function, {"name_key": "acme"})])
