from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Account, Person, Workspace
from tests.handlers.office import ANA, BEN, CHRIS, Office


def rows(office: Office, table: type[Any], **equal: Any) -> list[Any]:
    with office.store.read() as session:
        return list(session.exec(select(table).filter_by(**equal)))


def test_a_member_who_changes_the_workspace_is_told_whom_to_ask_and_sees_what_they_typed(office: Office) -> None:
    said = office.says("/client settings budget 3")
    assert "Only an admin can change the settings of the workspace; ask Chris Meyer." in said
    assert "settings budget 3`" in said
    assert rows(office, Workspace)[0].policy == {}


def test_a_member_cannot_close_the_account_of_another(office: Office) -> None:
    office.account("Acme")
    said = office.says("/client edit Acme lost", BEN)
    assert "ask Ana Souza or Chris Meyer" in said
    assert rows(office, Account)[0].status == "active"


def test_a_form_that_a_member_may_not_send_stays_open_with_the_reason_at_its_field(office: Office) -> None:
    seen = office.type("/client settings lead")
    assert seen.view is not None
    assert "Only an admin can make somebody a lead" in office.submit(seen.view, lead=BEN).errors["lead"]
    assert rows(office, Person, id=ANA)[0].lead_id is None


def test_a_member_gets_no_form_of_the_workspace_s_settings(office: Office) -> None:
    seen = office.type("/client settings channel")
    assert seen.view is None
    assert "Only an admin can change the settings of the workspace; ask Chris Meyer." in seen.text


def test_roles_are_given_by_admins_and_shown(office: Office) -> None:
    assert "Only an admin can give somebody a role" in office.says("/client settings role @ben lead", ANA)
    assert f"<@{BEN}> is a lead now" in office.says("/client settings role @ben lead", CHRIS)
    assert "You are a lead here" in office.says("/client settings", BEN)
    assert "You are an admin here" in office.says("/client settings", CHRIS)
    assert f"changed by admins: <@{CHRIS}>" in office.says("/client settings", ANA)


@pytest.mark.parametrize("typed", ["role @ben", "role lead", "role @ana @ben lead", "role @ben lead admin"])
def test_a_role_that_is_not_said_whole_is_asked_for(office: Office, typed: str) -> None:
    assert "/client settings role @ben lead" in office.says(f"/client settings {typed}", CHRIS)


def test_a_role_that_is_none_is_explained(office: Office) -> None:
    assert "it is one of member, lead, admin" in office.says("/client settings role @ben king", CHRIS)


def no_admins(office: Office) -> None:
    office.slack.world.users[CHRIS].is_admin = False
    with office.store.write() as session:
        session.exec(select(Person).where(Person.id == CHRIS)).one().is_admin = False


def test_where_slack_names_no_admin_the_first_to_say_so_becomes_it(office: Office) -> None:
    no_admins(office)
    assert "/client settings role me admin" in office.says("/client settings budget 3")
    assert "is an admin now" in office.says("/client settings role me admin", BEN)
    assert "Only an admin" in office.says("/client settings role me admin", ANA)
    assert "`budget` is `3` now" in office.says("/client settings budget 3", BEN)


def test_slack_is_asked_for_its_admins_before_anybody_becomes_the_first(office: Office) -> None:
    no_admins(office)
    office.slack.world.users[CHRIS].is_admin = True
    assert "ask Chris Meyer" in office.says("/client settings role me admin", BEN)


@pytest.mark.parametrize("fault", ["500", "html", "internal_error"])
def test_nobody_becomes_the_first_admin_while_slack_cannot_say_who_is(office: Office, fault: str) -> None:
    no_admins(office)
    office.slack.faults.add("users.list", fault, times=9)
    assert "could not check with Slack who runs this workspace" in office.says("/client settings role me admin", BEN)
    assert rows(office, Person, role="admin") == []


def test_whoever_slack_no_longer_names_an_admin_is_none_within_a_day(office: Office) -> None:
    office.says("/client settings budget 3", CHRIS)
    office.slack.world.users[CHRIS].is_admin = False
    office.wait_days(1.1)
    assert "Only an admin" in office.says("/client settings budget 4", CHRIS)
