"""Tend's own step of Workflow Builder, "Log a client touch", in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def form(with_tend: Visitor) -> Locator:
    """The step's form, with all that it needs but the account."""
    with_tend.open("Workflows")
    form = with_tend.page.get_by_role("form", name="Log a client touch")
    form.get_by_label("Who of us").select_option("Ben Okafor")
    form.get_by_label("What it was", exact=False).first.fill("call")
    form.get_by_label("With whom of theirs").fill("Tom")
    return form


def test_the_step_logs_the_touch_and_says_it_in_words(with_tend: Visitor, form: Locator) -> None:
    form.get_by_label("Account").fill("Northwind")
    with_tend.press("Run the workflow")

    run = with_tend.page.get_by_role("list", name="Runs").get_by_role("listitem")
    expect(run).to_contain_text("Done")
    expect(run).to_contain_text("call with Tom Weller · Northwind Logistics · today")
    with_tend.open("#general")
    with_tend.type("/client touches northwind")
    expect(with_tend.see("Northwind Logistics")).to_contain_text("11 May: call with Tom Weller")


def test_a_client_that_is_not_known_is_told_with_the_nearest(with_tend: Visitor, form: Locator) -> None:
    form.get_by_label("Account").fill("Northern Logistics")
    with_tend.press("Run the workflow")

    run = with_tend.page.get_by_role("list", name="Runs").get_by_role("listitem")
    expect(run).to_contain_text("I know no account “Northern Logistics”")
    expect(run).to_contain_text("Northwind Logistics")
