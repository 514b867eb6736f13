"""What clients said, by what people do: `/heard`, the shortcut on a message, the card and the list."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.playground.errors import NotPossible
from bot.playground.modals import View
from bot.playground.world import Message
from storage.tables import Remark
from tests.handlers.office import ANA, BEN, CHRIS, DANA, ERIK, GENERAL, SHARED, Office

WHO_ELSE = "they asked who else uses the new team"


def kept(office: Office) -> list[Remark]:
    with office.store.read() as session:
        return list(session.exec(select(Remark).order_by(Remark.id)))


def only(office: Office) -> Remark:
    [one] = kept(office)
    return one


def filled(view: View, field: str) -> Any:
    [block] = [block for block in view.blocks if block.get("block_id", "").partition(":")[0] == field]
    values = [value for name, value in block["element"].items() if name.startswith("initial_")]
    return (values[0]["value"] if isinstance(values[0], dict) else values[0]) if values else None


def opened(office: Office, line: str, user: str = ANA, channel: str = GENERAL) -> View:
    view = office.type(line, user, channel).view
    assert view is not None
    return view


def card(office: Office, user: str = ANA) -> Message:
    """The day's message that tells of it."""
    [told] = [message for message in office.slack.dm(user) if "nudge.address" in str(message.blocks)]
    return told


def words_to(office: Office, user: str) -> list[str]:
    return [office.read(message) for message in office.slack.dm(user)]


def test_anybody_passes_on_what_a_client_said_and_learns_who_hears_it_and_by_when(office: Office) -> None:
    office.account(owner_id=ANA)
    told = office.says(f'/heard Acme Corp "{WHO_ELSE}"', BEN)
    assert f"“{WHO_ELSE}”" in told
    assert f"<@{ANA}> is to answer it by 26 May, and hears it" in told
    one = only(office)
    assert (one.text, one.reported_by, one.owner_id, one.is_big, one.state) == (WHO_ELSE, BEN, ANA, False, "open")


def test_something_big_is_to_be_answered_within_two_working_days(office: Office) -> None:
    office.account(owner_id=ANA)
    assert "(big)" in office.says("/heard Acme Corp big: we are looking at others", BEN)
    assert (only(office).text, str(only(office).due_on)) == ("we are looking at others", "2026-05-14")


@pytest.mark.parametrize(
    "line",
    [
        "/heard Acme Corp Jane Doe: who else uses it?",
        "/heard Acme Corp: Jane: who else uses it?",
        '/heard "Acme Corp" Jane Doe: "who else uses it?"',
        '/heard acme "Jane Doe: who else uses it?"',
    ],
)
def test_the_account_may_be_typed_in_any_way_and_who_said_it_stands_before_a_colon(office: Office, line: str) -> None:
    jane = office.contact(office.account("Acme Corp"))
    office.says(line)
    one = only(office)
    assert "who else uses it?" in one.text
    assert one.said_by == (None if line.endswith(': who else uses it?"') else jane)


def test_what_stands_before_a_colon_is_theirs_where_nobody_is_called_so(office: Office) -> None:
    office.account("Acme Corp")
    office.says("/heard Acme they asked: who else uses it?")
    assert only(office).text == "they asked: who else uses it?"


@pytest.mark.parametrize("line", ['/heard "who else uses it?"', "/heard who else uses it?"])
def test_in_a_linked_channel_the_name_is_left_out(office: Office, line: str) -> None:
    acme = office.account(channels=[SHARED])
    office.says(line, channel=SHARED)
    assert (only(office).account_id, only(office).text) == (acme, "who else uses it?")


def test_nothing_of_it_is_ever_posted_in_the_clients_channel(office: Office) -> None:
    office.account(channels=[SHARED], owner_id=ANA)
    office.says(f'/heard "{WHO_ELSE}"', channel=SHARED)
    for _ in range(25):
        office.wait_days(1)
    assert [message for message in office.slack.messages(SHARED) if message.user == "U0TEND"] == []
    assert any(WHO_ELSE in words for words in words_to(office, ANA))


def test_without_words_a_form_opens_with_the_account_in_it_and_with_nothing_an_empty_one(office: Office) -> None:
    acme = office.account()
    assert filled(opened(office, "/heard Acme Corp"), "account") == acme
    view = opened(office, "/heard")
    assert (filled(view, "account"), filled(view, "size")) == (None, "small")
    option = {"text": {"type": "plain_text", "text": "Acme Corp"}, "value": acme}
    assert office.submit(view, account=option, text=WHO_ELSE, size="big").ok
    assert (only(office).text, only(office).is_big) == (WHO_ELSE, True)


def test_in_doubt_about_the_account_buttons_carry_on_with_all_that_was_typed(office: Office) -> None:
    office.account("Acme North")
    south = office.account("Acme South")
    seen = office.type(f'/heard Acme "{WHO_ELSE}"')
    assert "Which one?" in seen.text
    assert kept(office) == []
    office.press(office.slack.ephemeral(ANA)[-1], "account.pick.1")
    assert (only(office).account_id, only(office).text) == (south, WHO_ELSE)


def test_the_owner_hears_it_in_the_days_message_and_answers_it_there(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says(f'/heard Acme Corp "{WHO_ELSE}"', BEN)
    office.wait_days(1)
    assert WHO_ELSE in office.read(card(office))
    view = office.press(card(office), "nudge.address").view
    assert view is not None
    assert office.submit(view, answer="they have the list").ok
    one = only(office)
    assert (one.state, one.answer, one.answered_by) == ("addressed", "they have the list", ANA)
    office.wait_days(0.1)
    assert any("addressed on 13 May, by Ana Souza: they have the list" in words for words in words_to(office, ANA))
    [heard] = [words for words in words_to(office, BEN) if "passed on" in words]
    assert f"was addressed by <@{ANA}>" in heard
    assert "they have the list" in heard


def test_whoever_passed_it_on_is_told_why_it_was_declined_and_a_reason_is_needed(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says(f'/heard Acme Corp "{WHO_ELSE}"', BEN)
    office.type("/client remarks Acme Corp")
    view = office.press(office.slack.ephemeral(ANA)[-1], "remark.decline").view
    assert view is not None
    assert "Please say why" in str(office.submit(view, answer="  ").errors)
    assert only(office).state == "open"
    assert office.submit(view, answer="that is confidential").ok
    office.wait_days(0.01)
    [heard] = [words for words in words_to(office, BEN) if "passed on" in words]
    assert "was declined" in heard
    assert "that is confidential" in heard
    assert "Declined on 12 May" in office.says("/client remarks Acme Corp")


def test_who_does_not_keep_the_account_cannot_answer_and_is_told_who_can(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says(f'/heard Acme Corp "{WHO_ELSE}"', BEN)
    office.type("/client remarks Acme Corp", BEN)
    seen = office.press(office.slack.ephemeral(BEN)[-1], "remark.address", BEN)
    assert seen.view is None
    assert "can address or decline what a client said" in office.read(office.slack.ephemeral(BEN)[-1])


def test_it_is_given_to_somebody_who_hears_it_then(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says(f'/heard Acme Corp "{WHO_ELSE}"', CHRIS)
    office.type("/client remarks Acme Corp")
    view = office.press(office.slack.ephemeral(ANA)[-1], "remark.give").view
    assert view is not None
    assert office.submit(view, owner=BEN).ok
    assert f"<@{BEN}> is to answer it by 26 May" in office.read(office.slack.ephemeral(ANA)[-1])
    office.wait_days(1)
    assert WHO_ELSE in office.read(card(office, BEN))


def test_guests_and_people_of_other_companies_pass_nothing_on(office: Office) -> None:
    office.account()
    office.type(f'/heard Acme Corp "{WHO_ELSE}"', DANA)
    with pytest.raises(NotPossible):
        office.slack.shortcut(ERIK, "remark.from_message", office.slack.say(ERIK, SHARED, WHO_ELSE))
    assert kept(office) == []


def test_a_message_of_theirs_is_passed_on_with_its_author_and_its_address(office: Office) -> None:
    acme = office.account(channels=[SHARED])
    erik = office.contact(acme, "Erik Lund", slack_user_id=ERIK)
    message = office.slack.say(ERIK, SHARED, "who else uses the new team?")
    view = office.slack.shortcut(CHRIS, "remark.from_message", message).view
    assert view is not None
    assert (filled(view, "account"), filled(view, "contact")) == (acme, erik)
    assert office.submit(view, CHRIS).ok
    one = only(office)
    assert (one.text, one.said_by, one.reported_by) == ("who else uses the new team?", erik, CHRIS)
    assert one.link == f"https://brightside.slack.com/archives/{SHARED}/p{message.ts.replace('.', '')}"
    again = office.slack.shortcut(BEN, "remark.from_message", message).view
    assert again is not None
    assert f"<@{CHRIS}> passed this message on already" in str(again.blocks[0])


def test_an_author_who_is_no_contact_stands_before_their_words(office: Office) -> None:
    office.account(channels=[SHARED])
    view = office.slack.shortcut(ANA, "remark.from_message", office.slack.say(ERIK, SHARED, "who else?")).view
    assert view is not None
    assert filled(view, "text") == "Erik Lund: who else?"


def test_an_open_remark_is_seen_in_why_in_upcoming_and_at_home(office: Office) -> None:
    office.touch(office.account(owner_id=ANA))
    office.says(f'/heard Acme Corp big: "{WHO_ELSE}"', BEN)
    assert "*Open remark* · ○ early" in office.says("/client why Acme Corp")
    assert "Open remark ◐ due" in office.says("/client upcoming")
    office.slack.open_home(ANA)
    assert WHO_ELSE in str(office.slack.home(ANA))


def test_what_people_type_stays_text(office: Office) -> None:
    office.account(owner_id=ANA)
    told = office.says("/heard Acme Corp <!channel> *bold* `code` &amp; <@U0BEN>")
    assert "<!channel>" not in told
    assert "<@U0BEN>" not in told.replace("<@U0ANA>", "")


def test_nobody_has_said_anything_yet_tells_how_to_begin(office: Office) -> None:
    office.account()
    assert "/heard" in office.says("/client remarks Acme Corp")
