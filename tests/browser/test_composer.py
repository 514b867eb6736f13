import pytest
from playwright.sync_api import expect

from bot.playground.standin import Standin
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def test_a_slash_offers_the_commands_of_the_manifest(visitor: Visitor) -> None:
    visitor.composer.press_sequentially("/")
    offered = visitor.page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    assert [words.split()[0] for words in offered.all_inner_texts()] == ["/echo", "/gallery", "/sleep"]
    visitor.composer.press("ArrowDown")
    expect(offered.nth(1)).to_have_attribute("aria-selected", "true")
    visitor.composer.press("Tab")
    expect(visitor.composer).to_have_value("/gallery ")
    expect(visitor.page.get_by_text("/gallery words | controls | tables")).to_be_visible()


def test_enter_completes_a_beginning_and_sends_what_stands_in_full(visitor: Visitor) -> None:
    visitor.composer.press_sequentially("/ec")
    visitor.composer.press("Enter")
    expect(visitor.composer).to_have_value("/echo ")
    visitor.composer.fill("/echo")
    visitor.composer.press("Enter")
    visitor.see("Nothing to say")


def test_people_and_channels_are_completed_inside_a_line(visitor: Visitor) -> None:
    visitor.composer.press_sequentially("/echo owner:@oka")
    visitor.composer.press("Tab")
    expect(visitor.composer).to_have_value("/echo owner:@ben ")
    visitor.composer.press_sequentially("in #heal")
    visitor.composer.press("Enter")
    visitor.composer.press("Enter")
    expect(visitor.see("owner:")).to_contain_text("owner:@Ben Okafor in #client-health")


def test_the_up_arrow_brings_back_what_was_sent(visitor: Visitor) -> None:
    for line in ("first", "second"):
        visitor.type(line)
    visitor.see("second")
    visitor.composer.press("ArrowUp")
    expect(visitor.composer).to_have_value("second")
    visitor.composer.press("ArrowUp")
    expect(visitor.composer).to_have_value("first")
    visitor.composer.press("ArrowDown")
    visitor.composer.press("ArrowDown")
    expect(visitor.composer).to_have_value("")


def test_shift_and_enter_begin_a_new_line(visitor: Visitor) -> None:
    visitor.composer.press_sequentially("one")
    visitor.composer.press("Shift+Enter")
    visitor.composer.press_sequentially("two")
    visitor.composer.press("Enter")
    visitor.see("two")
    assert visitor.messages() == ["one\ntwo"]


def test_an_unknown_command_is_said_and_stays_in_the_field(visitor: Visitor) -> None:
    visitor.type("/tuoch acme")
    expect(visitor.page.get_by_role("main").get_by_role("alert")).to_contain_text("/tuoch")
    expect(visitor.composer).to_have_value("/tuoch acme")


def test_a_command_without_an_answer_times_out_as_in_slack(visitor: Visitor, slack: Standin) -> None:
    visitor.type("/sleep")
    expect(visitor.page.get_by_role("main").get_by_role("alert")).to_contain_text("operation_timeout")


def test_lines_sent_in_haste_arrive_in_order(visitor: Visitor) -> None:
    for line in ("first", "/echo second", "third", "fourth"):
        visitor.type(line)
    visitor.see("fourth")
    assert visitor.messages() == ["first", "second", "third", "fourth"]


def test_new_messages_are_announced(visitor: Visitor) -> None:
    visitor.type("/echo listen")
    visitor.see("listen")
    expect(visitor.page.get_by_role("log")).to_contain_text("Tend: listen")


def test_the_first_tab_offers_the_way_to_the_message_field(visitor: Visitor) -> None:
    visitor.page.reload()
    visitor.settle()
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the message field")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.composer).to_be_focused()
    expect(visitor.page.get_by_role("heading", name="#client-health")).to_be_visible()


def test_message_shortcuts_are_in_the_menu_of_a_message(visitor: Visitor) -> None:
    visitor.type("Remember this")
    visitor.shortcut("Quote it", visitor.see("Remember this"))
    visitor.message("Remember this").get_by_role("button", name="1 reply").click()
    expect(visitor.thread.get_by_role("article").last).to_contain_text("Quoted: Remember this")


def test_global_shortcuts_are_beside_the_composer(visitor: Visitor) -> None:
    visitor.press("Shortcuts")
    visitor.page.get_by_role("menuitem", name="Open the form").click()
    expect(visitor.modal.get_by_role("heading", name="Every input")).to_be_visible()
