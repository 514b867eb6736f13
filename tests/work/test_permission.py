from __future__ import annotations

import pytest

from bot.work import accounts, settings
from bot.work.deed import Refused
from bot.work.permission import NotAllowed, role
from bot.work.roles import Role
from storage import people
from storage.tables import Person
from tests.work.scene import ANA, BEN, CHRIS, DANA, GONE, TEAM, Scene
from tests.work.test_roles import told


def test_a_refusal_is_one_sentence_that_names_whom_to_ask(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(owner_id=ANA)
    with pytest.raises(NotAllowed) as settings_refused:
        settings.set_policy(sqlite_scene.store, sqlite_scene.deed(ANA), "budget", 3)
    with pytest.raises(NotAllowed) as edit_refused:
        accounts.edit(sqlite_scene.store, sqlite_scene.deed(BEN), acme.id, {"tier": "key"})
    assert str(settings_refused.value) == "Only an admin can change the settings of the workspace; ask Chris Meyer."
    assert str(edit_refused.value) == (
        "Only the account's owner, backup or sponsor, a lead or an admin can change or close an account, its people "
        "and channels; ask Ana Souza or Chris Meyer."
    )


def test_an_account_that_is_nobodys_can_be_taken_over_and_not_given_to_others(sqlite_scene: Scene) -> None:
    store, orphan = sqlite_scene.store, sqlite_scene.account(owner_id=None)
    for changes in ({"owner_id": BEN}, {"owner_id": ANA, "tier": "key"}, {"tier": "light"}):
        with pytest.raises(NotAllowed):
            accounts.edit(store, sqlite_scene.deed(ANA), orphan.id, changes)
    accounts.edit(store, sqlite_scene.deed(ANA), orphan.id, {"owner_id": ANA})
    assert accounts.edit(store, sqlite_scene.deed(ANA), orphan.id, {"tier": "key"}).account.tier == "key"


def test_who_chooses_a_lead_makes_nobody_one(sqlite_scene: Scene) -> None:
    store = sqlite_scene.store
    with pytest.raises(NotAllowed, match="make somebody a lead; ask Chris Meyer"):
        settings.set_lead(store, sqlite_scene.deed(ANA), ANA, BEN)
    settings.set_lead(store, sqlite_scene.deed(ANA), ANA, CHRIS)
    assert role_of(sqlite_scene, BEN) is Role.MEMBER


def test_who_leads_nobody_but_people_who_left_is_no_lead(sqlite_scene: Scene) -> None:
    settings.set_lead(sqlite_scene.store, sqlite_scene.deed(CHRIS), GONE, BEN)
    assert role_of(sqlite_scene, BEN) is Role.MEMBER
    settings.set_lead(sqlite_scene.store, sqlite_scene.deed(CHRIS), ANA, BEN)
    assert role_of(sqlite_scene, BEN) is Role.LEAD


def test_slacks_word_comes_and_goes_beside_the_role_that_was_set_by_hand(sqlite_scene: Scene) -> None:
    settings.set_role(sqlite_scene.store, sqlite_scene.deed(CHRIS), ANA, "lead")
    for is_admin, told_role in ((True, Role.ADMIN), (False, Role.LEAD)):
        with sqlite_scene.store.write() as session:
            told(session, ANA, is_admin=is_admin)
        assert role_of(sqlite_scene, ANA) is told_role


def test_who_runs_the_slack_workspace_stays_an_admin(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="Chris Meyer runs the Slack workspace"):
        settings.set_role(sqlite_scene.store, sqlite_scene.deed(CHRIS), CHRIS, "member")


def test_where_slack_names_no_admin_the_first_to_say_so_becomes_it_and_no_second(sqlite_scene: Scene) -> None:
    store = sqlite_scene.store
    with store.write() as session:
        told(session, CHRIS, is_admin=False)
    with pytest.raises(NotAllowed, match="nobody is one yet: become it with “/client settings role me admin”"):
        settings.set_policy(store, sqlite_scene.deed(ANA), "budget", 3)
    for person_id, name in ((BEN, "admin"), (ANA, "lead")):
        with pytest.raises(NotAllowed):
            settings.set_role(store, sqlite_scene.deed(ANA), person_id, name)
    with pytest.raises(NotAllowed):
        settings.set_role(store, sqlite_scene.deed(DANA), DANA, "admin")
    settings.set_role(store, sqlite_scene.deed(ANA), ANA, "admin")
    with pytest.raises(NotAllowed):
        settings.set_role(store, sqlite_scene.deed(BEN), BEN, "admin")
    with pytest.raises(Refused, match="only admin"):
        settings.set_role(store, sqlite_scene.deed(ANA), ANA, "member")


def test_a_guest_is_no_admin_whatever_was_set_by_hand(sqlite_scene: Scene) -> None:
    settings.set_role(sqlite_scene.store, sqlite_scene.deed(CHRIS), ANA, "admin")
    with sqlite_scene.store.write() as session:
        told(session, ANA, is_guest=True)
        assert [admin.id for admin in people.admins(session, TEAM)] == [CHRIS]
    with pytest.raises(NotAllowed):
        settings.set_policy(sqlite_scene.store, sqlite_scene.deed(ANA), "budget", 3)
    with pytest.raises(Refused, match="guest"):
        settings.set_role(sqlite_scene.store, sqlite_scene.deed(CHRIS), DANA, "admin")


def role_of(scene: Scene, person_id: str) -> Role:
    with scene.look() as session:
        return role(session, session.get(Person, (TEAM, person_id)))
