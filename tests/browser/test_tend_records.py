"""Clients and their people, put on record and corrected in Tend's forms, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    with_tend.open("#general")
    return with_tend


def named(visitor: Visitor, name: str) -> None:
    """Fill in the name: other labels have the word in them, too."""
    visitor.modal.get_by_role("textbox", name="Name", exact=True).fill(name)


def test_a_client_is_added_and_what_was_wrong_is_said_at_its_field(visitor: Visitor) -> None:
    visitor.type("/client add")
    named(visitor, "Umbrella")
    visitor.fill("Tier", "key")
    visitor.fill("Annual value", "a lot")
    visitor.fill("Promised rhythm", "monthly")
    visitor.submit()
    worth = visitor.modal.get_by_label("Annual value")
    expect(worth).to_have_accessible_description(re.compile("“a lot” is not an amount"))
    assert visitor.value("Promised rhythm") == "monthly"
    worth.fill("120000 EUR")
    visitor.submit()

    expect(visitor.see("Umbrella")).to_contain_text("key")


def test_a_client_is_corrected_in_a_form_that_knows_it(visitor: Visitor) -> None:
    visitor.type("/client edit hartwell")
    expect(visitor.modal.get_by_role("textbox", name="Name", exact=True)).to_have_value("Hartwell & Stone")
    assert visitor.value("Annual value") == "180000 EUR"
    visitor.fill("Backup when the owner is away", "Ben Okafor")
    visitor.submit()

    expect(visitor.see("Changed Hartwell & Stone")).to_contain_text("backup: none → @Ben Okafor")


def test_somebody_is_added_and_the_level_is_suggested(visitor: Visitor) -> None:
    visitor.type("/client contact")
    visitor.fill("Account", "Hartwell & Stone")
    named(visitor, "Vera Stone")
    visitor.modal.get_by_role("textbox", name="Title", exact=False).fill("Chief financial officer")
    visitor.modal.get_by_role("checkbox", name="Can hire or fire us").check()
    visitor.submit()

    told = visitor.see("Added Vera Stone")
    expect(told).to_contain_text("Hartwell & Stone")
    expect(told).to_contain_text("level executive")
