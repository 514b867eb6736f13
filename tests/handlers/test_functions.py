"""The step "Log a client touch" of Workflow Builder: it ends with what was logged, or with a word that helps."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.playground import payloads
from bot.playground.steps import Step
from storage import audit, touches
from storage.tables import Touch
from tests.handlers.office import ANA, BEN, DANA, ERIK, Office

WAIT_S = 30


def run(office: Office, user: str = ANA, **inputs: Any) -> Step:
    """Somebody's workflow comes to the step, and it has ended."""
    given = {"account": "Acme Corp", "person": ANA, "kind": "call", **inputs}
    step = office.slack.run_function("log_touch", {name: value for name, value in given.items() if value}, user)
    office.slack.until(lambda: step.ended, WAIT_S)
    return step


def logged(office: Office) -> list[Touch]:
    with office.store.read() as session:
        return list(session.exec(select(Touch)))


def test_a_touch_is_logged_and_told(any_office: Office) -> None:
    acme = any_office.account()
    jane = any_office.contact(acme, "Jane Doe")
    step = run(any_office, person=BEN, kind="Phone call", note="renewal", contact="Jane", date="2026-05-11")
    [touch] = logged(any_office)
    assert step.outputs == {"touch_id": touch.id, "words": "call with Jane Doe · Acme Corp · yesterday, 11 May"}
    assert (touch.account_id, touch.note, touch.source, touch.logged_by) == (acme, "renewal", "workflow", BEN)
    with any_office.store.read() as session:
        assert touches.people_of(session, any_office.team_id, [touch.id]) == {touch.id: [BEN]}
        assert touches.contacts_of(session, any_office.team_id, [touch.id]) == {touch.id: [jane]}
        [deed] = [
            row for row in audit.of_account(session, any_office.team_id, acme, limit=9) if row.deed == "touch.log"
        ]
    assert deed.person_id == BEN


def test_left_empty_it_was_today_and_one_way_where_the_kind_is(office: Office) -> None:
    office.account()
    assert run(office, kind="email").state == "completed"
    [touch] = logged(office)
    assert (touch.occurred_at, touch.direction, touch.note) == (office.now, "to-client", "")


def test_somebody_whom_nobody_knows_there_is_named_in_the_note(office: Office) -> None:
    office.account()
    assert run(office, contact="Zed", note="hello").state == "completed"
    assert logged(office)[0].note == "with Zed: hello"


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"account": "Acme Chemicals"}, "I know no account “Acme Chemicals”. The nearest are Acme"),
        ({"account": "Acme"}, "“Acme” could be Acme Corp and Acme Labs; give the whole name."),
        ({"kind": "chinwag"}, "“chinwag” is not a kind; it is one of call, meeting"),
        ({"date": "2026-05-13"}, "still to come"),
        ({"date": "2026-13-45"}, "is no day that I can read"),
        ({"person": DANA}, "guests cannot use it"),
        ({"person": ERIK}, "Tend serves its own company only"),
        ({"person": "U0TEND"}, "Say who of us it was"),
        ({"person": "U0NOBODY"}, "could not check with Slack who you are"),
    ],
)
def test_what_cannot_be_logged_is_told_in_words_that_help(office: Office, inputs: dict[str, str], told: str) -> None:
    office.account("Acme Corp")
    office.account("Acme Labs")
    step = run(office, **inputs)
    assert step.state == "failed"
    assert told in str(step.error)
    assert logged(office) == []


def test_the_same_step_again_logs_nothing_twice_and_ends_as_before(office: Office) -> None:
    office.account()
    step = run(office)
    [touch] = logged(office)
    office.slack.core.steps.all[-1].outputs = None  # Slack did not hear how it ended
    assert office.slack.tell(payloads.event(office.slack.core, office.slack._executed(step))).error is None
    office.slack.until(lambda: step.ended, WAIT_S)
    assert step.outputs is not None
    assert step.outputs["touch_id"] == touch.id
    assert logged(office) == [touch]


def test_what_breaks_is_told_with_a_reference(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    office.account()
    monkeypatch.setattr("handlers.functions.touches.log", broken)
    step = run(office)
    assert "Something went wrong on my side" in str(step.error)
