"""From a message, or from Slack's own menu, to what Tend keeps: in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def test_what_a_client_wrote_is_passed_on_and_somebody_answers_it(with_tend: Visitor) -> None:
    with_tend.act_as("Erik Lund")
    with_tend.type("Your invoices are hard to read")
    with_tend.see("hard to read")
    with_tend.act_as("Ana Souza")
    with_tend.open("#northwind-shared")
    with_tend.shortcut("Pass on what they said", with_tend.see("hard to read"))
    assert with_tend.value("Account") == "Northwind Logistics"
    expect(with_tend.modal.get_by_label("What did they say?")).to_have_value(
        "Erik Lund: Your invoices are hard to read"
    )
    with_tend.submit()

    passed_on = with_tend.see("Passed on for Northwind Logistics")
    expect(passed_on).to_contain_text("It is yours to answer by 25 May")
    expect(passed_on.get_by_role("button", name="Addressed")).to_be_visible()


def test_a_message_of_no_client_is_asked_about(with_tend: Visitor) -> None:
    with_tend.open("#general")
    with_tend.type("they asked who else uses the new team")
    with_tend.shortcut("Pass on what they said", with_tend.see("who else uses"))
    assert with_tend.value("Account") == ""
    with_tend.fill("Account", "Quarry Foods")
    with_tend.fill("Big or small?", "big: it could cost us the client, or win us more")
    with_tend.submit()

    expect(with_tend.see("Passed on for Quarry Foods")).to_contain_text("who else uses the new team")


def test_slack_s_own_menu_opens_the_form_and_the_touch_is_told_to_whoever_logged_it(with_tend: Visitor) -> None:
    with_tend.open("#general")
    with_tend.press("Shortcuts")
    with_tend.page.get_by_role("menuitem", name="Log a client touch").click()
    with_tend.fill("Account", "Quarry Foods")
    with_tend.fill("What was it?", "visit")
    with_tend.fill("What was it about?", "lunch at the plant")
    with_tend.submit()
    expect(with_tend.modal).to_be_hidden()
    with_tend.open_dm()

    expect(with_tend.see("lunch at the plant")).to_contain_text("Quarry Foods")
