"""The sample that whoever installed Tend may try before their own list, and what puts it to rest."""

from __future__ import annotations

from bot.nudges.schedule import tick
from bot.playground.seen import words_of
from bot.playground.world import Message
from storage import accounts
from storage.tables import Account
from tests.handlers import lists
from tests.handlers.lists import WAIT_S
from tests.handlers.office import CHRIS, Office

SAMPLE = ["Sample Alder", "Sample Birch", "Sample Cedar"]


def welcome(office: Office) -> Message:
    tick(office.tend, office.now)
    return next(one for one in office.slack.dm(CHRIS) if "Welcome" in one.text)


def pressed(office: Office, action: str, user: str = CHRIS) -> Message:
    """Somebody presses a button of the welcome; what Tend says of the list that it hands over."""
    seen = office.press(welcome(office), action, user)
    assert seen.ok, seen
    assert office.tend.imports.rest(WAIT_S)
    return lists.said(office)[-1]


def tried(office: Office) -> Message:
    card = pressed(office, "import.sample")
    lists.press(office, card, "start")
    return card


def of_sample(office: Office) -> list[Account]:
    with office.store.read() as session:
        return accounts.listed(session, office.team_id)


def test_a_sample_is_shown_and_tried_like_any_list_before_anything_is_on_record(office: Office) -> None:
    card = pressed(office, "import.sample")

    told = lists.words(office, card)
    for part in ("sample.csv", "3 rows of accounts", "3 would be added", "Import 3 rows", "Not now"):
        assert part in told
    assert lists.names(office) == []


def test_once_imported_the_sample_is_of_whoever_pressed_and_nobody_elses(office: Office) -> None:
    tried(office)

    assert [account.name for account in of_sample(office)] == SAMPLE
    assert {account.owner_id for account in of_sample(office)} == {CHRIS}
    assert office.says("/touch Sample Alder call yesterday", CHRIS).count("Sample Alder")


def test_the_welcome_says_how_the_sample_is_put_to_rest_and_its_button_shows_that_first(office: Office) -> None:
    tried(office)
    assert "I delete no account" in words_of(welcome(office))
    card = pressed(office, "import.sample_to_rest")
    assert "3 changed" in lists.words(office, card)
    assert {account.status for account in of_sample(office)} == {"active"}

    lists.press(office, card, "start")

    assert {account.status for account in of_sample(office)} == {"paused"}
    assert "sample" not in words_of(welcome(office)).casefold()


def test_a_sample_that_became_a_client_of_theirs_is_none_any_more(office: Office) -> None:
    tried(office)
    for name in SAMPLE:
        office.says(f'/client edit {name} name:"{name.replace("Sample", "Real")}"', CHRIS)

    assert lists.names(office) == ["Real Alder", "Real Birch", "Real Cedar"]
    assert "sample" not in words_of(welcome(office)).casefold()


def test_real_clients_bring_no_word_of_a_sample(office: Office) -> None:
    welcome(office)
    office.account("Acme", owner_id=CHRIS)
    assert "sample" not in words_of(welcome(office)).casefold()
