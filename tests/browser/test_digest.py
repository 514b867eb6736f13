"""The digest as whoever leads reads it, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def test_a_lead_reads_sorts_and_answers_the_digest(morning: Visitor) -> None:
    morning.act_as("Ben Okafor")
    morning.open("#client-health")
    morning.type("/client digest")

    digest = morning.see("What to do first")
    expect(digest.get_by_role("heading", name="Your team's clients since 4 May")).to_be_visible()
    expect(digest.get_by_role("img").first).to_be_visible()
    table = digest.get_by_role("table").last
    names = table.locator("tbody tr > :first-child")
    before = names.all_inner_texts()
    table.get_by_role("columnheader").first.get_by_role("button").click()
    expect(names.first).not_to_have_text(before[0])
    digest.get_by_role("button", name="Log it: Lumen Energy").click()

    expect(morning.modal).to_be_visible()
    assert morning.value("Account") == "Lumen Energy"


def test_a_form_fits_a_telephone(morning: Visitor) -> None:
    morning.page.set_viewport_size({"width": 390, "height": 800})
    morning.type("/client log")
    expect(morning.modal).to_be_visible()

    controls = morning.modal.locator("input, select, textarea, button")
    sides = controls.evaluate_all("found => found.map(each => each.getBoundingClientRect().right)")
    width = morning.page.evaluate("document.documentElement.scrollWidth")
    assert max(width, *sides) <= 390
    expect(morning.modal.locator("button[type=submit]")).to_be_in_viewport()
