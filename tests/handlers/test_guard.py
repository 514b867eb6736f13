from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import BoltRequest
from sqlmodel import select

from bot.views import refusals
from storage.tables import Person, Touch
from tests.handlers.office import ANA, DANA, ERIK, GENERAL, SHARED, Office


def touches(office: Office) -> int:
    with office.store.read() as session:
        return len(session.exec(select(Touch)).all())


def command(office: Office, **said: Any) -> dict[str, Any]:
    """A command as Slack sends it, brought straight to the app."""
    body = {
        "command": "/touch",
        "text": "Acme call",
        "team_id": office.team_id,
        "user_id": ANA,
        "channel_id": GENERAL,
        "trigger_id": "1.2.3",
        "response_url": "",
        **said,
    }
    answered = office.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert answered.status == 200
    return json.loads(answered.body) if answered.body else {"text": ""}


def test_anybody_of_ours_may_log_not_only_the_owner(office: Office) -> None:
    office.account("Acme", owner_id="U0BEN")
    assert "Logged" in command(office)["text"]


def test_a_guest_is_refused_kindly_and_told_no_client(office: Office) -> None:
    office.account("Acme")
    said = office.says("/touch Acme call", user=DANA)
    assert "guests cannot use it" in said
    assert "Acme" not in said
    assert touches(office) == 0


def test_somebody_of_another_company_who_presses_a_button_is_refused_without_a_clients_name(office: Office) -> None:
    office.account("Acme")
    sent = office.tend.slack.of(office.team_id).chat_postMessage(
        channel=SHARED,
        text="x",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "+1 more"},
                        "action_id": "list.more",
                        "value": '{"verb": "list", "page": 1}',
                    }
                ],
            }
        ],
    )
    message = office.slack.world.message(SHARED, sent["ts"])
    assert message is not None
    office.press(message, "list.more", ERIK)
    said = office.read(office.slack.ephemeral(ERIK)[-1])
    assert "its own company only" in said
    assert "Acme" not in said


def test_another_workspace_is_refused(office: Office) -> None:
    office.account("Acme")
    assert "its own company only" in command(office, team_id="T0OTHER")["text"]
    assert touches(office) == 0


def test_bots_are_ignored(office: Office) -> None:
    office.account("Acme")
    assert command(office, user_id="U0TEND")["text"] == ""
    assert touches(office) == 0


@pytest.mark.parametrize("fault", ["500", "ratelimited", "html"])
def test_when_slack_cannot_say_who_somebody_is_nothing_is_done(office: Office, fault: str) -> None:
    office.account("Acme")
    with office.store.write() as session:
        session.delete(session.exec(select(Person).where(Person.id == ANA)).one())
    office.slack.faults.add("users.info", fault, times=9)
    assert "could not check with Slack who you are" in command(office)["text"]
    assert touches(office) == 0


@pytest.mark.parametrize("fault", ["500", "429", "html", "reset_before", "internal_error", "user_not_found"])
def test_what_slack_told_over_a_day_ago_lets_nobody_in_while_slack_fails(office: Office, fault: str) -> None:
    office.account("Acme")
    office.now += timedelta(days=1)
    office.slack.faults.add("users.info", fault, times=9)
    said = command(office)["text"]
    assert "could not check with Slack who you are" in said
    assert "Acme" not in said
    assert touches(office) == 0


def test_what_slack_told_within_a_day_lets_people_in_while_slack_fails(office: Office) -> None:
    office.account("Acme")
    office.now += timedelta(hours=23)
    office.slack.faults.add("users.info", "500", times=9)
    assert "Logged" in command(office)["text"]


@pytest.mark.parametrize("change", [{"kind": "guest"}, {"team_id": "T0OTHER"}, {"deleted": True}])
def test_whoever_is_no_longer_one_of_ours_is_refused_within_a_day(office: Office, change: dict[str, Any]) -> None:
    office.account("Acme")
    for field, value in change.items():
        setattr(office.slack.world.users[ANA], field, value)
    office.now += timedelta(days=1)
    said = command(office)["text"]
    assert said in (refusals.GUEST, refusals.STRANGER)
    assert touches(office) == 0


def test_whoever_left_and_came_back_is_let_in_at_once(office: Office) -> None:
    office.account("Acme")
    with office.store.write() as session:
        session.exec(select(Person).where(Person.id == ANA)).one().deactivated_at = office.now
    assert "Logged" in command(office)["text"]


def test_somebody_unknown_is_looked_up_once(office: Office) -> None:
    with office.store.write() as session:
        session.delete(session.exec(select(Person).where(Person.id == ANA)).one())
    office.says("/client list")
    office.says("/client list")
    assert len(office.slack.calls("users.info")) == 1


def test_a_guest_who_looks_at_the_home_tab_is_told_why_it_is_empty(office: Office) -> None:
    office.account("Acme")
    office.slack.open_home(DANA)
    shown = office.slack.home(DANA)
    assert shown is not None
    assert "guests cannot use it" in str(shown.blocks)
    assert "Acme" not in str(shown.blocks)


def test_menus_offer_nothing_to_guests(office: Office) -> None:
    office.account("Acme")
    body = {
        "type": "block_suggestion",
        "action_id": "account",
        "block_id": "account",
        "value": "ac",
        "user": {"id": DANA, "team_id": office.team_id},
        "team": {"id": office.team_id},
        "view": {"id": "V1", "type": "modal", "callback_id": "form.touch", "state": {"values": {}}, "blocks": []},
    }
    assert office.app.dispatch(BoltRequest(body=body, mode="socket_mode")).body in ({"options": []}, '{"options": []}')


def test_a_command_in_a_shared_channel_is_answered_to_its_typer_alone(office: Office) -> None:
    office.account("Acme", channels=[SHARED])
    assert "*Acme*" in office.says("/client show", channel=SHARED)
    assert office.slack.messages(SHARED) == []
    assert office.slack.ephemeral(ERIK) == []
