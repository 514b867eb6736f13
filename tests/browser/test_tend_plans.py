"""A plan for a client in a real browser: laid from a playbook, its steps ticked, skipped, moved and added."""

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


def test_a_playbook_is_laid_with_steps_that_are_ticked_and_some_of_one_s_own(visitor: Visitor) -> None:
    visitor.type("/client plan hartwell")
    expect(visitor.modal).to_contain_text("Relationship for life for Hartwell & Stone")
    offers = visitor.modal.get_by_role("checkbox")
    expect(offers.first).to_be_checked()
    offers.first.uncheck()
    visitor.fill("Steps of your own", "- invite their CFO by 3 June\n- a walk through the new plant")
    visitor.fill("Who sees to it", "Erik Lund")
    visitor.submit()
    lead = visitor.modal.get_by_label("Who sees to it")
    expect(lead).to_have_accessible_description(re.compile("Erik Lund is from another company"))
    expect(visitor.modal.get_by_label("Steps of your own")).to_have_value(re.compile("a walk through the new plant"))
    expect(offers.first).not_to_be_checked()
    visitor.fill("Who sees to it", "Ana Souza")
    visitor.submit()
    laid = visitor.see("Hartwell & Stone has a plan now")
    expect(laid).to_contain_text("☐ invite their CFO · by 3 June")

    visitor.press("Done: a walk through the new plant", laid)
    expect(visitor.see("✓ a walk through the new plant")).to_contain_text("1 of ")


def test_a_step_is_skipped_moved_and_added(visitor: Visitor) -> None:
    visitor.act_as("Chris Meyer")
    visitor.open("#general")
    visitor.type("/client plan willow")
    plan = visitor.see("Plan for Willow Pharma")
    waiting = plan.get_by_role("button", name=re.compile("^Skip: "))
    waiting.first.click()
    visitor.submit()
    why = visitor.modal.get_by_label("Why not?")
    expect(why).to_have_attribute("aria-invalid", "true")
    why.fill("they would rather meet in autumn")
    visitor.submit()
    visitor.see("they would rather meet in autumn")

    plan.get_by_role("button", name=re.compile("^Another day or owner: ")).last.click()
    visitor.fill("By when?", "2026-05-01")
    visitor.submit()
    expect(visitor.modal.get_by_label("By when?")).to_have_accessible_description(re.compile("“by” is a day to come"))
    visitor.fill("By when?", "2026-06-12")
    visitor.submit()
    expect(visitor.see("Moved.")).to_contain_text("by 12 June")

    plan.get_by_role("button", name=re.compile("^Add a step: ")).click()
    visitor.fill("What is to be done?", "ask who buys the labels in Spain")
    visitor.fill("By when?", "2026-05-01")
    visitor.submit()
    expect(visitor.modal.get_by_label("By when?")).to_have_accessible_description(re.compile("“by” is a day to come"))
    assert visitor.value("What is to be done?") == "ask who buys the labels in Spain"
    visitor.fill("By when?", "2026-05-22")
    visitor.submit()
    expect(visitor.see("Added to")).to_contain_text("ask who buys the labels in Spain · by 22 May")
