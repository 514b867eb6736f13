from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage import portfolio
from storage.engine import Store
from storage.portfolio import Load, SoleLine
from storage.tables import Contact, Nudge, Person, Touch, TouchContact, TouchPerson, Workspace
from tests.storage.test_lists import NOW, account, add, clock

DAY = timedelta(days=1)
TALKS = [("call", "two-way")]


@pytest.fixture(autouse=True)
def workspaces(store: Store) -> None:
    add(store, Workspace(team_id="T1", installed_at=NOW), Workspace(team_id="T2", installed_at=NOW))
    add(store, *(Person(team_id="T1", id=id_, name=id_, seen_at=NOW) for id_ in ("U1", "U2", "U3")))


def touch(id_: str, account_id: str, at: datetime, team_id: str = "T1", **said: Any) -> Touch:
    plain = {"kind": "call", "direction": "two-way", "source": "csv", "logged_by": "U1", "logged_at": NOW}
    return Touch(team_id=team_id, id=id_, account_id=account_id, occurred_at=at, **{**plain, **said})


def nudge(id_: str, account_id: str, **said: Any) -> Nudge:
    plain = {"rule": "quiet", "episode": 1, "level": "due", "reason": "", "opened_at": NOW, "raised_at": NOW}
    return Nudge(team_id="T1", id=id_, account_id=account_id, **{**plain, **said})


def boss(id_: str, account_id: str, **said: Any) -> Contact:
    plain = {"name": id_, "name_key": id_, "level": "executive", "created_at": NOW}
    return Contact(team_id="T1", id=id_, account_id=account_id, **{**plain, **said})


def met(touch_id: str, contact_id: str, *people: str) -> list[Any]:
    ours = [TouchPerson(team_id="T1", touch_id=touch_id, person_id=person) for person in people]
    return [TouchContact(team_id="T1", touch_id=touch_id, contact_id=contact_id), *ours]


def test_touches_are_counted_between_moments(store: Store) -> None:
    add(store, account("Acme"), account("Globex"), account("Acme", team_id="T2"))
    bounds = [NOW - 2 * DAY, NOW - DAY, NOW]
    add(store, touch("at the first", "acme", bounds[0]), touch("before the second", "acme", bounds[1] - DAY / 99))
    add(store, touch("at the second", "acme", bounds[1]), touch("at the end", "acme", bounds[2]))
    add(store, touch("a note", "acme", bounds[1], kind="note"), touch("undone", "acme", bounds[1], undone_at=NOW))
    add(store, touch("too old", "globex", NOW - 9 * DAY), touch("theirs", "acme", bounds[1], team_id="T2"))
    with store.read() as session:
        found = portfolio.touches_between(session, "T1", ["acme", "globex"], bounds, ["note"])
    assert found == {"acme": [2, 1]}


def test_accounts_are_counted_by_tier_and_their_loudest_level(store: Store) -> None:
    add(store, account("Due", tier="key", owner_id="U1"), account("Calm", tier="key", owner_id="U1"))
    add(store, account("Theirs", owner_id="U2"), account("Lost", status="lost"), account("Nobody's"))
    add(store, clock("due", "early"), clock("due", "due", rule="senior"), clock("calm", None, snoozed_until=NOW))
    with store.read() as session:
        assert portfolio.by_level(session, "T1", None) == {
            ("key", "due"): 1,
            ("key", None): 1,
            ("standard", None): 2,
        }
        assert portfolio.by_level(session, "T1", ["U2"]) == {("standard", None): 1}
        assert portfolio.by_level(session, "T1", []) == {}
        assert portfolio.by_level(session, "T2", None) == {}


def test_accounts_are_counted_by_how_long_they_are_clients_and_how_long_they_are_silent(store: Store) -> None:
    year, two = date(2025, 5, 12), date(2024, 5, 12)
    since = [(day, datetime(day.year, day.month, day.day, tzinfo=UTC)) for day in (year, two)]
    spoken = [NOW - 10 * DAY, NOW - 30 * DAY]
    add(
        store,
        account("On the day", client_since=year, last_contact_at=NOW - 10 * DAY),
        account("The day before", client_since=year - DAY, last_contact_at=NOW - 11 * DAY),
        account("Long ago", client_since=two - DAY, last_contact_at=NOW - 31 * DAY),
        account("Added now"),
        account("Lost", status="lost"),
    )
    with store.read() as session:
        counts = portfolio.by_age_and_silence(session, "T1", None, since, spoken)
    assert counts == {(0, 0): 1, (1, 1): 1, (2, 2): 1, (0, None): 1}


def test_what_each_owner_has_to_look_after_is_counted(store: Store) -> None:
    add(store, account("Acme", owner_id="U1"), account("Globex", owner_id="U1"), account("Nobody's"))
    add(store, account("Lost", owner_id="U2", status="lost"))
    add(store, nudge("1", "acme"), nudge("2", "globex", escalated_at=NOW), nudge("3", "acme", episode=2, closed_at=NOW))
    add(store, nudge("4", "acme", rule="senior", taken_by="U2"), nudge("5", "nobody s"))
    with store.read() as session:
        assert portfolio.loads(session, "T1", None) == [Load("U1", 2, 2, 1), Load(None, 1, 1, 0)]
        assert portfolio.loads(session, "T1", ["U2"]) == []


def lines(store: Store, owner_ids: list[str] | None = None, **most: int) -> tuple[list[SoleLine], int]:
    with store.read() as session:
        return portfolio.sole_lines(
            session, "T1", owner_ids, TALKS, NOW - 100 * DAY, **{"people": 9, "names": 9, **most}
        )


@pytest.fixture
def known(store: Store) -> None:
    """At Acme and Globex U1 alone knows the boss; at Initech U1 and U2 do."""
    add(store, account("Acme", owner_id="U3"), account("Globex"), account("Initech"))
    add(store, boss("a", "acme"), boss("g", "globex"), boss("i", "initech"))
    add(store, *(touch(f"t{id_}", id_, NOW - DAY) for id_ in ("acme", "globex", "initech")))
    add(store, *met("tacme", "a", "U1"), *met("tglobex", "g"), *met("tinitech", "i", "U1", "U2"))


@pytest.mark.usefixtures("known")
def test_who_alone_knows_anybody_senior_is_found_with_the_accounts(store: Store) -> None:
    assert lines(store) == ([SoleLine("U1", 2, ("Acme", "Globex"))], 1)
    assert lines(store, ["U3"]) == ([SoleLine("U1", 1, ("Acme",))], 1)
    assert lines(store, names=1) == ([SoleLine("U1", 2, ("Acme",))], 1)
    assert lines(store, people=0) == ([], 1)


@pytest.mark.usefixtures("known")
def test_who_has_left_knows_nobody(store: Store) -> None:
    with store.write() as session:
        gone = session.get(Person, ("T1", "U2"))
        assert gone is not None
        gone.deactivated_at = NOW
    assert lines(store)[0] == [SoleLine("U1", 3, ("Acme", "Globex", "Initech"))]


@pytest.mark.usefixtures("known")
def test_talks_of_long_ago_other_kinds_undone_ones_and_bosses_who_left_or_are_none_say_nothing(store: Store) -> None:
    add(store, account("Umbrella"), account("Hooli"))
    add(
        store,
        boss("old", "umbrella"),
        boss("gone", "umbrella", left_at=NOW),
        boss("clerk", "umbrella", level="manager"),
    )
    add(store, touch("t1", "umbrella", NOW - 101 * DAY), touch("t2", "umbrella", NOW), touch("t3", "umbrella", NOW))
    add(store, touch("t4", "umbrella", NOW, kind="email"), touch("t5", "umbrella", NOW, undone_at=NOW))
    add(store, *met("t1", "old"), *met("t2", "gone"), *met("t3", "clerk"), *met("t4", "old"), *met("t5", "old"))
    assert lines(store) == ([SoleLine("U1", 2, ("Acme", "Globex"))], 1)
