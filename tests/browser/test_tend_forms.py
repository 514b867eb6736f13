"""Forms and shortcuts of Tend itself, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from bot.play import Playground
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    return with_tend


def offered(visitor: Visitor, label: str, typed: str) -> list[str]:
    """What a menu of the open form offers for what is typed into it."""
    field = visitor.modal.get_by_label(label, exact=False).first
    field.click()
    field.fill(typed)
    options = visitor.modal.locator(".picker").get_by_role("option")
    expect(options.first).to_be_visible()
    return options.all_inner_texts()


def choose(visitor: Visitor, label: str, typed: str, name: str) -> None:
    """Type into a menu of the open form, and choose."""
    offered(visitor, label, typed)
    visitor.modal.locator(".picker").get_by_role("option", name=name).first.click()


def test_an_account_is_found_with_a_typo_and_brings_its_people(visitor: Visitor) -> None:
    visitor.open("#general")
    visitor.type("/touch")
    visitor.fill("What was it about?", "typed before the account was chosen")
    choose(visitor, "Account", "hartwel ston", "Hartwell & Stone")
    expect(visitor.modal.get_by_label("What was it about?")).to_have_value("typed before the account was chosen")
    choose(visitor, "With whom of theirs", "", "Marcus")
    visitor.fill("What was it?", "call")
    visitor.submit()
    expect(visitor.see("typed before the account")).to_contain_text("call with Marcus")


def test_a_search_goes_on_when_the_form_is_laid_out_anew_under_it(visitor: Visitor, opened: Playground) -> None:
    visitor.open("#general")
    visitor.type("/touch")
    expect(visitor.modal).to_be_visible()
    slow, held = True, list[Route]()
    visitor.page.route("**/play/views**", lambda route: held.append(route) if slow else route.continue_())
    before = opened.slack.views("U0ANA")[-1].hash
    choose(visitor, "Account", "hartwell", "Hartwell & Stone")
    opened.slack.until(lambda: opened.slack.views("U0ANA")[-1].hash != before)
    with visitor.page.expect_response(lambda answer: '"marc"' in (answer.request.post_data or "")) as asked:
        visitor.modal.get_by_label("With whom", exact=False).first.fill("marc")
    assert asked.value.json()["error"] == "no_such_element"  # the menu is another account's by now

    slow = False
    for one in held:
        one.continue_()
    found = visitor.modal.locator(".picker").get_by_role("option", name="Marcus")
    expect(found).to_be_visible()
    found.click()
    expect(visitor.modal.get_by_role("button", name="Remove Marcus")).to_be_visible()


def test_a_person_of_theirs_brings_the_account(visitor: Visitor) -> None:
    visitor.open("#general")
    visitor.type("/touch")
    choose(visitor, "With whom of theirs", "nadia", "Nadia Calla")
    visitor.page.keyboard.press("Tab")
    expect(visitor.modal.get_by_label("Account", exact=False).first).to_have_value("Calla Cosmetics")


def test_a_message_is_logged_as_a_touch_in_three_clicks(visitor: Visitor) -> None:
    visitor.open("#northwind-shared")
    visitor.type("the new plan is ready, @erik")
    said = visitor.see("the new plan is ready")
    visitor.shortcut("Log as a touch", said)
    expect(visitor.modal.get_by_label("What was it about?")).to_have_value("the new plan is ready, @Erik Lund")
    visitor.submit()
    expect(visitor.see("The message")).to_contain_text("message to the client")


def test_how_it_was_is_told_after_a_conversation(visitor: Visitor) -> None:
    visitor.open("#general")
    visitor.type("/touch northwind call with Tom")
    visitor.see("Northwind Logistics").get_by_role("button", name="Say how it was").click()
    visitor.fill("Signs of warning", "ask for exports or access lists")
    visitor.fill("How did it feel?", "-1 uneasy")
    visitor.submit()
    expect(visitor.see("ask for exports")).to_contain_text("-1 uneasy")
