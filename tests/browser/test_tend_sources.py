"""What lets touches log themselves, switched on and off by a person, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.intake.test_calendars import serving

pytestmark = pytest.mark.long


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    with_tend.open("#general")
    return with_tend


def test_a_calendar_is_given_in_a_form_read_and_read_no_more(visitor: Visitor) -> None:
    with serving() as shelf:
        shelf.put("google")
        shelf.content = shelf.content.replace(b"acme.com", b"hartwell.test")
        visitor.type("/client calendar")
        visitor.fill("Its address", shelf.address)
        visitor.submit()
        expect(visitor.see("events with Hartwell & Stone")).to_contain_text(
            re.compile(r"\d+ meetings of late are logged")
        )
    visitor.type("/client touches hartwell")
    expect(visitor.see("Touches of Hartwell & Stone")).to_contain_text("from a calendar")

    visitor.type("/client calendar")
    shown = visitor.see("Read it no more")
    expect(shown).not_to_contain_text("secret-1234")
    shown.get_by_role("button", name="Read your calendar no more").click()
    visitor.see("I read your calendar no more")


def test_an_admin_makes_a_key_that_is_shown_once_and_revokes_it(visitor: Visitor) -> None:
    visitor.act_as("Chris Meyer")
    visitor.type("/client intake")
    visitor.see("There is no key yet").get_by_role("button", name="Make a key").click()
    visitor.fill("What is it for?", "the web form")
    visitor.submit()
    secret = visitor.see("The key the web form is made").locator("pre").inner_text()

    visitor.type("/client intake")
    shown = visitor.see("Touches from other programs")
    expect(shown).to_contain_text("the web form")
    expect(shown).not_to_contain_text(secret)
    shown.get_by_role("button", name=re.compile("^Revoke")).click()
    visitor.see("The key the web form is revoked")


def test_what_logs_itself_is_switched_off_for_one_client(visitor: Visitor) -> None:
    visitor.type("/client sources northwind")
    shown = visitor.see("What logs itself for Northwind Logistics")
    expect(shown).to_contain_text("Messages in a shared channel: on")
    shown.get_by_role("button", name=re.compile("^Switch off")).first.click()

    expect(visitor.see("What logs itself for Northwind")).to_contain_text("Messages in a shared channel: off")
    visitor.act_as("Erik Lund")
    visitor.type("We would like two more seats")
    visitor.see("two more seats")
    visitor.act_as("Ana Souza")
    visitor.open("#general")
    visitor.type("/client touches northwind")
    expect(visitor.see("Touches of Northwind Logistics")).not_to_contain_text("from a shared channel")
