from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.playground.modals import View
from bot.playground.world import Message
from bot.work import accounts, erasure, settings
from bot.work.deed import Deed
from storage import contacts
from storage.tables import Contact
from tests.handlers.channel import acme, say, stranger
from tests.handlers.office import ANA, BEN, ERIK, Office


def offers(office: Office, user: str = ANA) -> list[Message]:
    """What somebody was offered."""
    return [message for message in office.slack.dm(user) if "New at" in office.read(message)]


def known(office: Office, account_id: str) -> list[Contact]:
    with office.store.read() as session:
        return contacts.of_account(session, office.team_id, account_id)


def morning(office: Office) -> None:
    """The next day, after nine."""
    office.wait_days(1)


def pressed(office: Office, message: Message, action_id: str, person_id: str, account_id: str) -> View | None:
    value = json.dumps({"account": account_id, "person": person_id})
    return office.press(message, action_id, value=value).view


def test_new_people_of_theirs_are_offered_once_and_together_on_the_next_morning(office: Office) -> None:
    acme(office)
    freya = stranger(office, title="Head of Launches", email="freya@acme.test")
    for user in (ERIK, freya, ERIK, freya, ANA):
        say(office, user)
    office.wait_days(0.1)
    assert offers(office) == []
    morning(office)
    [offer] = offers(office)
    text = office.read(offer)
    assert "Erik Lund" in text
    assert "Freya Holm* · Head of Launches · freya@acme.test" in text
    say(office, ERIK)
    morning(office)
    assert offers(office) == [offer]
    assert offers(office, BEN) == []


def test_somebody_who_comes_later_is_offered_in_a_message_of_their_own(office: Office) -> None:
    acme(office)
    say(office, ERIK)
    morning(office)
    say(office, stranger(office))
    morning(office)
    first, second = offers(office)
    assert "Freya" not in office.read(first)
    assert "Erik" not in office.read(second)


def test_the_form_is_filled_with_what_slack_says_of_them(office: Office) -> None:
    id_ = acme(office)
    say(office, ERIK)
    morning(office)
    [offer] = offers(office)
    view = pressed(office, offer, "newcomer.add", ERIK, id_)
    assert view is not None
    filled = {
        block["block_id"]: block["element"].get("initial_value") for block in view.blocks if block["type"] == "input"
    }
    assert (filled["name"], filled["title"], filled["email"]) == ("Erik Lund", "Buyer at Acme", "erik@acme.test")
    assert office.submit(view).ok
    [erik] = known(office, id_)
    assert (erik.name, erik.slack_user_id, erik.title) == ("Erik Lund", ERIK, "Buyer at Acme")
    office.wait_days(0.01)
    [offer] = offers(office)
    assert "Erik Lund* is on record as a contact" in office.read(offer)
    assert "newcomer.add" not in str(offer.blocks)


def test_who_is_no_contact_is_not_offered_again(office: Office) -> None:
    id_ = acme(office)
    say(office, ERIK)
    morning(office)
    [offer] = offers(office)
    pressed(office, offer, "newcomer.decline", ERIK, id_)
    office.wait_days(0.01)
    [offer] = offers(office)
    assert f"Erik Lund* is not a contact, says <@{ANA}>" in office.read(offer)
    say(office, ERIK)
    morning(office)
    assert (len(offers(office)), known(office, id_)) == (1, [])


def test_who_became_a_contact_before_the_morning_is_not_offered(office: Office) -> None:
    id_ = acme(office)
    say(office, ERIK)
    office.contact(id_, "Erik Lund", email="erik@acme.test")
    morning(office)
    assert offers(office) == []


def test_a_contact_who_was_erased_is_neither_known_by_name_nor_offered(office: Office) -> None:
    id_ = acme(office)
    erik = office.contact(id_, "Erik Lund", slack_user_id=ERIK)
    say(office, ERIK)
    erasure.contact(office.store, office.deed(), erik)
    office.now += timedelta(days=1)
    say(office, ERIK)
    morning(office)
    assert offers(office) == []
    with office.store.engine.connect() as connection:
        rows = [
            tuple(row)
            for table in ("people", "newcomers", "contacts", "messages")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - our own words
        ]
    assert [row for row in rows if "Lund" in repr(row) or "erik@" in repr(row)] == []


@pytest.mark.parametrize(
    ("keepers", "away", "told"),
    [
        ({"owner_id": None, "backup_id": BEN}, (), BEN),
        ({"owner_id": BEN, "backup_id": ANA}, (), BEN),
        ({"owner_id": ANA, "backup_id": BEN}, (ANA,), BEN),
        ({"owner_id": ANA, "backup_id": BEN}, (ANA, BEN), ANA),
    ],
)
def test_whoever_keeps_the_account_and_is_there_is_told(
    office: Office, keepers: dict[str, str | None], away: tuple[str, ...], told: str
) -> None:
    id_ = acme(office)
    accounts.edit(office.store, office.deed(), id_, keepers)
    for person_id in away:
        until = office.now.date() + timedelta(days=9)
        settings.set_away(office.store, Deed(office.team_id, None, office.now), person_id, office.now.date(), until)
    say(office, ERIK)
    morning(office)
    assert [len(offers(office, person_id)) for person_id in (ANA, BEN)] == [told == ANA, told == BEN]
