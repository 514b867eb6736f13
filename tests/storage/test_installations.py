from __future__ import annotations

from datetime import timedelta

from storage import installations, workspaces
from storage.engine import Store
from storage.tables import Installation
from tests.storage.rows import NOON

HOUR = timedelta(hours=1)


def put(store: Store, team_id: str, enterprise_id: str = "", *, token: str) -> None:
    with store.write() as session:
        row = Installation(
            team_id=team_id,
            enterprise_id=enterprise_id,
            bot_token=token,
            bot_user_id="U0TEND",
            installed_by="U0ANA",
            installed_at=NOON,
        )
        installations.put(session, row)


def found(store: Store, team_id: str, enterprise_id: str = "") -> str | None:
    with store.read() as session:
        row = installations.find(session, team_id, enterprise_id)
    return row.bot_token if row else None


def test_a_workspace_finds_its_own_installation_and_no_other(store: Store) -> None:
    put(store, "T0ONE", token="one")
    put(store, "T0TWO", "E0ORG", token="two")
    put(store, "", "E0ORG", token="organisation")

    assert found(store, "T0ONE") == "one"
    assert found(store, "T0ONE", "E0ORG") == "one"
    assert found(store, "T0TWO") == "two"
    assert found(store, "T0NEW") is None
    assert found(store, "") is None


def test_an_organisations_installation_serves_the_workspaces_that_belong_to_it(store: Store) -> None:
    put(store, "", "E0ORG", token="organisation")
    put(store, "", "E0OTHER", token="other")

    assert found(store, "T0NEW", "E0ORG") == "organisation"
    assert found(store, "T0NEW") is None
    with store.write() as session:
        workspaces.ensure(session, "T0NEW", NOON, enterprise_id="E0ORG")
    assert found(store, "T0NEW") == "organisation"
    assert found(store, "T0NEW", "E0OTHER") == "other"


def test_a_new_installation_takes_the_place_of_the_old_one_also_when_the_workspace_joined_an_organisation(
    store: Store,
) -> None:
    put(store, "T0ONE", token="old")
    put(store, "T0ONE", "E0ORG", token="new")
    put(store, "", "E0ORG", token="organisation")
    put(store, "", "E0ORG", token="organisation, again")

    with store.write() as session:
        tokens = [row.bot_token for row in installations.everything(session)]
    assert tokens == ["organisation, again", "new"]


def test_what_was_installed_after_the_moment_in_question_stays(store: Store) -> None:
    put(store, "T0ONE", token="one")
    put(store, "", "E0ORG", token="organisation")

    with store.write() as session:
        assert not installations.remove(session, "T0ONE", "", NOON)
        assert not installations.remove(session, "", "E0OTHER", NOON + HOUR)
        assert installations.remove(session, "T0ONE", "E0ORG", NOON + HOUR)
        assert not installations.remove(session, "T0ONE", "", NOON + HOUR)
        assert installations.remove(session, "", "E0ORG", NOON + HOUR)


def test_a_sealed_token_does_not_show_in_a_repr() -> None:
    row = Installation(
        team_id="T0ONE",
        enterprise_id="",
        bot_token="hush",
        refresh_token="hush",
        bot_user_id="U0TEND",
        installed_by="U0ANA",
        installed_at=NOON,
    )
    assert "hush" not in repr(row)
