import re

import pytest
from playwright.sync_api import Page, expect

from bot.playground.standin import Standin
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def open_form(visitor: Visitor) -> None:
    visitor.type("/gallery form")
    expect(visitor.modal.get_by_role("heading", name="Every input")).to_be_visible()


def test_what_is_filled_in_reaches_the_bot(visitor: Visitor, slack: Standin) -> None:
    open_form(visitor)
    filled = {
        "Name": "Acme & <b>Sons</b>",
        "Note": "one\ntwo",
        "E-mail": "jane@acme.test",
        "Value": "120000",
        "Size": "Large",
        "Owner": "Ben Okafor",
        "Helpers": "Chris Meyer",
        "Fruit": "Banana",
        "How": "Small",
        "Which": "Large",
        "Day": "2026-06-01",
    }
    for label, value in filled.items():
        visitor.fill(label, value)
    visitor.submit()
    expect(visitor.modal).to_be_hidden()
    visitor.see("Saved")
    for part in (
        "Acme & <b>Sons</b>",
        "jane@acme.test",
        '"size": "l"',
        '"owner": "U0BEN"',
        '["U0CHRIS"]',
        "banana",
        "2026-06-01",
        "09:30",
    ):
        assert part in visitor.messages()[-1]
    assert "one\\ntwo" in slack.messages("C0HEALTH")[-1].text


def test_the_focus_is_in_the_first_field_stays_inside_and_comes_back(visitor: Visitor, page: Page) -> None:
    open_form(visitor)
    expect(visitor.modal.get_by_label("Name")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(visitor.modal).to_be_hidden()
    expect(visitor.composer).to_be_focused()


def test_the_bots_errors_stand_at_the_field(visitor: Visitor) -> None:
    open_form(visitor)
    visitor.fill("Name", "Nobody")
    visitor.fill("Note", "kept")
    visitor.submit()
    name = visitor.modal.get_by_label("Name")
    expect(name).to_have_accessible_description("We know nobody of that name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    expect(visitor.modal.get_by_label("Note")).to_have_value("kept")
    visitor.fill("Name", "Somebody")
    visitor.submit()
    visitor.see("Saved")


def test_a_required_field_left_empty_is_said_before_the_bot_hears(visitor: Visitor, slack: Standin) -> None:
    open_form(visitor)
    visitor.submit()
    expect(visitor.modal.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(visitor.modal.locator(".field-error:visible")).to_have_count(1)
    assert slack.messages("C0HEALTH") == []


def test_cancel_closes_and_says_nothing(visitor: Visitor, slack: Standin) -> None:
    open_form(visitor)
    visitor.press("Cancel")
    expect(visitor.modal).to_be_hidden()
    assert slack.views("U0ANA") == []


def test_modals_stack_and_keep_what_was_typed_below(visitor: Visitor, slack: Standin) -> None:
    visitor.type("/gallery steps")
    visitor.fill("What", "typed in one")
    visitor.submit()
    expect(visitor.modal.get_by_role("heading", name="Step 2")).to_be_visible()
    visitor.press("Back")
    expect(visitor.modal.get_by_role("heading", name="Step 1")).to_be_visible()
    expect(visitor.modal.get_by_label("What")).to_have_value("typed in one")
    visitor.submit()
    expect(visitor.modal.get_by_role("heading", name="Step 2")).to_be_visible()
    visitor.submit()
    expect(visitor.modal.get_by_role("heading", name="Step 3")).to_be_visible()
    visitor.press("Close everything")
    expect(visitor.modal).to_be_hidden()
    assert slack.views("U0ANA") == []


def test_a_modal_opened_from_home_gives_the_focus_back(visitor: Visitor) -> None:
    visitor.open_home()
    visitor.press("Open the form")
    expect(visitor.modal.get_by_role("heading", name="Every input")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.home.get_by_role("button", name="Open the form")).to_be_focused()


def test_several_are_found_by_typing_and_chosen_by_keys_alone(visitor: Visitor) -> None:
    open_form(visitor)
    visitor.fill("Name", "Acme")
    basket = visitor.modal.get_by_label("Basket")
    basket.focus()
    basket.press_sequentially("a")
    expect(visitor.modal.get_by_role("status")).to_have_text("Type at least 2 letters")
    basket.press_sequentially("p")
    expect(visitor.modal.get_by_role("group", name="2 found").get_by_role("option")).to_have_count(2)
    basket.press("ArrowDown")
    basket.press("Enter")
    basket.press_sequentially("che")
    basket.press("Enter")
    chosen = visitor.modal.get_by_role("list", name="Chosen").last
    expect(chosen.get_by_role("listitem")).to_have_text(["Apricot", "Cherry"])
    basket.press("Backspace")
    expect(chosen.get_by_role("listitem")).to_have_text(["Apricot"])
    visitor.submit()
    expect(visitor.see("Saved")).to_contain_text('"basket": ["apricot"]')


def test_escape_closes_a_list_before_it_closes_the_modal(visitor: Visitor) -> None:
    open_form(visitor)
    fruit = visitor.modal.get_by_label("Fruit")
    fruit.click()
    expect(visitor.modal.get_by_role("option", name="Cherry")).to_be_visible()
    fruit.press("Escape")
    expect(visitor.modal.get_by_role("option", name="Cherry")).to_be_hidden()
    expect(visitor.modal).to_be_visible()


def test_every_input_has_a_name(visitor: Visitor) -> None:
    open_form(visitor)
    controls = visitor.modal.locator(
        "input:not([type=radio]):not([type=checkbox]), textarea, select, [role=radiogroup], [role=group]"
    )
    assert controls.count() == 13
    for control in controls.all():
        expect(control).to_have_accessible_name(re.compile(r"\w+"))


def test_the_modal_of_another_person_is_not_ones_own(visitor: Visitor, slack: Standin) -> None:
    slack.command("U0BEN", "C0HEALTH", "/gallery form")
    slack.until(lambda: slack.views("U0BEN"))
    expect(visitor.modal).to_be_hidden()
    visitor.act_as("Ben Okafor")
    expect(visitor.modal.get_by_role("heading", name="Every input")).to_be_visible()
