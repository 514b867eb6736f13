"""The litmus test and the pulse in a real browser: asked by a message, answered blind, told once it is closed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bot.play import Playground
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long

HEARD = "Marcus stopped asking about next year."  # what Ben said of Hartwell & Stone


def answer_all(visitor: Visitor, say: str) -> None:
    """Give the same answer to every question of the open form."""
    for question in visitor.modal.get_by_role("radiogroup").all():
        question.get_by_role("radio", name=say, exact=True).check()


def test_a_view_is_asked_for_by_message_given_blind_and_told_with_what_has_to_hold(morning: Visitor) -> None:
    morning.type("/client litmus hartwell")
    underway = morning.see("A litmus test of Hartwell & Stone was opened")
    expect(underway).to_contain_text("1 of 2 views")
    expect(underway).not_to_contain_text(HEARD)
    morning.see("Would they stay with us").get_by_role("button", name="Next: 2 clients").click()
    expect(morning.modal).to_contain_text("Hartwell & Stone")
    expect(morning.modal).to_contain_text("Nobody sees what you answer before the test is closed")
    morning.fill("What would you add?", "They are polite, and short.")
    morning.submit()
    first = morning.modal.get_by_role("radiogroup").first
    expect(first).to_have_accessible_description(re.compile("complete this required field"))
    assert morning.value("What would you add?") == "They are polite, and short."
    answer_all(morning, "yes")
    morning.submit()

    expect(morning.modal).to_contain_text("Meridian Health")
    expect(morning.modal.get_by_role("radio", checked=True)).to_have_count(0)
    expect(morning.modal.get_by_label("What would you add?")).to_have_value("")
    morning.press("Cancel")
    morning.type("/client litmus hartwell")
    result = morning.see("closed on 11 May · 2 of 2 views")
    expect(result).to_contain_text("It is not certain that they would sign again today (has to hold)")
    expect(result).to_contain_text(HEARD)
    expect(result.get_by_role("img", name=re.compile("the owner's view", re.IGNORECASE))).to_be_visible()


def test_a_lead_sees_how_far_a_campaign_is_ends_it_and_begins_another(opened: Playground, with_tend: Visitor) -> None:
    with_tend.act_as("Chris Meyer")
    with_tend.open("#general")
    with_tend.type("/client litmus")
    overview = with_tend.see("A campaign by @Chris Meyer is under way until 20 May")
    expect(overview).to_contain_text("5 of 10 views")
    overview.get_by_role("button", name="Close the campaign now").click()
    with_tend.see("The campaign closes within a minute, with 5 of 10 views")
    opened.running.schedule.run()

    with_tend.type("/client litmus")
    with_tend.see("The last campaign").get_by_role("button", name="Test the portfolio").click()
    tiers = with_tend.modal.get_by_role("checkbox")
    expect(tiers).to_have_count(3)
    for tier in tiers.all():
        tier.uncheck()
    with_tend.fill("Why now?", "before the summer")
    with_tend.submit()
    expect(with_tend.modal).to_contain_text("Please complete this required field.")
    assert with_tend.value("Why now?") == "before the summer"
    tiers.first.check()
    with_tend.submit()
    expect(with_tend.see("I test")).to_contain_text("each in one message and by themselves")


def test_whom_one_worries_about_is_told_in_private_and_read_by_one_s_lead_alone(with_tend: Visitor) -> None:
    with_tend.open("#general")
    with_tend.type("/client pulse")
    with_tend.see("You have said of none of your accounts").get_by_role("button", name="Answer").click()
    with_tend.fill("Which?", "Quarry Foods")
    with_tend.submit()
    how = with_tend.modal.get_by_label("How would you know?")
    expect(how).to_have_accessible_description(re.compile(r"\w"))
    expect(with_tend.modal.get_by_role("button", name="Remove Quarry Foods")).to_be_visible()
    how.fill("they stopped asking for dates")
    with_tend.submit()
    with_tend.see("you would worry about 1 account")

    for name, reads in (("Ben Okafor", 1), ("Chris Meyer", 0)):
        with_tend.act_as(name)
        with_tend.open("#general")
        with_tend.type("/client pulse")
        told = with_tend.see("Only you and your lead can read this")
        expect(told.get_by_text("they stopped asking for dates")).to_have_count(reads)
