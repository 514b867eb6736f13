"""What a visitor does with Tend itself, in a real browser: each test opens a playground of its own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from bot.play import Playground
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long

REPLAY_MS = 60_000


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    return with_tend


def press(message: Locator, button: str, account: str) -> None:
    """Press a button on one account's card: each is labelled with what it is for."""
    message.get_by_role("button", name=re.compile(f"^{button}.*{account}")).first.click()


def test_the_first_morning_shows_the_owner_a_quiet_key_account_and_a_single_thread(morning: Visitor) -> None:
    day = morning.see("Hartwell & Stone")

    expect(day).to_contain_text("No word from them for 17 days")
    expect(day).to_contain_text("Only one contact is on record, Nadia Calla")
    expect(day).not_to_contain_text("Northwind")


def test_the_channel_hears_of_the_senior_gap(morning: Visitor) -> None:
    morning.open("#client-health")

    expect(morning.see("Lumen Energy")).to_contain_text("Nobody senior is known")


def test_why_tells_the_rule_its_clock_and_what_clears_it(morning: Visitor) -> None:
    press(morning.see("Calla Cosmetics"), "Why", "Calla")

    told = morning.see("Threshold:")
    expect(told).to_contain_text("Clock:")
    expect(told).to_contain_text("Clears it:")


def test_log_it_opens_the_form_and_the_touch_answers_the_card(opened: Playground, morning: Visitor) -> None:
    press(morning.see("Hartwell & Stone"), "Log it", "Hartwell")
    assert morning.value("Account") == "Hartwell & Stone"
    morning.fill("What was it?", "call")
    morning.fill("What was it about?", "they like the draft")
    morning.submit()
    expect(morning.see("they like the draft")).to_contain_text("Hartwell & Stone")
    opened.running.schedule.run()

    expect(morning.message("to look after")).to_contain_text("spoken to on 11 May")


def test_already_did_asks_for_the_day_and_answers_the_card(opened: Playground, morning: Visitor) -> None:
    press(morning.see("Tidewater Ports"), "Already did", "Tidewater")
    expect(morning.modal).to_contain_text("Tidewater Ports")
    morning.submit()
    expect(morning.modal).to_be_hidden()
    opened.running.schedule.run()

    expect(morning.message("to look after")).to_contain_text("spoken to on 11 May")


def test_snooze_asks_until_when_and_says_so_on_the_card(opened: Playground, morning: Visitor) -> None:
    press(morning.see("Calla Cosmetics"), "Snooze", "Calla")
    expect(morning.modal).to_contain_text("Calla Cosmetics")
    morning.fill("Quiet until", "2026-06-01")
    morning.submit()
    expect(morning.modal).to_be_hidden()
    opened.running.schedule.run()

    expect(morning.message("to look after")).to_contain_text("snoozed until 1 June")


def test_take_it_is_shown_on_the_card(opened: Playground, morning: Visitor) -> None:
    press(morning.see("Calla Cosmetics"), "Take it", "Calla")
    expect(morning.see("is yours to see to now")).to_be_visible()
    opened.running.schedule.run()

    expect(morning.message("to look after")).to_contain_text("taken by @Ana Souza")


def test_not_useful_is_thanked_for(morning: Visitor) -> None:
    press(morning.see("Quarry Foods"), "Not useful", "Quarry")

    expect(morning.see("Thank you")).to_be_visible()


def test_a_touch_typed_in_one_line_is_answered_with_what_was_understood(visitor: Visitor) -> None:
    visitor.open("#general")
    visitor.type("/touch northwind call with Tom yesterday: renewal looks fine next 2w")

    answer = visitor.see("Northwind Logistics")
    for understood in ("call", "10 May", "Tom Weller", "renewal looks fine"):
        expect(answer).to_contain_text(understood)
    expect(answer.get_by_role("button", name="Undo")).to_be_visible()


def test_in_the_channel_that_is_shared_with_a_client_a_touch_needs_no_name(visitor: Visitor) -> None:
    visitor.open("#northwind-shared")
    visitor.type("/touch call: Erik wants two more seats")
    expect(visitor.see("two more seats")).to_contain_text("Northwind Logistics")


def test_a_command_without_anything_opens_its_form(visitor: Visitor) -> None:
    visitor.open("#general")
    visitor.type("/touch")

    expect(visitor.modal.get_by_label("Account")).to_be_visible()


def test_a_month_later_owner_lead_and_channel_have_heard_of_what_became_critical(visitor: Visitor) -> None:
    visitor.travel("1 month")
    visitor.open_dm()
    expect(visitor.see("Hartwell & Stone").first).to_be_visible()
    visitor.act_as("Ben Okafor")
    visitor.open_dm()
    expect(visitor.see("critical")).to_be_visible()

    visitor.open("#client-health")
    posts = visitor.page.get_by_role("article").filter(has_text="Hartwell & Stone")
    expect(posts.filter(has_text="critical").first).to_be_visible()


def test_the_past_is_replayed_as_a_chart_and_tables(visitor: Visitor) -> None:
    visitor.open("#general")
    visitor.type("/client backtest")
    visitor.see("I am replaying the past")

    told = visitor.message("The past, replayed")
    expect(told).to_contain_text("Tend would have warned of", timeout=REPLAY_MS)
    expect(told.get_by_role("table", name="What each rule would have said")).to_contain_text("All rules")
    expect(told.get_by_role("table", name="Lost accounts").get_by_role("row")).to_have_count(3)
    expect(told.get_by_role("img", name=re.compile("Days before the end"))).to_be_visible()


def test_an_admin_sees_what_a_change_would_have_meant_and_applies_it(visitor: Visitor) -> None:
    visitor.act_as("Chris Meyer")
    visitor.open("#general")
    visitor.type("/client settings")
    visitor.see("Who hears what").get_by_role("button", name="Change: Tier standard").click()
    for label, days in (("a first word", "7"), ("due after", "10"), ("critical after", "14")):
        visitor.fill(f"Quiet: {label}", days)
    visitor.submit()

    expect(visitor.modal).to_contain_text("I am counting")
    expect(visitor.modal).to_contain_text("in the last 30 days", timeout=REPLAY_MS)
    visitor.submit()
    expect(visitor.modal).to_be_hidden()
    visitor.see("tier standard contact: 21 30 45 → 7 10 14")


def test_somebody_asks_for_quiet_in_their_own_settings(visitor: Visitor) -> None:
    visitor.open_home()
    visitor.press("Where and when Tend speaks")
    visitor.fill("Leave me in peace until", "2026-05-15")
    visitor.fill("Nudges about your accounts", "weekly, on the first morning of the week")
    visitor.submit()

    expect(visitor.modal).to_contain_text("Nothing is changed yet")
    expect(visitor.modal).to_contain_text("In the last 30 days you got")
    visitor.submit()
    expect(visitor.modal).to_be_hidden()
    expect(visitor.home).to_contain_text("I leave you in peace until 15 May")
    expect(visitor.home).to_contain_text("/client unmute")
