import re

import pytest
from playwright.sync_api import expect

from bot.playground.standin import Standin
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def test_one_can_be_somebody_of_another_company_and_it_shows(visitor: Visitor, slack: Standin) -> None:
    visitor.open("#acme-shared")
    visitor.act_as("Erik Lund")
    expect(visitor.page.get_by_role("main")).to_contain_text("You are from Acme")
    visitor.type("We need it on Monday")
    visitor.act_as("Ana Souza")
    expect(visitor.see("We need it on Monday")).to_have_accessible_name(re.compile("Erik Lund"))
    expect(visitor.page.get_by_role("article").filter(has_text="Monday").locator(".tag")).to_have_text("Acme")
    visitor.shortcut("Quote it", visitor.see("We need it on Monday"))
    visitor.message("Monday").get_by_role("button", name="1 reply").click()
    expect(visitor.thread.get_by_role("article").last).to_contain_text("Quoted: We need it on Monday")


def test_they_see_the_shared_channel_only_and_none_of_what_is_the_bot_s(visitor: Visitor, slack: Standin) -> None:
    slack.say("U0ANA", "C0ACME", "When do you need it?")
    visitor.open_home()
    visitor.act_as("Erik Lund")
    expect(visitor.page.get_by_role("heading", name="#acme-shared")).to_be_visible()
    expect(visitor.places.get_by_role("link")).to_have_count(1)
    expect(visitor.page.get_by_role("button", name="Shortcuts")).to_be_hidden()
    visitor.composer.press_sequentially("/")
    expect(visitor.page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
    visitor.message("When").hover()
    expect(visitor.message("When").get_by_role("button", name="More actions")).to_have_count(0)
    visitor.type("/echo hello")
    expect(visitor.page.get_by_role("main").get_by_role("alert")).to_contain_text(
        "Commands are for people of Brightside Studio"
    )


def test_from_one_s_messages_with_the_bot_one_becomes_somebody_who_has_none(visitor: Visitor) -> None:
    visitor.open_dm()
    visitor.act_as("Erik Lund")
    expect(visitor.page.get_by_role("heading", name="#acme-shared")).to_be_visible()
    visitor.act_as("Ana Souza")
    expect(visitor.page.get_by_role("heading", name="#acme-shared")).to_be_visible()


def test_one_corrects_and_takes_back_what_one_wrote(visitor: Visitor, slack: Standin) -> None:
    visitor.type("Caled @ben & Co")
    visitor.shortcut("Edit message", visitor.see("Caled"))
    field = visitor.page.get_by_role("dialog", name="Edit message").get_by_role("textbox")
    expect(field).to_have_value("Caled @ben & Co")
    field.fill("Called @ben & Co")
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.see("Called @Ben Okafor & Co")).to_contain_text("(edited)")
    visitor.shortcut("Delete message", visitor.see("Called"))
    visitor.page.get_by_role("button", name="Delete", exact=True).click()
    expect(visitor.page.get_by_role("main").get_by_role("article")).to_have_count(0)
    assert slack.messages("C0HEALTH") == []
