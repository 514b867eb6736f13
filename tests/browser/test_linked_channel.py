"""A client writes in the channel that is shared with them, in a real browser: nobody of ours types anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.play import Playground
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def written(opened: Playground, with_tend: Visitor) -> Visitor:
    """Erik of the other company has just written there; one is Ana again."""
    with_tend.act_as("Erik Lund")
    with_tend.type("We would like two more seats")
    with_tend.see("two more seats")
    with_tend.act_as("Ana Souza")
    return with_tend


def test_what_they_write_is_a_touch_without_its_words(written: Visitor) -> None:
    written.open("#general")
    written.type("/client touches northwind")

    answer = written.see("Northwind Logistics")
    expect(answer).to_contain_text("11 May: message from the client · from a shared channel")
    expect(answer).not_to_contain_text("two more seats")


def test_the_client_reads_nothing_of_it(written: Visitor) -> None:
    written.travel("1 day")
    written.act_as("Erik Lund")

    written.see("two more seats")
    assert written.messages() == ["We would like two more seats"]


def test_whoever_is_new_there_is_offered_and_becomes_a_contact_by_two_clicks(written: Visitor) -> None:
    written.travel("1 day")
    written.open_dm()
    offer = written.see("New at Northwind Logistics")
    expect(offer).to_contain_text("erik@northwind.test")
    offer.get_by_role("button", name="Add as contact: Erik Lund").click()
    assert written.value("Account") == "Northwind Logistics"
    expect(written.modal.get_by_role("textbox", name="Name")).to_have_value("Erik Lund")
    assert written.value("E-mail") == "erik@northwind.test"
    written.submit()

    expect(written.see("Added Erik Lund")).to_contain_text("Northwind Logistics")
