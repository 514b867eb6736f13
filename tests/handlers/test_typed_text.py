"""What was typed is read as it was typed, shown as it was typed, and never lost on the way to a form."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Account, Touch
from tests.handlers.channel import say
from tests.handlers.office import ANA, BEN, CHRIS, HEALTH, Office
from tests.views.reading import words


@pytest.mark.parametrize("line", ["budget <5", "<b> 5", "channel <x>", "days <mon>", "tier <key>", "counts <a> b c"])
def test_a_setting_that_cannot_be_is_quoted_as_it_was_typed(office: Office, line: str) -> None:
    said = office.says(f"/client settings {line}", CHRIS)

    assert "&lt;" in said
    assert "&amp;lt;" not in said


@pytest.mark.parametrize("line", ["lead @nobody", "role @nobody lead"])
def test_somebody_whom_slack_made_no_mention_of_is_not_asked_of_slack(office: Office, line: str) -> None:
    said = office.says(f"/client settings {line}", CHRIS)

    assert "“@nobody”" in said
    assert "<@" not in said
    assert office.slack.calls("users.info") == []


def test_a_lead_is_known_by_name_too(office: Office) -> None:
    office.slack.world.users[BEN].name = "somebody-else"

    assert f"<@{BEN}> is the lead of <@{ANA}> now" in office.says("/client settings lead @ana @okafor", CHRIS)


def test_a_word_that_stands_for_another_is_shown_as_it_is(office: Office) -> None:
    assert "`/client owner &lt;account&gt; @you`" in office.says("/client mine")


@pytest.mark.parametrize(
    "line", ["budget", "channel", "tier", "tier key", "counts email two-way", "nothing_like", "days"]
)
def test_a_refusal_quotes_no_more_of_a_setting_than_is_read(office: Office, line: str) -> None:
    seen = office.type(f"/client settings {line}{'' if line == 'nothing_like' else ' '}{'x' * 500}", CHRIS)
    reason = seen.text.splitlines()[0]

    assert "xxxxx…”" in reason
    assert "x" * 70 not in reason


@pytest.mark.parametrize("field", ["value", "cadence", "closures"])
def test_an_error_at_a_field_quotes_no_more_than_is_read(office: Office, field: str) -> None:
    office.account("Acme")
    view = office.type("/client edit Acme").view
    assert view is not None
    errors = office.submit(view, **{field: "👍" * 3_000}).errors

    assert len(errors[field]) < 200


def test_a_change_to_try_is_quoted_as_it_was_typed(office: Office) -> None:
    assert "&amp;lt;" not in office.says("/client backtest budget <5")


def test_nobodys_name_brings_nothing_to_life_in_the_form_of_an_owner(office: Office) -> None:
    office.account("Acme")
    view = office.type("/client owner Acme <!channel>").view

    assert view is not None
    assert "“&lt;!channel&gt;”" in words(view.blocks)
    assert "<!channel>" not in words(view.blocks)


@pytest.mark.parametrize(
    "line", ["/touch Acme call with Nobody: {}", "/client add Acme value:lots {}", "/client snooze Acme: {}"]
)
def test_what_no_form_can_hold_is_given_back_in_place_of_the_form(office: Office, line: str) -> None:
    office.account("Acme")
    seen = office.type(line.format("word " * 700 + "last"))

    assert seen.view is None
    assert "too long for a form" in seen.text
    assert "last`" in seen.text


def test_an_answer_too_long_for_an_acknowledgement_comes_all_the_same(office: Office) -> None:
    for number in range(3):
        office.account(f"Newcome {number}")
    seen = office.type(f"/touch Newcomes call: {'Я👍' * 850}")

    assert seen.ok
    assert not seen.timed_out
    assert "Did you mean one of these?" in seen.text


def test_a_menu_offers_no_more_lines_than_an_acknowledgement_has_room_for(office: Office) -> None:
    for number in range(100):
        office.account(f"{'👍' * 70} {number}")
    view = office.type("/touch").view
    assert view is not None
    seen = office.slack.suggest(ANA, view, "account", "")

    assert seen.ok
    assert 60 < len(seen.options) < 100


def test_what_nobody_sees_in_a_message_is_not_in_the_form_that_is_filled_with_it(office: Office) -> None:
    message = say(office, ANA, "half \ud83d of \u202eit\x1b", HEALTH)
    view = office.slack.shortcut(ANA, "touch.from_message", message).view

    assert view is not None
    assert office.submit(view, account=acme_chosen(office), kind="message").ok
    with office.store.read() as session:
        assert session.exec(select(Touch.note)).one() == "half  of it"


def acme_chosen(office: Office) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": "Acme"}, "value": office.account("Acme")}


def test_a_line_in_other_letters_waits_for_its_new_account_too(office: Office) -> None:
    note = "Я👍" * 400
    asked = office.type(f"/touch Newcomer call: {note}")
    assert asked.message is not None
    view = office.press(asked.message, "account.add", ANA).view
    assert view is not None
    assert office.submit(view).ok

    with office.store.read() as session:
        assert session.exec(select(Account.name)).one() == "Newcomer"
        assert session.exec(select(Touch.note)).one() == note
