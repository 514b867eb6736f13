"""Shortcuts of Slack's own menus: by what a person does, and at most three clicks from a message to a touch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from bot.playground.errors import NotPossible
from bot.playground.modals import View
from bot.playground.world import Message, User
from storage import touches
from storage.tables import Touch
from tests.handlers.channel import logged, people, say, stranger
from tests.handlers.office import ANA, BEN, DANA, ERIK, GENERAL, SHARED, Office

LOG = "touch.from_message"


def pointed_at(office: Office, message: Message, user: str = ANA) -> View:
    """The form that opens when somebody logs a message."""
    seen = office.slack.shortcut(user, LOG, message)
    assert seen.view is not None, seen
    return seen.view


def said(view: View, field: str) -> Any:
    """What a field is filled with."""
    [block] = [block for block in view.blocks if block.get("block_id", "").partition(":")[0] == field]
    filled = [value for name, value in block["element"].items() if name.startswith("initial_")]
    return (filled[0]["value"] if isinstance(filled[0], dict) else filled[0]) if filled else None


def note(view: View) -> str:
    return str(said(view, "note") or "")


def heading(view: View) -> str:
    return str(view.blocks[0]["text"]["text"]) if view.blocks[0]["type"] == "section" else ""


def the_touch(office: Office) -> Touch:
    """The one that was logged from a message."""
    with office.store.read() as session:
        return session.exec(select(Touch).where(Touch.link != None)).one()  # noqa: E711


def last_word(office: Office, user: str = ANA) -> str:
    return office.read(office.slack.ephemeral(user)[-1])


def chosen(id_: str, name: str = "Acme Corp") -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": name}, "value": id_}


def test_the_global_shortcut_opens_an_empty_form(office: Office) -> None:
    view = office.slack.shortcut(ANA, "touch.new").view
    assert view is not None
    assert view.content["callback_id"] == "form.touch"


def test_a_touch_from_the_global_shortcut_is_answered_in_the_direct_message(office: Office) -> None:
    acme = office.account()
    view = office.slack.shortcut(ANA, "touch.new").view
    assert view is not None
    assert office.submit(view, account=chosen(acme), kind="call").ok
    assert "*Acme Corp*" in office.read(office.slack.dm(ANA)[-1])


def test_a_clients_message_in_their_channel_is_logged_with_one_more_click(office: Office) -> None:
    acme = office.account(channels=[SHARED])
    erik = office.contact(acme, "Erik Lund", slack_user_id=ERIK)
    message = office.slack.say(ERIK, SHARED, "the new plan works & we are happy")
    office.now = office.now.replace(hour=16)
    assert office.submit(pointed_at(office, message)).ok
    touch = the_touch(office)
    assert (touch.account_id, touch.kind, touch.direction) == (acme, "message", "from-client")
    assert touch.note == "the new plan works & we are happy"
    assert touch.occurred_at == datetime.fromtimestamp(float(message.ts), UTC)
    assert touch.link == f"https://brightside.slack.com/archives/{SHARED}/p{message.ts.replace('.', '')}"
    with office.store.read() as session:
        assert touches.contacts_of(session, office.team_id, [touch.id]) == {touch.id: [erik]}
    assert f"<{touch.link}|The message>" in last_word(office)
    assert f"<{touch.link}|the message>" in office.says("/client touches Acme")


def test_a_message_is_logged_where_commands_do_not_work_in_a_thread(office: Office) -> None:
    acme = office.account()
    parent = office.slack.say(ANA, GENERAL, "about Acme Corp")
    reply = office.slack.say(BEN, GENERAL, "Acme Corp want a call", thread_ts=parent.ts)
    assert office.submit(pointed_at(office, reply), kind="note").ok
    touch = the_touch(office)
    assert touch.account_id == acme
    assert touch.link is not None
    assert touch.link.endswith(f"?thread_ts={parent.ts}&cid={GENERAL}")


def test_who_of_ours_wrote_it_or_is_mentioned_took_part(office: Office) -> None:
    office.account()
    message = office.slack.say(BEN, GENERAL, "with @ana at Acme Corp")
    view = pointed_at(office, message)
    assert said(view, "people") == [BEN, ANA]
    assert note(view) == "with @Ana Souza at Acme Corp"


def test_where_none_of_ours_wrote_it_whoever_logs_it_took_part(office: Office) -> None:
    office.account(channels=[SHARED])
    assert said(pointed_at(office, office.slack.say(ERIK, SHARED, "hello")), "people") == [ANA]


def test_our_message_in_a_shared_channel_goes_to_the_client(office: Office) -> None:
    office.account(channels=[SHARED])
    view = pointed_at(office, office.slack.say(ANA, SHARED, "the plan is here"))
    assert (said(view, "kind"), said(view, "direction")) == ("message", "to-client")


def test_what_it_was_is_asked_where_ours_talk_among_themselves(office: Office) -> None:
    office.account()
    view = pointed_at(office, office.slack.say(BEN, GENERAL, "call with Acme Corp went well"))
    assert (said(view, "kind"), said(view, "direction")) == (None, "two-way")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Globex want the report", "Globex Ltd"),
        ("the rocket people called", "Acme Corp"),
        ("nothing of the kind", None),
    ],
)
def test_the_account_is_found_in_the_text(office: Office, text: str, found: str | None) -> None:
    acme, globex = office.account("Acme Corp", aliases=["rocket people"]), office.account("Globex Ltd")
    ids = {acme: "Acme Corp", globex: "Globex Ltd"}
    view = pointed_at(office, office.slack.say(BEN, GENERAL, text))
    assert ids.get(said(view, "account")) == found


def test_of_several_accounts_in_the_text_none_is_guessed(office: Office) -> None:
    office.account("Acme Corp")
    office.account("Globex Ltd")
    view = pointed_at(office, office.slack.say(BEN, GENERAL, "Acme Corp and Globex Ltd both want it"))
    assert said(view, "account") is None
    assert "could be about Acme Corp and Globex Ltd" in heading(view)


def test_the_account_is_found_by_the_authors_mail(office: Office) -> None:
    acme = office.account(domains=["acme.test"])
    freya = stranger(office, email="freya@acme.test")
    view = pointed_at(office, office.slack.say(freya, SHARED, "hello"))
    assert (said(view, "account"), said(view, "direction")) == (acme, "from-client")
    assert note(view) == "Freya Holm: hello"


def test_the_account_is_found_by_who_of_theirs_wrote_or_is_mentioned(office: Office) -> None:
    acme = office.account()
    erik = office.contact(acme, "Erik Lund", slack_user_id=ERIK)
    by_him = pointed_at(office, office.slack.say(ERIK, SHARED, "hello"))
    to_him = pointed_at(office, office.slack.say(ANA, SHARED, "@erik all done"))
    for view in (by_him, to_him):
        assert (said(view, "account"), said(view, "contacts")[0]["value"]) == (acme, erik)
    assert (said(by_him, "direction"), said(to_him, "direction")) == ("from-client", "to-client")


def test_a_guest_who_is_a_contact_is_theirs(office: Office) -> None:
    acme = office.account()
    office.contact(acme, "Dana Client", slack_user_id=DANA)
    view = pointed_at(office, office.slack.say(DANA, GENERAL, "when do we meet?"))
    assert (said(view, "account"), said(view, "direction"), said(view, "people")) == (acme, "from-client", [ANA])


def test_a_message_of_a_channel_that_logs_itself_is_counted_once_and_gains_what_is_said_of_it(office: Office) -> None:
    acme = office.account(channels=[SHARED], owner_id=ANA)
    message = say(office, ERIK, "the new plan works")
    [counted] = logged(office, acme)

    view = pointed_at(office, message, BEN)
    assert "counts by itself, one touch a day: what you log as a message joins it." in heading(view)
    say(office, ANA, "glad to hear it")
    assert office.submit(view, BEN, temperature="1").ok

    [touch] = logged(office, acme)
    assert (touch.id, touch.source, touch.direction) == (counted.id, "channel", "two-way")
    assert (touch.note, touch.temperature, people(office, touch)) == (
        "Erik Lund: the new plan works",
        1,
        ([ANA, BEN], []),
    )
    assert "So far it says “Erik Lund: the new plan works”." in heading(pointed_at(office, message))
    assert office.submit(office.slack.views(ANA)[-1]).ok
    assert [one.note for one in logged(office, acme)] == [touch.note]


@pytest.mark.parametrize(
    ("user", "buttons", "how"),
    [
        (
            BEN,
            [],
            "Only whoever logged it, the account's owner, backup or sponsor, a lead or an admin can correct a touch",
        ),
        (ANA, ["touch.edit"], "*Edit* puts right what was added."),
    ],
)
def test_what_joined_a_day_says_so_and_nobody_takes_the_talk_of_the_day_back_with_it(
    office: Office, user: str, buttons: list[str], how: str
) -> None:
    acme = office.account(channels=[SHARED], owner_id=ANA)
    message = say(office, ERIK, "the new plan works")
    assert office.submit(pointed_at(office, message, user), user, note="They are happy").ok

    answer = office.slack.ephemeral(user)[-1]
    assert "Added to the messages of the day: message from the client" in last_word(office, user)
    assert "so there is no Undo: the talk of the day stays." in last_word(office, user)
    assert how in last_word(office, user)
    offered = [one["action_id"] for block in answer.blocks for one in block.get("elements", ()) if "action_id" in one]
    assert [one.partition(":")[0] for one in offered] == buttons
    assert [one.note for one in logged(office, acme)] == ["They are happy"]


def test_an_undo_that_an_older_answer_offers_does_not_take_the_talk_of_the_day_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = office.account(channels=[SHARED], owner_id=ANA)
    message = say(office, ERIK, "the new plan works")
    [day] = logged(office, acme)
    with monkeypatch.context() as once:
        once.setattr("bot.views.touch.COUNTS_BY_ITSELF", "nothing yet")
        assert office.submit(pointed_at(office, message), note="They are happy").ok
    office.press(office.slack.ephemeral(ANA)[-1], "touch.undo", ANA, day.id)
    assert "so there is no Undo: the talk of the day stays. Edit puts right what was added." in last_word(office, ANA)
    assert [one.note for one in logged(office, acme) if one.id == day.id] == ["They are happy"]


def test_a_call_of_which_a_message_tells_is_a_touch_of_its_own(office: Office) -> None:
    acme = office.account(channels=[SHARED])
    view = pointed_at(office, say(office, ERIK, "thanks for the call"))
    assert office.submit(view, kind="call", direction="two-way").ok
    assert sorted(touch.kind for touch in logged(office, acme)) == ["call", "message"]


def test_a_message_that_was_logged_says_so_and_may_be_logged_again(office: Office) -> None:
    office.account()
    message = office.slack.say(BEN, GENERAL, "a word from Acme Corp")
    assert heading(pointed_at(office, message)) == ""
    assert office.submit(office.slack.views(ANA)[-1], kind="call").ok
    view = pointed_at(office, message, BEN)
    assert f"<@{ANA}> logged this message for *Acme Corp* already." in heading(view)
    assert office.submit(view, BEN, kind="call").ok


def test_another_day_is_another_day(office: Office) -> None:
    office.account(channels=[SHARED])
    view = pointed_at(office, office.slack.say(ERIK, SHARED, "hello"))
    assert office.submit(view, occurred_on="2026-05-08").ok
    assert the_touch(office).occurred_at.isoformat().startswith("2026-05-08")


def test_the_account_can_be_changed_and_the_message_stays_with_the_touch(office: Office) -> None:
    office.account(channels=[SHARED])
    globex = office.account("Globex")
    message = office.slack.say(ERIK, SHARED, "hello")
    view = pointed_at(office, message)
    office.slack.press(ANA, view, "account", chosen(globex, "Globex"))
    assert office.submit(office.slack.views(ANA)[-1]).ok
    touch = the_touch(office)
    assert touch.account_id == globex
    assert touch.link is not None
    assert touch.occurred_at == datetime.fromtimestamp(float(message.ts), UTC)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 12_000,
        "<!here> <!subteam^S1|@sales> <!date^1747043000^{date}|12 May> see <https://acme.test/a?b=1|the page>",
        " ".join(f"<@U0NEW{number}>" for number in range(40)),
        "<script> & `code` *bold* \u202e",
    ],
)
def test_any_message_fits_the_form(office: Office, text: str) -> None:
    office.account()
    message = office.slack.say(BEN, GENERAL, "x")
    message.text = text
    view = pointed_at(office, message)
    assert len(note(view)) <= 3_000
    assert "<!" not in note(view)
    assert office.submit(view, account=chosen(office.account("Globex"), "Globex"), kind="note").ok


def test_a_message_of_an_app_and_one_without_words_open_the_form_too(office: Office) -> None:
    office.account()
    office.tend.slack.of(office.team_id).chat_postMessage(channel=GENERAL, text="mail from Acme Corp")
    view = pointed_at(office, office.slack.messages(GENERAL)[-1])
    assert (said(view, "kind"), said(view, "people")) == (None, [ANA])
    assert note(view) == "mail from Acme Corp"


def test_slack_is_asked_about_a_few_alone_and_where_it_cannot_tell_the_form_opens_all_the_same(office: Office) -> None:
    office.account()
    for number in range(12):
        id_ = f"U0NEW{number}"
        office.slack.world.users[id_] = User(id_, f"new{number}", f"New {number}", team_id=office.team_id)
    message = office.slack.say(BEN, GENERAL, "x")
    message.text = " ".join(f"<@U0NEW{number}>" for number in range(12))
    asked = len(office.slack.calls("users.info"))
    assert note(pointed_at(office, message)).startswith("@New 0 @New 1")
    assert len(office.slack.calls("users.info")) - asked <= 4


def test_guests_and_people_of_other_companies_open_no_form(office: Office) -> None:
    office.account(channels=[SHARED])
    message = office.slack.say(ERIK, SHARED, "hello")
    with pytest.raises(NotPossible):
        office.slack.shortcut(ERIK, LOG, message)
    general = office.slack.say(ANA, GENERAL, "hello")
    seen = office.slack.shortcut(DANA, LOG, general)
    assert seen.view is None
    assert "guests" in office.read(office.slack.ephemeral(DANA)[-1])
