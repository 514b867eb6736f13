from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.gather import facts_of
from bot.policy import Policy
from storage.engine import Store
from tests.gathering import NOW, TEAM, account, ago, contact, gather, keep, touch, workspace


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def test_a_policy_by_which_nothing_counts_is_no_trouble(store: Store) -> None:
    nothing = Policy(counts={})
    keep(store, workspace(), account("Acme", last_contact_at=ago(3)), touch("call", 3))
    facts = gather(store, policy=nothing)["acme"]
    assert (facts.encounters, facts.last_contact_id, facts.known_by) == ((), None, {})


def test_many_accounts_take_no_more_queries_than_one(store: Store) -> None:
    names = [f"Client {n}" for n in range(60)]
    keep(store, workspace(), *(account(name, last_contact_at=ago(9)) for name in names))
    known: dict[str, Any] = {"can_hire_or_fire": True, "roles": ["indirect"]}
    keep(store, *(contact(f"Jane {name}", name.lower(), **known) for name in names))
    keep(store, *(touch(f"call {name}", 9, name.lower()) for name in names))
    with statements(store) as for_one:
        gather(store, "client 1")
    with statements(store) as for_all:
        facts = gather(store, *(name.lower() for name in names))
    assert len(for_all) == len(for_one) <= 11
    assert for_all == for_one or store.is_sqlite  # which has a parameter for each account
    assert {len(facts[name.lower()].contacts) for name in names} == {1}
    assert {facts[name.lower()].last_contact_id for name in names} == {f"call {name}" for name in names}


def test_a_few_accounts_are_found_without_reading_through_the_workspace(sqlite_store: Store) -> None:
    keep(sqlite_store, workspace(), account("Acme"), contact("Jane", can_hire_or_fire=True, roles=["indirect"]))
    searches = explained(sqlite_store, "acme")
    assert len(searches) >= 15
    assert {line for line in searches if line.startswith("SCAN") or line.endswith("(team_id=?)")} == {
        "SEARCH workspaces USING INDEX sqlite_autoindex_workspaces_1 (team_id=?)"
    }


def test_also_of_many_accounts_only_the_touches_in_question_are_read(sqlite_store: Store) -> None:
    names = [f"Client {n}" for n in range(100)]
    keep(sqlite_store, workspace(), *(account(name) for name in names))
    searches = explained(sqlite_store, *(name.lower() for name in names))
    by_account = [line for line in searches if line.startswith("SEARCH touches USING INDEX touches_by_account")]
    assert len(by_account) >= 4
    assert [line for line in by_account if "occurred_at" not in line] == []


def explained(store: Store, *ids: str) -> list[str]:
    """How SQLite looks for the facts of some accounts."""
    told: list[str] = []

    def explain(_c: object, cursor: Any, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            told.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())

    event.listen(store.engine, "before_cursor_execute", explain)
    gather(store, *ids)
    return [line for line in told if line.startswith(("SEARCH", "SCAN")) and "CONSTANT" not in line]


def test_more_accounts_than_a_database_takes_ids_for_are_gathered_in_parts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gather._AT_ONCE", 2)
    keep(store, workspace(), *(account(name) for name in ("A", "B", "C", "D", "E")))
    assert sorted(gather(store, "a", "b", "c", "d", "e", "nobody")) == ["a", "b", "c", "d", "e"]


def test_no_accounts_are_no_facts(store: Store) -> None:
    keep(store, workspace())
    with store.read() as session:
        assert facts_of(session, TEAM, [], Policy(), NOW) == {}
