from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import BoltRequest

from storage import accounts
from tests.handlers import lists
from tests.handlers.lists import press, said, words, write
from tests.handlers.office import ANA, BEN, DANA, ERIK, Office


def event(office: Office, **content: Any) -> int:
    """Slack tells of something in Ana's direct message; the status that it is answered with."""
    told = {
        "type": "message",
        "channel": office.slack.world.dm(ANA).id,
        "channel_type": "im",
        "user": ANA,
        "text": "hello",
        "ts": f"{office.now.timestamp():.6f}",
        **content,
    }
    body = {"type": "event_callback", "team_id": office.team_id, "event_id": "Ev1", "event": told}
    status: int = office.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status
    assert office.desk.told.rest(lists.WAIT_S)
    assert office.tend.imports.rest(lists.WAIT_S)
    return status


def test_whatever_else_is_written_gets_one_kind_sentence_with_what_can_be_done(office: Office) -> None:
    told = words(office, write(office, "hello there", ANA))

    for part in ("/touch Acme call", "/client help", "pasted here", "CSV file"):
        assert part in told
    assert len(said(office, ANA)) == 1


def test_what_was_written_can_be_logged_as_a_touch(office: Office) -> None:
    office.account("Acme")
    answer = write(office, "Acme call yesterday: renewal looks fine", ANA)
    view = office.press(answer, "touch.form").view

    assert view is not None
    office.submit(view, kind="call")
    assert lists.notes(office) == ["renewal looks fine"]


def test_below_a_message_it_is_answered_there(office: Office) -> None:
    first = write(office, "hello", ANA)
    answer = write(office, "and now", ANA, thread_ts=first.ts)

    assert answer.thread_ts == first.ts


def test_the_same_message_told_again_is_answered_once(office: Office) -> None:
    for _ in range(2):
        assert event(office) == 200

    assert len(said(office, ANA)) == 1


@pytest.mark.parametrize(
    "content",
    [
        {"user": "U0TEND", "bot_id": "B0TEND"},
        {"user": None},
        {"subtype": "message_changed", "hidden": True},
        {"subtype": "message_deleted", "hidden": True},
        {"subtype": "channel_join"},
    ],
    ids=["its own word", "nobody", "an edit", "a deletion", "a word of Slack's"],
)
def test_what_nobody_wrote_is_not_answered(office: Office, content: dict[str, Any]) -> None:
    event(office, **content)

    assert said(office, ANA) == []


def test_editing_what_one_wrote_is_not_answered(office: Office) -> None:
    dm, heard = office.slack.world.dm(ANA).id, office.slack.socket.acknowledgements
    message = office.slack.say(ANA, dm, "hello")
    office.slack.edit(ANA, message, "Acme\nGlobex")
    office.slack.until(lambda: office.slack.socket.acknowledgements >= heard + 2, lists.WAIT_S)
    assert office.desk.told.rest(lists.WAIT_S)

    assert len(said(office, ANA)) == 1


@pytest.mark.parametrize(
    ("user", "reason"), [(DANA, "guests cannot use it"), (ERIK, "Tend serves its own company only")]
)
def test_guests_and_people_of_other_companies_are_refused(office: Office, user: str, reason: str) -> None:
    told = words(office, write(office, "hello", user))

    assert reason in told
    assert "/client" not in told


def test_while_slack_cannot_say_who_it_is_they_are_told_so(office: Office) -> None:
    office.now = office.now.replace(day=20)
    office.slack.faults.add("users.info", "500", times=1)

    assert "could not check with Slack who you are" in words(office, write(office, "hello", ANA))


def test_an_answer_that_slack_does_not_take_is_nobody_s_trouble(office: Office) -> None:
    office.slack.faults.add("chat.postMessage", "500", times=1)

    assert event(office) == 200


def test_pasted_accounts_are_offered_and_added(office: Office) -> None:
    card = write(office, "Acme\n• Globex, Ben Okafor, light\nInitech Ltd., ana@brightside.test, key", lists.ADMIN)
    told = words(office, card)
    assert "*your list*: 3 rows of accounts" in told
    assert "Columns: name · owner · tier" in told
    assert lists.names(office) == []

    press(office, card, "start")
    with office.store.read() as session:
        globex = accounts.by_key(session, office.team_id, "globex")
    assert globex is not None
    assert (globex.owner_id, globex.tier) == (BEN, "light")
    assert lists.names(office) == ["Acme", "Globex", "Initech Ltd."]
    assert lists.row(office).pasted == ""


def test_somebody_who_is_mentioned_in_a_pasted_list_is_meant(office: Office) -> None:
    dm = office.slack.world.dm(lists.ADMIN).id
    event(office, user=lists.ADMIN, channel=dm, text="Acme, <@U0ANA>\nBooking.com &amp; Co, <@U0BEN|ben>")
    press(office, said(office)[-1], "start")

    with office.store.read() as session:
        acme, booking = (accounts.by_key(session, office.team_id, key) for key in ("acme", "booking com co"))
    assert acme is not None
    assert booking is not None
    assert (acme.owner_id, booking.owner_id, booking.name) == (ANA, BEN, "Booking.com & Co")


def test_who_may_not_import_is_told_so_of_a_pasted_list_too(office: Office) -> None:
    assert "Only an admin can import" in words(office, write(office, "Acme\nGlobex", ANA))
