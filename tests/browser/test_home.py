"""What a visitor finds in Tend's Home tab, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from bot.play import Playground
from tests.browser.visitor import Visitor


def test_home_tells_what_waits_is_quiet_and_comes_up_and_each_account_with_its_weeks(morning: Visitor) -> None:
    morning.open_home()

    for heading in ("What waits on you", "Quiet now", "Coming up in the next 14 days", "Senior gaps", "Your accounts"):
        expect(morning.home.get_by_role("heading", name=heading)).to_be_visible()
    expect(morning.home).to_contain_text(re.compile(r"[▁-█]{12} \d+ touches in 12 weeks"))


def test_an_account_is_shown_above_the_others_with_its_touches_of_each_month(morning: Visitor) -> None:
    morning.open_home()
    morning.home.get_by_role("button", name="Show: Hartwell & Stone").click()

    expect(morning.home).to_contain_text("Touches per month")
    expect(morning.home.get_by_role("heading", name="Hartwell & Stone")).to_be_visible()


def test_what_is_logged_elsewhere_is_seen_at_home(opened: Playground, morning: Visitor) -> None:
    morning.open_home()
    waiting = morning.home.get_by_role("heading", name="What waits on you")
    before = waiting.inner_text()
    morning.open("#general")
    morning.type("/touch Hartwell & Stone call today: they like the draft")
    expect(morning.see("they like the draft")).to_be_visible()
    morning.open_home()

    expect(waiting).not_to_have_text(before)
