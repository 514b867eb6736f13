from __future__ import annotations

from typing import Any

from bot.facts import ENCOUNTERS, Encounter
from bot.policy import Kind
from storage.engine import Store
from storage.tables import (
    TouchContact,
)
from tests.gathering import TEAM, account, ago, contact, gather, keep, person, remark, took_part, touch, workspace


def with_(touch_id: str, contact_id: str) -> TouchContact:
    return TouchContact(team_id=TEAM, touch_id=touch_id, contact_id=contact_id)


def test_who_took_part_in_talks_knows_the_client_else_who_logged_them(store: Store) -> None:
    keep(
        store,
        workspace(),
        account("Acme"),
        person("Gone", deactivated_at=ago(2)),
        person("Robot", is_bot=True),
        touch("by-ana", 50),
        touch("by-ana-again", 20, kind="email"),
        touch("for-ben", 30),
        touch("read", 5, kind="email", direction="from-client", logged_by="U0READER"),
        touch("sent", 5, kind="call", direction="to-client", logged_by="U0SENDER"),
        touch("long-ago", 400, logged_by="U0LONGAGO"),
        touch("undone", 5, logged_by="U0UNDONE", undone_at=ago(1)),
        touch("imported", 5, logged_by=""),
        touch("left-us", 5, logged_by="U0GONE"),
        touch("automatic", 5, logged_by="U0ROBOT"),
        took_part("for-ben", "U0BEN"),
        took_part("for-ben", "U0CHRIS"),
    )
    assert gather(store)["acme"].known_by == {"U0ANA": ago(20), "U0BEN": ago(30), "U0CHRIS": ago(30)}


def test_who_can_hire_or_fire_is_tied_to_those_of_ours_who_spoke_with_them(store: Store) -> None:
    jane, kim = contact("Jane", can_hire_or_fire=True), contact("Kim")
    keep(store, workspace(), account("Acme"), person("Gone", deactivated_at=ago(1)), person("Ben"), jane, kim)
    keep(
        store,
        touch("call", 9),
        touch("visit", 4),
        touch("mail to", 3, kind="email", direction="to-client"),
        touch("undone", 2, undone_at=ago(1)),
        touch("old", 366),
        touch("with Kim", 1),
    )
    keep(store, *(took_part("visit", id_) for id_ in ("U0BEN", "U0GONE")), took_part("old", "U0CHRIS"))
    keep(
        store, *(with_(id_, "jane") for id_ in ("call", "visit", "mail to", "undone", "old")), with_("with Kim", "kim")
    )
    known = {one.id: one.tied_to for one in gather(store)["acme"].contacts}
    assert known == {"jane": {"U0ANA": ago(9), "U0BEN": ago(4)}, "kim": {}}


def test_an_indirect_contact_was_told_when_we_last_said_something_to_them(store: Store) -> None:
    indirect: dict[str, Any] = {"roles": ["indirect"]}
    keep(store, workspace(), account("Acme"), *(contact(name, **indirect) for name in ("Jane", "Kim")), contact("Lee"))
    keep(
        store,
        touch("tried", 1, kind="attempt", direction="to-client"),
        touch("undone", 2, undone_at=ago(0)),
        touch("wrote", 3, kind="email", direction="from-client"),
        touch("sent", 9, kind="email", direction="to-client"),
        touch("call", 30),
        *(with_(id_, who) for id_ in ("tried", "undone", "wrote", "sent", "call") for who in ("jane", "lee")),
    )
    told = {one.id: one.last_told_at for one in gather(store)["acme"].contacts}
    assert told == {"jane": ago(9), "kim": None, "lee": None}


def test_the_newest_encounters_are_seen_with_who_came_and_how_it_felt(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("Globex"), contact("Jane"), contact("Kim"))
    keep(
        store,
        touch("wrote", 3, kind="email", direction="from-client"),
        touch("visit", 9, kind="visit", temperature=-1),
        touch("sent", 2, kind="email", direction="to-client"),
        touch("undone", 1, undone_at=ago(0)),
        touch("theirs", 1, "globex"),
        with_("visit", "jane"),
        with_("visit", "kim"),
    )
    facts = gather(store, "acme", "globex")
    assert facts["acme"].encounters == (
        Encounter("visit", Kind.VISIT, ago(9), temperature=-1, clients=2, met=True),
        Encounter("wrote", Kind.EMAIL, ago(3), temperature=None, clients=0, met=False),
    )
    assert [one.id for one in facts["globex"].encounters] == ["theirs"]


def test_what_was_passed_on_last_is_remembered_however_it_was_answered(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("Globex"))
    keep(store, remark("r1", 90), remark("r2", 30, state="declined"))
    facts = gather(store, "acme", "globex")
    assert {name: one.last_remark_at for name, one in facts.items()} == {"acme": ago(30), "globex": None}


def test_of_many_encounters_the_newest_twelve_are_seen_also_where_several_are_of_one_moment(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("New"), *(touch(f"t{n:02}", 90 - n) for n in range(20)))
    keep(store, *(touch(f"same{n}", 79.0) for n in range(9)), touch("sent", 79.0, direction="to-client"))
    facts = gather(store, "acme", "new")
    assert len(facts["acme"].encounters) == ENCOUNTERS
    assert [one.id for one in facts["acme"].encounters] == [
        *("same6", "same7", "same8", "t11"),
        *(f"t{n}" for n in range(12, 20)),
    ]
    assert facts["new"].encounters == ()


def test_an_unhappy_word_is_remembered_however_old_unless_it_was_undone(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("Globex"), account("Hooli"))
    keep(
        store,
        touch("cold", 900, temperature=-2),
        touch("cool", 700, kind="note", temperature=-1),
        touch("fine", 9, temperature=0),
        touch("mistake", 5, temperature=-2, undone_at=ago(1)),
        touch("theirs", 3, "globex", temperature=-1),
    )
    facts = gather(store, "acme", "globex", "hooli")
    assert {name: one.last_unhappy_at for name, one in facts.items()} == {
        "acme": ago(700),
        "globex": ago(3),
        "hooli": None,
    }
