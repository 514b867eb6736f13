"""What people and channels hear, rule by rule, chosen in a real browser: its effect is seen before it holds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    return with_tend


def test_a_rule_is_heard_on_one_s_home_alone(visitor: Visitor) -> None:
    visitor.open("#general")
    visitor.type("/client settings hear senior gap home")
    expect(visitor.modal).to_contain_text("Nothing is changed yet")
    expect(visitor.modal).to_contain_text("comes in no message, and nobody hears it in your place")
    visitor.submit()
    expect(visitor.see("on your Home alone")).to_contain_text("Senior gap")

    visitor.open_home()
    expect(visitor.home).to_contain_text(re.compile("but of Senior gap on your Home alone"))


def test_a_rule_that_is_chosen_twice_is_told_at_its_field_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.open_home()
    visitor.press("Where and when Tend speaks")
    visitor.fill("But of these you hear each day", "Neglect")
    visitor.fill("Of these weekly", "Neglect")
    visitor.submit()
    expect(visitor.modal.get_by_text("Neglect").first).to_be_visible()
    expect(visitor.modal.locator("[aria-invalid=true]")).to_have_count(1)
    expect(visitor.modal).not_to_contain_text("Nothing is changed yet")


def test_a_channel_hears_less_once_its_keeper_saw_what_that_means(visitor: Visitor) -> None:
    visitor.act_as("Chris Meyer")
    visitor.open("#client-health")
    visitor.type("/client settings hear in here")
    visitor.fill("Of everything", "only what is critical")
    visitor.fill("Of these never", "Flagship dependence")
    visitor.submit()
    expect(visitor.modal).to_contain_text(re.compile(r"#client-health would have heard \d+ instead of \d+"))
    visitor.submit()
    expect(visitor.modal).to_be_hidden()

    visitor.type("/client settings hear in here")
    expect(visitor.modal.get_by_label("Of everything")).to_have_value("critical")
