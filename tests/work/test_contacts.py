from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.titles import ContactLevel
from bot.work import contacts
from bot.work.deed import AlreadyDone, Refused
from storage.tables import Audit, Contact
from tests.work.scene import TEAM, Scene, request_id


def test_the_level_is_suggested_from_the_title(scene: Scene) -> None:
    jane = scene.contact(scene.account(), title="VP Operations", email=" VP@Acme.Test ")
    assert (jane.level, jane.level_is_suggested, jane.email) == ("executive", True, "vp@acme.test")


def test_a_new_title_suggests_anew_unless_a_person_chose(scene: Scene) -> None:
    jane = scene.contact(scene.account(), title="VP Operations")
    contacts.edit(scene.store, scene.deed(), jane.id, {"title": "Clerk"})
    with scene.look() as session:
        assert session.get(Contact, (TEAM, jane.id)).level == "individual"
    contacts.edit(scene.store, scene.deed(), jane.id, {"level": ContactLevel.MANAGER})
    done = contacts.edit(scene.store, scene.deed(), jane.id, {"title": "CEO"})
    assert (done.contact.level, done.contact.level_is_suggested) == ("manager", False)
    done = contacts.edit(scene.store, scene.deed(), jane.id, {"level": None})
    assert (done.contact.level, done.contact.level_is_suggested) == ("executive", True)


def test_a_level_given_at_the_start_is_a_choice(scene: Scene) -> None:
    jane = scene.contact(scene.account(), title="VP Operations", level=ContactLevel.INDIVIDUAL)
    assert (jane.level, jane.level_is_suggested) == ("individual", False)


def test_a_suggested_level_that_a_form_says_again_is_no_choice(scene: Scene) -> None:
    jane = scene.contact(scene.account(), title="Clerk")
    done = contacts.edit(scene.store, scene.deed(), jane.id, {"title": "CEO", "level": "individual"})
    assert (done.contact.level, done.contact.level_is_suggested) == ("executive", True)


def test_a_form_that_says_all_again_changes_nothing(scene: Scene) -> None:
    jane = scene.contact(scene.account(), title="VP", roles=["champion"])
    same = {"name": "Jane Doe", "title": "VP", "email": "", "roles": ["champion"], "can_hire_or_fire": False}
    assert contacts.edit(scene.store, scene.deed(), jane.id, same).changed == {}
    with scene.look() as session:
        assert session.exec(select(Audit).where(Audit.deed == "contact.edit")).first() is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "jane  DOE"}, "Jane Doe is already on record at Acme."),
        ({"name": " "}, "The contact's name is empty"),
        ({"name": "New", "email": "nowhere"}, "does not look like an e-mail address"),
        ({"name": "New", "level": "boss"}, "“boss” is not a level; it is one of executive, manager, individual."),
        ({"name": "New", "roles": ["friend"]}, "“friend” is not a role"),
        ({"name": "New", "title": "x" * 201}, "The job title has 201 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(sqlite_scene: Scene, said: dict[str, Any], sentence: str) -> None:
    acme = sqlite_scene.account()
    sqlite_scene.contact(acme)
    with pytest.raises(Refused) as refused:
        sqlite_scene.contact(acme, **said)
    assert sentence in str(refused.value)


def test_two_clients_may_have_people_of_one_name(sqlite_scene: Scene) -> None:
    sqlite_scene.contact(sqlite_scene.account())
    sqlite_scene.contact(sqlite_scene.account("Globex"))


def test_a_rename_onto_a_colleague_is_refused(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    sqlite_scene.contact(acme)
    joe = sqlite_scene.contact(acme, "Joe")
    with pytest.raises(Refused, match="Jane Doe is already on record"):
        contacts.edit(sqlite_scene.store, sqlite_scene.deed(), joe.id, {"name": "jane doe"})


def test_who_has_left_stays_on_record_and_the_gaps_are_seen_at_once(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme, title="CEO")
    done = contacts.mark_left(scene.store, scene.deed(), jane.id)
    assert done.contact.left_at == scene.now
    (senior,) = [move for move in done.moves if move.rule == "senior"]
    assert senior.rings_after is not None
    assert senior.rings_before is None or senior.rings_after < senior.rings_before
    with pytest.raises(AlreadyDone):
        contacts.mark_left(scene.store, scene.deed(), jane.id)


def test_adding_who_had_left_brings_them_back(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme, title="CEO")
    contacts.mark_left(scene.store, scene.deed(), jane.id)
    back = contacts.add(scene.store, scene.deed(), contacts.NewContact(acme.id, "Jane Doe", title="CFO"))
    assert (back.contact.id, back.contact.left_at, back.contact.title) == (jane.id, None, "CFO")


def test_a_repeated_request_adds_no_second_contact(scene: Scene) -> None:
    acme = scene.account()
    id_ = request_id()
    first = contacts.add(scene.store, scene.deed(request_id=id_), contacts.NewContact(acme.id, "Jane"))
    with pytest.raises(AlreadyDone) as again:
        contacts.add(scene.store, scene.deed(request_id=id_), contacts.NewContact(acme.id, "Jane"))
    assert again.value.result_id == first.contact.id
