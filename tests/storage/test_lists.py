from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import lists, names
from storage.engine import Store
from storage.tables import Account, Clock, Nudge, Workspace

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def workspaces(store: Store) -> None:
    add(store, Workspace(team_id="T1", installed_at=NOW), Workspace(team_id="T2", installed_at=NOW))


def add(store: Store, *rows: object) -> None:
    with store.write() as session:
        for row in rows:
            session.add(row)
            session.flush()


def account(name: str, team_id: str = "T1", **said: object) -> Account:
    key = names.key(name)
    return Account(team_id=team_id, id=key, name=name, name_key=key, created_at=NOW, updated_at=NOW, **said)  # type: ignore[arg-type]


def clock(account_id: str, level: str | None, rule: str = "quiet", team_id: str = "T1", **said: object) -> Clock:
    return Clock(team_id=team_id, account_id=account_id, rule=rule, subject="", level=level, **said)  # type: ignore[arg-type]


def listed(store: Store, **said: object) -> list[tuple[str, str | None]]:
    with store.read() as session:
        found, _ = lists.accounts(session, "T1", limit=10, **said)  # type: ignore[arg-type]
    return [(one.account.name, one.level) for one in found]


def test_the_loudest_come_first_then_by_name(store: Store) -> None:
    add(store, account("Calm"), account("Due"), account("Also calm"), account("Critical"), account("Early"))
    add(store, clock("due", "due"), clock("critical", "critical"), clock("early", "early"), clock("calm", None))
    add(store, clock("due", "early", rule="senior"))
    assert listed(store) == [
        ("Critical", "critical"),
        ("Due", "due"),
        ("Early", "early"),
        ("Also calm", None),
        ("Calm", None),
    ]


def test_one_rule_lists_only_where_it_has_a_level(store: Store) -> None:
    add(store, account("Acme"), account("Globex"), clock("acme", "due"), clock("globex", "critical", rule="senior"))
    assert listed(store, rule="quiet") == [("Acme", "due")]


def test_lost_accounts_and_those_of_others_are_left_out(store: Store) -> None:
    add(
        store,
        account("Mine", owner_id="U1"),
        account("Theirs", owner_id="U2"),
        account("Lost", owner_id="U1", status="lost"),
    )
    assert listed(store, owner_id="U1") == [("Mine", None)]
    assert [name for name, _ in listed(store)] == ["Mine", "Theirs"]


def test_no_list_looks_into_another_workspace(store: Store) -> None:
    add(store, account("Acme", team_id="T2", owner_id="U1"), clock("acme", "due", team_id="T2", rings_at=NOW))
    assert listed(store) == []
    with store.read() as session:
        assert lists.coming(session, "T1", NOW - DAY, NOW + DAY, limit=10) == ([], 0)
        assert lists.owned(session, "T1", "U1") == 0
        assert not lists.any_account(session, "T1")
        assert lists.waiting(session, "T1", "U1", limit=10) == ([], 0)


def test_pages_follow_each_other_and_the_total_counts_them_all(store: Store) -> None:
    add(store, *(account(f"Client {n}") for n in range(5)))
    with store.read() as session:
        first, total = lists.accounts(session, "T1", limit=3)
        second, _ = lists.accounts(session, "T1", limit=3, offset=3)
    assert [one.account.name for one in [*first, *second]] == [f"Client {n}" for n in range(5)]
    assert total == 5


def test_a_snooze_is_told_with_the_account(store: Store) -> None:
    add(store, account("Acme"), clock("acme", None, snoozed_until=NOW + DAY))
    with store.read() as session:
        found, _ = lists.accounts(session, "T1", limit=1)
    assert found[0].snoozed_until == NOW + DAY


def test_what_rings_comes_soonest_first_a_page_at_a_time(store: Store) -> None:
    add(store, account("Later"), account("Soon", owner_id="U1"), account("Never"), account("Far"), account("Past"))
    add(store, clock("past", "due", rings_at=NOW))
    add(store, clock("later", None, rings_at=NOW + 3 * DAY), clock("soon", None, rings_at=NOW + DAY))
    add(store, clock("soon", None, rule="senior", rings_at=NOW + 2 * DAY), clock("far", None, rings_at=NOW + 30 * DAY))
    with store.read() as session:

        def ringing(**said: object) -> tuple[list[tuple[str, str]], int]:
            found, total = lists.coming(session, "T1", NOW, NOW + 14 * DAY, **said)  # type: ignore[arg-type]
            return [(one.account_id, one.rule) for one in found], total

        assert ringing(limit=10) == ([("soon", "quiet"), ("soon", "senior"), ("later", "quiet")], 3)
        assert ringing(limit=1, offset=1) == ([("soon", "senior")], 3)
        assert ringing(limit=10, owner_id="U1") == ([("soon", "quiet"), ("soon", "senior")], 2)
        assert ringing(limit=10, owner_id="U2") == ([], 0)


def nudge(id_: str, level: str = "due", **said: object) -> Nudge:
    plain = {"account_id": id_, "rule": "quiet", "episode": 1, "reason": "", "opened_at": NOW, "raised_at": NOW}
    return Nudge(team_id="T1", id=id_, level=level, **{**plain, **said})  # type: ignore[arg-type]


def test_what_waits_on_a_person_is_theirs_or_what_they_took(store: Store) -> None:
    add(store, account("Mine", owner_id="U1"), account("Taken", owner_id="U2"), account("Given", owner_id="U1"))

    add(store, nudge("mine"), nudge("taken", "critical", taken_by="U1"), nudge("given", taken_by="U2"))
    with store.read() as session:

        def waiting(person_id: str, **said: int) -> tuple[list[str], int]:
            found, total = lists.waiting(session, "T1", person_id, **{"limit": 10, **said})
            return [one.nudge.id for one in found], total

        assert waiting("U1") == (["taken", "mine"], 2)
        assert waiting("U1", limit=1, offset=1) == (["mine"], 2)
        assert waiting("U2") == (["given"], 1)
        assert lists.owned(session, "T1", "U1") == 2
        assert lists.any_account(session, "T1")


def test_what_names_somebody_waits_on_them_and_not_on_the_owner_until_somebody_takes_it(store: Store) -> None:
    add(store, account("Acme", owner_id="U1"))
    add(store, nudge("hers", account_id="acme", hearer_id="U2"))
    add(store, nudge("taken", account_id="acme", episode=2, hearer_id="U2", taken_by="U3"))
    with store.read() as session:
        found = {who: lists.waiting(session, "T1", who, limit=9)[0] for who in ("U1", "U2", "U3")}
        waits = {who: [one.nudge.id for one in some] for who, some in found.items()}
    assert waits == {"U1": [], "U2": ["hers"], "U3": ["taken"]}


def test_what_is_urgent_waits_before_all_that_is_louder(store: Store) -> None:
    add(store, account("Acme", owner_id="U1"))
    add(store, nudge("loud", "critical", account_id="acme", opened_at=NOW - 9 * DAY))
    add(store, nudge("late", account_id="acme", rule="rescue", manner="urgent"))
    add(store, nudge("later", "critical", account_id="acme", rule="rescue", episode=2, manner="urgent"))
    with store.read() as session:
        found, _ = lists.waiting(session, "T1", "U1", limit=9)
    assert [one.nudge.id for one in found] == ["later", "late", "loud"]
