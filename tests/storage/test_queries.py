"""The queries, on both databases alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.gather import policy_of
from bot.work import times as counting
from storage import (
    account_parts,
    accounts,
    audit,
    contacts,
    meetings,
    names,
    people,
    requests,
    times,
    touches,
    workspaces,
)
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Audit, Contact, Person, Touch, Workspace

TEAM, OTHER = "T0TEND", "T0OTHER"
NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def two_workspaces(store: Store) -> None:
    with store.write() as session:
        for team_id in (TEAM, OTHER):
            workspaces.ensure(session, team_id, NOW)


def account(name: str, team_id: str = TEAM, **fields: Any) -> Account:
    return Account(
        team_id=team_id, id=new_id(), name=name, name_key=names.key(name), created_at=NOW, updated_at=NOW, **fields
    )


def touch(of: Account, days_ago: int = 0, **fields: Any) -> Touch:
    told: dict[str, Any] = {
        "kind": "call",
        "direction": "two-way",
        "source": "command",
        "logged_by": "U0ANA",
        "logged_at": NOW,
    }
    return Touch(
        team_id=of.team_id, id=new_id(), account_id=of.id, occurred_at=NOW - timedelta(days=days_ago), **(told | fields)
    )


def add(store: Store, *rows: Any) -> None:
    with store.write() as session:
        for row in rows:
            session.add(row)
            session.flush()


def told(session: Any, id_: str, **fields: Any) -> None:
    said = {
        "name": id_.title(), "email": None, "tz": "UTC", "is_bot": False, "is_guest": False, "is_stranger": False,
        "is_admin": False, "deactivated_at": None, "seen_at": NOW,
    }  # fmt: skip
    people.told(session, TEAM, id_, **(said | fields))


def test_a_workspace_is_made_once_and_brought_up_to_date(store: Store) -> None:
    with store.write() as session:
        workspaces.ensure(session, "T0NEW", NOW, name="New", bot_user_id="U0BOT", tz="Europe/Lisbon")
        workspaces.set_alert_channel(session, "T0NEW", "C0ALERT")
    with store.write() as session:
        workspaces.ensure(session, "T0NEW", NOW + timedelta(days=1), name="Newer")
    with store.read() as session:
        new = session.get(Workspace, "T0NEW")
        assert workspaces.ids(session) == sorted([TEAM, OTHER, "T0NEW"])
    assert new is not None
    assert (new.name, new.bot_user_id, new.tz, new.alert_channel_id) == ("Newer", "U0BOT", "Europe/Lisbon", "C0ALERT")
    assert new.installed_at == NOW


def test_what_slack_says_of_a_person_leaves_alone_what_tend_knows(store: Store) -> None:
    with store.write() as session:
        told(session, "U0ANA", email="Ana@X.test", is_admin=True)
        people.set_dm_channel(session, TEAM, "U0ANA", "D0ANA")
        people.lock(session, TEAM, "U0ANA").role = "lead"  # type: ignore[union-attr]
    with store.write() as session:
        told(session, "U0ANA", name="Ana Souza", email="ana@x.test", is_admin=False)
    with store.read() as session:
        ana = people.get(session, TEAM, "U0ANA")
    assert ana is not None
    assert (ana.name, ana.email, ana.dm_channel_id) == ("Ana Souza", "ana@x.test", "D0ANA")
    assert (ana.role, ana.is_admin) == ("lead", False)


def test_an_address_means_whoever_is_still_there(store: Store) -> None:
    with store.write() as session:
        told(session, "U0A", email="x@x.test", deactivated_at=NOW)
        told(session, "U0B", email="x@x.test")
    with store.read() as session:
        assert people.by_email(session, TEAM, "X@X.test").id == "U0B"  # type: ignore[union-attr]
        assert people.by_email(session, OTHER, "x@x.test") is None
        assert [person.id for person in people.all_of(session, TEAM)] == ["U0A", "U0B"]
        assert set(people.many(session, TEAM, ["U0A", "U0C"])) == {"U0A"}


def test_people_know_who_leads_them(store: Store) -> None:
    with store.write() as session:
        told(session, "U0A")
        told(session, "U0B")
        people.lock(session, TEAM, "U0A").lead_id = "U0B"  # type: ignore[union-attr]
    with store.read() as session:
        assert [person.id for person in people.led_by(session, TEAM, "U0B")] == ["U0A"]


def test_a_request_is_claimed_once_in_each_workspace(store: Store) -> None:
    with store.write() as session:
        assert requests.claim(session, TEAM, "r1", NOW, "made") is True
        assert requests.claim(session, TEAM, "r1", NOW, "other") is False
        assert requests.claim(session, OTHER, "r1", NOW, None) is True
    with store.read() as session:
        assert requests.get(session, TEAM, "r1").result_id == "made"  # type: ignore[union-attr]


def test_old_requests_are_forgotten(store: Store) -> None:
    with store.write() as session:
        requests.claim(session, TEAM, "old", NOW - timedelta(days=2), None)
        requests.claim(session, TEAM, "new", NOW, None)
        assert requests.forget_before(session, TEAM, NOW - timedelta(days=1)) == 1
        assert requests.get(session, TEAM, "old") is None
        assert requests.get(session, TEAM, "new") is not None


def test_audit_rows_come_back_newest_first(store: Store) -> None:
    with store.write() as session:
        for hours in range(3):
            at = NOW + timedelta(hours=hours)
            audit.add(session, TEAM, at, "U0ANA", f"deed.{hours}", account_id="a", before={"x": None}, after={"x": [1]})
        audit.add(session, TEAM, NOW, None, "other", account_id="b")
    with store.read() as session:
        rows = audit.of_account(session, TEAM, "a", limit=2)
        assert len(session.exec(select(Audit)).all()) == 4
    assert [row.deed for row in rows] == ["deed.2", "deed.1"]
    assert (rows[0].before, rows[0].after) == ({"x": None}, {"x": [1]})


def test_every_name_and_alias_of_a_workspace_is_read_with_what_the_account_is_called(store: Store) -> None:
    acme, labs = account("Acme Corp"), account("New Acme Labs")
    add(store, acme, labs, account("Acme Elsewhere", OTHER))
    with store.write() as session:
        account_parts.put_aliases(session, TEAM, labs.id, {"zebra": "Zebra"})
    with store.read() as session:
        assert set(accounts.named(session, TEAM)) == {
            (acme.id, "acme corp", "Acme Corp"),
            (labs.id, "new acme labs", "New Acme Labs"),
            (labs.id, "zebra", "New Acme Labs"),
        }
        assert accounts.by_key(session, TEAM, "zebra").id == labs.id  # type: ignore[union-attr]
        assert accounts.by_key(session, OTHER, "zebra") is None
        assert accounts.names(session, TEAM, [acme.id, "gone"]) == {acme.id: "Acme Corp"}


def test_accounts_are_listed_by_name_a_page_at_a_time(store: Store) -> None:
    add(store, account("c", owner_id="U0ANA"), account("a", status="lost"), account("b"), account("x", OTHER))
    with store.read() as session:
        assert [one.name for one in accounts.listed(session, TEAM)] == ["a", "b", "c"]
        assert [one.name for one in accounts.listed(session, TEAM, after_key="a", limit=1)] == ["b"]
        assert [one.name for one in accounts.listed(session, TEAM, owner_id="U0ANA")] == ["c"]
        assert [one.name for one in accounts.listed(session, TEAM, statuses=["lost"])] == ["a"]
        assert accounts.count(session, TEAM) == 3


def test_locked_accounts_come_in_the_order_of_their_ids(store: Store) -> None:
    rows = [account(name) for name in ("c", "a", "b")]
    add(store, *rows)
    with store.write() as session:
        locked = accounts.lock(session, TEAM, [row.id for row in reversed(rows)])
        assert [one.id for one in locked] == sorted(row.id for row in rows)
        assert accounts.lock(session, OTHER, [row.id for row in rows]) == []


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)  # on SQLite whoever writes holds everything
def test_what_another_transaction_holds_can_be_skipped(store: Store) -> None:
    first, second = account("a"), account("b")
    add(store, first, second)
    with store.write() as holder, store.write() as session:
        accounts.lock(holder, TEAM, [first.id])
        found = accounts.lock(session, TEAM, [first.id, second.id], skip_locked=True)
        assert [one.id for one in found] == [second.id]


def test_a_lock_shows_the_row_as_it_is_now(store: Store) -> None:
    acme = account("Acme")
    add(store, acme)
    with store.write() as session:
        accounts.get(session, TEAM, acme.id)
        session.connection().exec_driver_sql("UPDATE accounts SET name = 'Apex'")
        assert accounts.lock(session, TEAM, [acme.id])[0].name == "Apex"


def test_an_account_has_parts_that_are_put_as_a_whole(store: Store) -> None:
    acme = account("Acme")
    add(store, acme)
    with store.write() as session:
        account_parts.put_domains(session, TEAM, acme.id, ["b.test", "a.test"])
        account_parts.put_domains(session, TEAM, acme.id, ["c.test", "a.test"])
        account_parts.put_channels(session, TEAM, acme.id, ["C1"])
        account_parts.put_channels(session, TEAM, acme.id, [])
        account_parts.put_helpers(session, TEAM, acme.id, ["U0ANA"])
    with store.read() as session:
        assert account_parts.domains(session, TEAM, [acme.id]) == {acme.id: ["a.test", "c.test"]}
        assert account_parts.by_domain(session, TEAM, "c.test").id == acme.id  # type: ignore[union-attr]
        assert account_parts.channels(session, TEAM, [acme.id]) == {}
        assert account_parts.helpers(session, TEAM, [acme.id]) == {acme.id: ["U0ANA"]}


def test_what_slack_told_of_a_linked_channel_outlives_an_edit_and_another_id(sqlite_store: Store) -> None:
    acme = account("Acme")
    add(sqlite_store, acme)
    with sqlite_store.write() as session:
        account_parts.put_channels(session, TEAM, acme.id, ["C1", "C2"])
        account_parts.note_shared(session, TEAM, "C1", True)
        account_parts.note_shared(session, TEAM, "C0UNLINKED", True)
    with sqlite_store.write() as session:
        account_parts.put_channels(session, TEAM, acme.id, ["C1", "C3"])
        account_parts.rename_channel(session, TEAM, "C1", "C4")

    with sqlite_store.read() as session:
        assert account_parts.channels(session, TEAM, [acme.id]) == {acme.id: ["C3", "C4"]}
        assert account_parts.inner_channels(session, TEAM, [acme.id]) == {acme.id: ["C3"]}
        known = [account_parts.is_shared(session, TEAM, channel) for channel in ("C3", "C4", "C0UNLINKED")]
    assert known == [False, True, None]


def test_touches_come_newest_first_and_undone_ones_nowhere(store: Store) -> None:
    acme = account("Acme")
    add(store, acme)
    rows = [touch(acme, days_ago=days) for days in range(4)]
    rows[1].undone_at = NOW
    with store.write() as session:
        touches.add(session, [(row, ["U0ANA", "U0ANA", "U0BEN"], []) for row in rows])
    with store.read() as session:
        newest = touches.of_account(session, TEAM, acme.id, limit=2)
        assert [row.id for row in newest] == [rows[0].id, rows[2].id]
        older = touches.of_account(session, TEAM, acme.id, limit=2, before=newest[-1].occurred_at)
        assert [row.id for row in older] == [rows[3].id]
        assert touches.people_of(session, TEAM, [rows[0].id]) == {rows[0].id: ["U0ANA", "U0BEN"]}
        assert [len(page) for page in touches.pages(session, TEAM, size=2)] == [2, 1]
        assert touches.of_account(session, OTHER, acme.id, limit=9) == []


def test_external_ids_are_known_by_source(store: Store) -> None:
    acme = account("Acme")
    add(store, acme)
    mine = touch(acme, source="csv", external_id="7")
    with store.write() as session:
        touches.add(session, [(mine, [], []), (touch(acme, source="other", external_id="8"), [], [])])
    with store.read() as session:
        assert touches.known_external_ids(session, TEAM, "csv", ["7", "8"]) == {"7"}
        assert touches.by_external_id(session, TEAM, "csv", "7").id == mine.id  # type: ignore[union-attr]
        assert touches.by_external_id(session, OTHER, "csv", "7") is None


def test_times_are_counted_for_many_accounts_in_four_queries(store: Store) -> None:
    rows = [account(f"A{place}") for place in range(5)]
    add(store, *rows)
    with store.write() as session:
        touches.add(
            session,
            [
                (touch(rows[0], 10), [], []),
                (touch(rows[0], 5, kind="email", direction="to-client"), [], []),
                (touch(rows[0], 12, kind="attempt", direction="to-client"), [], []),
                (touch(rows[0], 1, kind="note"), [], []),
                (touch(rows[0], 0, undone_at=NOW), [], []),
                (touch(rows[1], 3, kind="message", direction="from-client"), [], []),
                (touch(rows[2], 4, kind="attempt", direction="to-client"), [], []),
            ],
        )
    asked: list[str] = []
    with store.read() as session:
        how = counting.counting(policy_of(session.get(Workspace, TEAM)))  # type: ignore[arg-type]
        event.listen(store.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        found = times.of_accounts(session, TEAM, [row.id for row in rows], how)
    assert len(asked) == 4
    first, second, third, *rest = (found[row.id] for row in rows)
    assert (first.last_contact_at, first.last_reach_at) == (NOW - timedelta(days=10), NOW - timedelta(days=5))
    assert first.attempts_since_contact == 1
    assert (second.last_contact_at, second.last_reach_at) == (NOW - timedelta(days=3), None)
    assert (third.last_contact_at, third.attempts_since_contact) == (None, 1)
    assert rest == [times.Times(), times.Times()]


def test_contacts_are_met_in_the_touches_that_count_as_met(store: Store) -> None:
    acme = account("Acme")
    jane = Contact(team_id=TEAM, id=new_id(), account_id=acme.id, name="Jane", name_key="jane", created_at=NOW)
    add(store, acme, jane)
    with store.write() as session:
        touches.add(session, [(touch(acme, 3), [], [jane.id]), (touch(acme, 1, kind="email"), [], [jane.id])])
    with store.read() as session:
        assert contacts.met_at(session, TEAM, [jane.id], [("call", "two-way")]) == {jane.id: NOW - timedelta(days=3)}
        assert contacts.met_at(session, TEAM, [jane.id], []) == {}
        assert contacts.by_key(session, TEAM, acme.id, "jane").id == jane.id  # type: ignore[union-attr]


def test_a_day_has_one_meeting_and_a_touch_keeps_those_that_are_past(store: Store) -> None:
    acme = account("Acme")
    add(store, acme)
    with store.write() as session:
        for day in (1, 10, 10, 20):
            meetings.plan(session, TEAM, acme.id, date(2026, 5, day), "t0", NOW)
        meetings.keep(session, TEAM, acme.id, date(2026, 5, 10), "t1")
        meetings.drop_open_from(session, TEAM, acme.id, date(2026, 5, 10))
    with store.read() as session:
        found = [(row.planned_on.day, row.kept_by) for row in meetings.of_accounts(session, TEAM, [acme.id])]
    assert found == [(1, "t1"), (10, "t1")]


def test_a_person_is_a_row_of_one_workspace(store: Store) -> None:
    with store.write() as session:
        told(session, "U0ANA")
    with store.read() as session:
        assert session.get(Person, (OTHER, "U0ANA")) is None
