"""What is tried, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from storage.engine import Store
from storage.tables import Workspace

NOW = datetime(2026, 5, 12, tzinfo=UTC)


def installed(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.exec(select(Workspace.team_id)))


def install(store: Store, team_id: str) -> None:
    with store.write() as session:
        session.add(Workspace(team_id=team_id, installed_at=NOW))


def install_all(store: Store, *team_ids: str) -> None:
    for team_id in team_ids:
        install(store, team_id)


def test_what_is_tried_is_seen_by_what_follows_in_it_and_by_nobody_afterwards(store: Store) -> None:
    with store.trial() as tried:
        install(tried, "T1")
        install(tried, "T2")
        assert installed(tried) == ["T1", "T2"]
    assert installed(store) == []

    install(store, "T1")
    assert installed(store) == ["T1"]


def test_what_fails_while_it_is_tried_is_raised_and_leaves_nothing(store: Store) -> None:
    install(store, "T1")
    with pytest.raises(IntegrityError), store.trial() as tried:
        install_all(tried, "T2", "T1")
    assert installed(store) == ["T1"]
