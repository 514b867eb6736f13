from __future__ import annotations

from datetime import timedelta

from storage import workspaces
from storage.engine import Store
from storage.forgetting import departed, forget, is_gone
from tests.storage.rows import NOON, count, fill

OURS, OTHERS = "T0OURS", "T0OTHERS"
DAY = timedelta(days=1)


def test_every_table_can_be_asked_for_the_rows_of_a_workspace(store: Store) -> None:
    fill(store, OURS)

    assert set(count(store, OURS).values()) == {1}
    assert set(count(store, OTHERS).values()) == {0}


def test_a_workspace_that_is_forgotten_leaves_no_row_in_any_table_and_others_keep_theirs(store: Store) -> None:
    fill(store, OURS)
    fill(store, OTHERS)

    with store.write() as session:
        deleted = forget(session, OURS)

    assert deleted == len(count(store, OURS))
    assert set(count(store, OURS).values()) == {0}
    assert set(count(store, OTHERS).values()) == {1}


def test_only_who_left_long_enough_ago_is_to_be_forgotten(store: Store) -> None:
    with store.write() as session:
        for team_id in ("T0HERE", "T0LONG", "T0BACK"):
            workspaces.ensure(session, team_id, NOON - 90 * DAY)
        for team_id in ("T0LONG", "T0BACK"):
            workspaces.left(session, team_id, NOON - 30 * DAY, "app_uninstalled")
        workspaces.ensure(session, "T0BACK", NOON - DAY)

    with store.write() as session:
        assert departed(session, NOON - 31 * DAY) == []
        assert departed(session, NOON - 30 * DAY) == ["T0LONG"]
        assert is_gone(session, "T0LONG", NOON - 30 * DAY)
        assert not is_gone(session, "T0BACK", NOON - 30 * DAY)
        forget(session, "T0LONG")
        assert not is_gone(session, "T0LONG", NOON)


def test_a_second_word_of_leaving_does_not_put_off_the_day(store: Store) -> None:
    with store.write() as session:
        workspaces.ensure(session, OURS, NOON)
        workspaces.left(session, OURS, NOON, "tokens_revoked")
        workspaces.left(session, OURS, NOON + DAY, "app_uninstalled")

    with store.read() as session:
        workspace = workspaces.get(session, OURS)
    assert workspace is not None
    assert (workspace.uninstalled_at, workspace.asleep_since) == (NOON, NOON)
    assert workspace.asleep_reason == "tokens_revoked"
