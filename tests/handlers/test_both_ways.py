"""The same acts over Socket Mode and over signed HTTP: nobody in Slack can tell which it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select

from storage.engine import Store
from storage.tables import Touch
from tests.handlers.office import ANA, DANA, GENERAL, Office, Way


@pytest.fixture(params=["socket", "http"])
def way(request: pytest.FixtureRequest) -> Way:
    told: Way = request.param
    return told


@pytest.fixture
def office(sqlite_store: Store, way: Way) -> Iterator[Office]:
    with Office(sqlite_store, way=way) as office:
        yield office


def touches(office: Office) -> list[Touch]:
    with office.store.read() as session:
        return list(session.exec(select(Touch)))


def test_a_command_is_answered_and_its_answers_buttons_work(office: Office) -> None:
    office.account("Acme")

    logged = office.type("/touch Acme call: the payload is fine")
    assert "Logged: call" in logged.text
    assert logged.message is not None
    undone = office.press(logged.message, "touch.undo")

    assert undone.ok
    office.slack.until(lambda: touches(office)[0].undone_at is not None)


def test_what_somebody_types_comes_over_letter_by_letter(office: Office) -> None:
    office.account("Acme")
    note = "\u201cfine\u201d & <b>100 % = payload={}</b> + caf\u00e9 \U0001f600"

    assert office.type(f"/touch Acme call: {note}").ok

    assert touches(office)[0].note == note


def test_a_form_is_opened_searched_and_sent(office: Office) -> None:
    acme = office.account("Acme")
    opened = office.type("/touch").view
    assert opened is not None
    found = office.slack.suggest(ANA, opened, "account", "acm")
    assert [option["value"] for option in found.options] == [acme]

    sent = office.submit(opened, account=dict(found.options[0]), kind="visit")

    assert sent.ok, sent
    assert office.slack.views(ANA) == []
    assert [touch.kind for touch in touches(office)] == ["visit"]


def test_what_is_wrong_in_a_form_is_said_at_its_field(office: Office) -> None:
    office.account("Acme")
    opened = office.type("/client add").view
    assert opened is not None

    sent = office.submit(opened, name="Acme")

    assert "already" in str(sent.errors)


def test_the_home_tab_is_shown(office: Office) -> None:
    office.account("Acme")

    assert office.slack.open_home(ANA).ok

    office.slack.until(lambda: office.slack.home(ANA) is not None)


def test_a_guest_is_turned_away_kindly(office: Office) -> None:
    assert "guests cannot use it" in office.says("/client list", DANA)


def test_an_open_form_is_laid_out_anew_for_its_account(office: Office) -> None:
    jane = office.contact(office.account("Acme"), "Jane Doe")
    opened = office.type("/touch").view
    assert opened is not None
    [found] = office.slack.suggest(ANA, opened, "contacts", "jane").options

    office.slack.press(ANA, opened, "contacts", [found])

    office.slack.until(lambda: "contacts:" in str(office.slack.views(ANA)[-1].blocks))
    assert found["value"] == jane
    assert office.submit(office.slack.views(ANA)[-1], kind="call").ok
    assert len(touches(office)) == 1


def test_a_message_is_logged_by_its_shortcut(office: Office) -> None:
    office.account("Acme")
    message = office.slack.say(ANA, GENERAL, "Acme are happy")

    opened = office.slack.shortcut(ANA, "touch.from_message", message).view
    assert opened is not None
    assert office.submit(opened, kind="note").ok

    assert [touch.note for touch in touches(office)] == ["Acme are happy"]


def test_a_step_of_a_workflow_is_done(office: Office) -> None:
    office.account("Acme")

    step = office.slack.run_function("log_touch", {"account": "Acme", "person": ANA, "kind": "visit"}, ANA)

    office.slack.until(lambda: step.ended, 30)
    assert (step.error, [touch.kind for touch in touches(office)]) == (None, ["visit"])
