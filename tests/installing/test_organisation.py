"""Tend in a whole organisation: Slack does not always say in the same place which workspace is meant."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground import payloads
from handlers.call import Call
from storage.tables import Person, Workspace
from tests.installing.street import ANA, GENERAL, HERE, Street

ORG = "E0ORG"


def opened_home(street: Street, **envelope: Any) -> dict[str, Any]:
    """The event as it comes where the whole organisation is what Tend is authorized for."""
    content = {"type": "app_home_opened", "user": ANA, "channel": "D0ANA", "tab": "home", "event_ts": "1.2"}
    told = {**payloads.event(street.slack.core, content), **envelope}
    whole = {"enterprise_id": ORG, "team_id": None, "is_enterprise_install": True}
    return {**told, "authorizations": [{**told["authorizations"][0], **whole}]}


def test_an_event_that_is_authorized_for_the_organisation_is_its_workspace_s(organisation: Street) -> None:
    organisation.install(organisation.slack, ANA, whole=True)

    assert not organisation.slack.tell(opened_home(organisation)).failed

    assert organisation.slack.home(ANA) is not None
    assert [row.team_id for row in organisation.rows(Workspace)] == [HERE]


def test_the_people_of_a_workspace_that_asks_for_the_first_time_are_met_at_the_next_tick(organisation: Street) -> None:
    organisation.install(organisation.slack, ANA, whole=True)
    assert organisation.slack.command(ANA, GENERAL, "/client list").ok
    assert {row.id for row in organisation.rows(Person)} == {ANA}

    organisation.tick()
    organisation.tick(minutes=1)

    assert {ANA, "U0BEN", "U0CHRIS"} <= {row.id for row in organisation.rows(Person, team_id=HERE)}
    assert {row.tz for row in organisation.rows(Workspace)} == {"Europe/Lisbon"}
    assert len(organisation.slack.calls("users.list")) == 1


def test_a_slack_that_cannot_tell_who_is_there_keeps_nobody_waiting(organisation: Street) -> None:
    organisation.install(organisation.slack, ANA, whole=True)
    assert organisation.slack.command(ANA, GENERAL, "/client list").ok
    organisation.slack.faults.add("users.list", "500")
    organisation.notice(HERE, ANA, "a word")

    organisation.tick()

    assert len(organisation.slack.dm(ANA)) == 1


@pytest.mark.parametrize("whose", [{"team_id": "T0OTHER", "enterprise_id": "E0OTHER"}, {"team_id": None}])
def test_an_event_of_another_company_is_nobody_s_here(organisation: Street, whose: dict[str, Any]) -> None:
    organisation.install(organisation.slack, ANA, whole=True)

    organisation.slack.tell(opened_home(organisation, **whose))

    assert organisation.slack.home(ANA) is None
    assert organisation.rows(Workspace) == []


def test_a_form_of_the_organisation_s_is_no_stranger_s() -> None:
    view = {"app_installed_team_id": ORG, "team_id": HERE}
    sent = {"team": None, "enterprise": {"id": ORG}, "user": {"id": ANA, "team_id": HERE}, "view": view}

    assert Call(sent, HERE).teams == set()


@pytest.mark.parametrize("fault", ["500", "reset_before"])
def test_who_asks_while_no_new_token_can_be_had_is_not_told_that_tend_is_gone(rotating: Street, fault: str) -> None:
    rotating.install(rotating.slack, ANA)
    form = rotating.slack.command(ANA, GENERAL, "/client add").view
    assert form is not None
    rotating.time.pass_by(days=1)
    rotating.slack.faults.add("oauth.v2.access", fault, times=None)

    said = rotating.slack.command(ANA, GENERAL, "/touch Acme call: all is well").text
    sent = rotating.slack.submit(ANA, form.id, {"name": "Hartwell"})

    assert "could not check with Slack" in said
    [why] = sent.errors.values()
    assert "could not check with Slack" in why
