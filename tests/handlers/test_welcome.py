"""The first things that people read of Tend: whoever installed it, and a channel that it is brought into."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.nudges.schedule import tick
from bot.playground.seen import words_of
from bot.playground.world import Message
from bot.work import settings
from bot.work.deed import Deed
from storage import installations, outbox, people
from storage.tables import Installation
from tests.handlers.channel import heard
from tests.handlers.office import ANA, BEN, CHRIS, ELSEWHERE, HEALTH, SHARED, TUESDAY, Office

SATURDAY_NIGHT = datetime(2026, 5, 16, 23, 0, tzinfo=UTC)


def now(office: Office) -> None:
    tick(office.tend, office.now)


def welcome(office: Office, user: str = CHRIS) -> Message:
    [message] = office.slack.dm(user)
    return message


def installed_by(office: Office, user: str) -> None:
    row = Installation(
        team_id=office.team_id,
        enterprise_id="",
        bot_token="",
        bot_user_id="U0TEND",
        installed_by=user,
        installed_at=TUESDAY,
    )
    with office.store.write() as session:
        installations.put(session, row)


def choose_channel(office: Office) -> None:
    settings.set_alert_channel(office.store, Deed(office.team_id, CHRIS, office.now), HEALTH)


def test_whoever_runs_the_workspace_is_told_how_to_begin_once_and_at_once(office: Office) -> None:
    office.now = SATURDAY_NIGHT
    now(office)
    office.wait_days(3)

    said = words_of(welcome(office))
    for part in (
        "you run this workspace",
        "1. Where may I warn?",
        "2. Who are your clients?",
        "3. Who looks after whom?",
    ):
        assert part in said
    assert not office.slack.dm(ANA)
    assert not office.slack.dm(BEN)


def test_where_slack_tells_who_installed_it_they_are_the_one(office: Office) -> None:
    installed_by(office, BEN)
    now(office)

    assert "You installed me" in words_of(welcome(office, BEN))
    assert f"takes an admin, like <@{CHRIS}>" in words_of(welcome(office, BEN))
    assert not office.slack.dm(CHRIS)


@pytest.mark.parametrize("who", ["U0DANA", "U0NOBODY"])
def test_a_guest_or_somebody_unknown_here_who_installed_it_is_not(office: Office, who: str) -> None:
    installed_by(office, who)
    now(office)
    assert welcome(office).channel == "D0CHRIS"


def test_of_several_admins_the_one_whose_workspace_it_is_is_told(office: Office) -> None:
    office.slack.world.users[ANA].is_admin = True
    office.slack.world.users[BEN].is_owner = True
    for user in (ANA, BEN):
        with office.store.write() as session:
            known = people.get(session, office.team_id, user)
            assert known
            known.is_admin = True
    now(office)
    assert "you run this workspace" in words_of(welcome(office, BEN))


def test_while_slack_cannot_say_who_installed_it_nobody_is_told_in_their_place(office: Office) -> None:
    installed_by(office, "U0NEW")
    office.slack.faults.add("users.info", "500")
    now(office)
    assert not office.slack.dm(CHRIS)

    now(office)
    assert welcome(office)


def test_a_workspace_that_has_clients_needs_no_first_steps(office: Office) -> None:
    office.account("Acme")
    now(office)
    assert not office.slack.dm(CHRIS)


def test_each_step_gets_its_tick_when_it_is_done_in_the_same_message(any_office: Office) -> None:
    office = any_office
    now(office)
    first = welcome(office)
    choose_channel(office)
    office.account("Acme", owner_id=CHRIS)
    now(office)

    half = words_of(welcome(office))
    assert welcome(office).ts == first.ts
    assert f"✓ *Warnings* go to <#{HEALTH}>." in half
    assert "✓ *Your clients* are on record" in half
    assert "3. Who looks after whom?" in half

    office.account("Globex", owner_id=ANA)
    now(office)
    done = words_of(welcome(office))
    assert done.count("✓") == 3
    assert "All set." in done
    assert not [block for block in welcome(office).blocks if block["type"] == "actions"]


def test_nothing_is_updated_while_nothing_is_done(office: Office) -> None:
    now(office)
    now(office)
    assert welcome(office).edited is None


def test_after_a_month_the_message_rests(office: Office) -> None:
    now(office)
    office.wait_days(31)
    choose_channel(office)
    now(office)
    assert "✓" not in words_of(welcome(office))


def test_its_buttons_open_the_forms(office: Office) -> None:
    now(office)
    for action, title in (("settings.open", "Who hears what"), ("home.add", "A new account")):
        seen = office.press(welcome(office), action, CHRIS)
        assert seen.ok, seen
        assert office.slack.views(CHRIS)[-1].content["title"]["text"] == title


def test_an_owner_is_named_in_a_form(office: Office) -> None:
    now(office)
    office.account("Acme", owner_id=CHRIS)
    now(office)
    assert office.press(welcome(office), "account.owner", CHRIS).ok
    found = office.slack.suggest(CHRIS, office.slack.views(CHRIS)[-1], "account", "acm").options
    assert [line["text"]["text"] for line in found] == ["Acme"]


def joins(office: Office, channel: str) -> list[Message]:
    office.slack.world.channels[channel].members.discard("U0TEND")
    before = office.slack.socket.acknowledgements
    office.slack.invite(CHRIS, channel, "U0TEND")
    heard(office, before)
    now(office)
    return [message for message in office.slack.messages(channel) if "Hello" in words_of(message)]


def test_a_channel_hears_once_what_is_done_there(office: Office) -> None:
    [message] = joins(office, ELSEWHERE)
    assert f"I post no warnings in <#{ELSEWHERE}>" in words_of(message)
    assert len(joins(office, ELSEWHERE)) == 1


def test_the_channel_for_warnings_hears_that_it_is_that(office: Office) -> None:
    choose_channel(office)
    [message] = joins(office, HEALTH)
    assert "Warnings about clients come here" in words_of(message)


def test_nothing_is_said_where_people_of_another_company_are(office: Office) -> None:
    assert joins(office, SHARED) == []
    with office.store.read() as session:
        assert not outbox.is_told(session, office.team_id, "joined")
