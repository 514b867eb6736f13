"""What somebody who leads finds in Tend's Home tab, and nobody else, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def test_a_lead_finds_the_team_and_what_each_looks_after(morning: Visitor) -> None:
    morning.act_as("Ben Okafor")
    morning.open_home()
    morning.home.get_by_role("button", name="Show the page Team").click()

    expect(morning.home.get_by_role("heading", name="The team: 1")).to_be_visible()
    each = morning.home.get_by_role("table", name="What each looks after")
    expect(each.get_by_role("row").nth(1)).to_contain_text("Ana Souza8")
    expect(morning.home).to_contain_text("If Ana Souza leaves")


def test_a_lead_finds_the_portfolio_by_level_and_how_long_who_was_silent(morning: Visitor) -> None:
    morning.act_as("Ben Okafor")
    morning.open_home()
    morning.home.get_by_role("button", name="Show the page Portfolio").click()

    expect(morning.home).to_contain_text("Of 12 accounts:")
    expect(morning.home.get_by_role("img", name="Accounts by level and tier")).to_be_visible()
    silence = morning.home.get_by_role("table", name="Accounts by tenure and silence")
    expect(silence.get_by_role("row")).to_have_count(5)
    expect(morning.home.get_by_role("heading", name="How useful each rule is")).to_be_visible()


def test_who_leads_nobody_is_shown_no_such_page(morning: Visitor) -> None:
    morning.open_home()

    expect(morning.home.get_by_role("heading", name="Your accounts")).to_be_visible()
    expect(morning.home.get_by_role("button", name="Show the page")).to_have_count(0)
