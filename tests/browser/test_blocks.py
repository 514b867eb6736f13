import pytest
from playwright.sync_api import Page, expect

from bot.playground.standin import Standin
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def test_words_are_drawn_as_slack_draws_them(visitor: Visitor) -> None:
    visitor.type("/gallery words")
    message = visitor.see("A quiet account")
    expect(message.get_by_role("heading", name="A quiet account")).to_be_visible()
    for tag, words in {
        "strong": "Acme",
        "em": "quiet",
        "s": "20",
        "code": "clock 3",
        "blockquote": "they asked <twice>",
    }.items():
        expect(message.locator(tag).filter(has_text=words).first).to_have_text(words)
    expect(message.get_by_role("link", name="the plan")).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    expect(message).to_contain_text("Ask @Ana Souza in #client-health 👋 12 May 2026 at 09:00")
    expect(message.get_by_role("listitem").filter(has_text="second point")).to_be_visible()
    expect(message.get_by_role("heading", name="Notes")).to_be_visible()


def test_a_date_is_shown_in_the_zone_of_the_reader(visitor: Visitor) -> None:
    visitor.type("/gallery words")
    expect(visitor.see("A quiet account")).to_contain_text("12 May 2026 at 09:00")
    visitor.act_as("Chris Meyer")
    expect(visitor.see("A quiet account")).to_contain_text("12 May 2026 at 04:00")


def test_a_press_is_heard_and_the_message_changes_in_place(visitor: Visitor) -> None:
    visitor.type("/gallery controls")
    message = visitor.see("Pressed 0 times")
    visitor.press("Count", message)
    visitor.press("Count", visitor.see("Pressed 1 times"))
    expect(visitor.see("Pressed 2 times")).to_contain_text("(edited)")
    assert len(visitor.messages()) == 1


def test_a_confirm_asks_first(visitor: Visitor, slack: Standin) -> None:
    visitor.type("/gallery controls")
    visitor.press("Remove", visitor.see("Pressed"))
    question = visitor.page.get_by_role("alertdialog", name="Are you sure?")
    expect(question).to_contain_text("This cannot be undone.")
    question.get_by_role("button", name="No").click()
    assert len(slack.messages("C0HEALTH")) == 1
    visitor.press("Remove", visitor.message("Pressed"))
    question.get_by_role("button", name="Yes, do it").click()
    expect(visitor.page.get_by_text("Nothing here yet.")).to_be_visible()


def test_a_press_that_nobody_answers_is_said_below_the_message(visitor: Visitor) -> None:
    visitor.type("/gallery controls")
    message = visitor.see("Pressed")
    visitor.press("Break", message)
    expect(message.get_by_role("alert")).to_contain_text("operation_timeout")


@pytest.mark.parametrize(
    ("label", "choice", "heard"),
    [
        ("Size", "Medium", 'Heard size: "m"'),
        ("Person", "Ben Okafor", 'Heard who: "U0BEN"'),
        ("Channel", "#general", 'Heard where: "C0GENERAL"'),
    ],
)
def test_a_choice_in_a_message_is_heard(visitor: Visitor, label: str, choice: str, heard: str) -> None:
    visitor.type("/gallery controls")
    visitor.see("Pressed").get_by_label(label, exact=True).select_option(label=choice)
    visitor.see(heard)


def test_dates_and_times_in_a_message_are_heard_once_they_are_complete(visitor: Visitor) -> None:
    visitor.type("/gallery controls")
    message = visitor.see("Pressed")
    message.get_by_label("Day", exact=True).fill("2026-06-01")
    visitor.see('Heard day: "2026-06-01"')
    message.get_by_label("Hour", exact=True).fill("09:30")
    visitor.see('Heard hour: "09:30"')
    assert len(visitor.messages()) == 3


def test_an_external_select_searches_while_one_types(visitor: Visitor) -> None:
    visitor.type("/gallery controls")
    fruit = visitor.see("Pressed").get_by_role("combobox", name="Fruit")
    fruit.click()
    found = visitor.page.get_by_role("listbox", name="Fruit")
    expect(found).to_have_text("Type to search")
    fruit.press_sequentially("ap")
    expect(found.get_by_role("option")).to_have_text(["Apple", "Apricot"])
    fruit.press("ArrowDown")
    fruit.press("Enter")
    visitor.see('Heard fruit: "apricot"')
    expect(fruit).to_have_value("Apricot")


def test_several_may_be_chosen_and_are_heard_when_one_leaves(visitor: Visitor) -> None:
    visitor.type("/gallery controls")
    message = visitor.see("Pressed")
    sizes = message.get_by_role("combobox", name="Sizes")
    for size in ("Small", "Large"):
        sizes.fill(size)
        sizes.press("Enter")
    expect(message.get_by_role("list", name="Chosen").get_by_role("listitem")).to_have_text(["Small", "Large"])
    visitor.composer.focus()
    visitor.see('Heard sizes: ["s", "l"]')


def test_radio_buttons_checkboxes_and_overflow_are_heard(visitor: Visitor) -> None:
    visitor.type("/gallery controls")
    message = visitor.see("Pressed")
    message.get_by_role("radiogroup", name="How?").get_by_label("Medium").check()
    visitor.see('Heard how: "m"')
    boxes = message.get_by_role("group", name="What else?")
    boxes.get_by_label("Small").check()
    visitor.see('Heard ticks: ["s"]')
    message.get_by_role("button", name="More", exact=True).press("Enter")
    expect(visitor.page.get_by_role("menuitem", name="Archive")).to_be_focused()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    visitor.see('Heard more: "copy"')


def test_a_data_table_sorts_filters_and_turns_pages(visitor: Visitor) -> None:
    visitor.type("/gallery tables")
    message = visitor.see("Quiet accounts")
    grid = message.get_by_role("table", name="Quiet accounts")
    names = grid.get_by_role("rowheader")
    expect(names).to_have_text(["Acme", "Globex", "Initech", "Umbrella", "Hooli"])
    visitor.press("Next", message)
    expect(names).to_have_text(["Stark", "Wayne"])
    grid.get_by_role("button", name="Days").click()
    expect(names).to_have_text(["Umbrella", "Wayne", "Globex", "Hooli", "Acme"])
    grid.get_by_role("button", name="Days").click()
    expect(names.first).to_have_text("Stark")
    expect(grid.get_by_role("columnheader", name="Days")).to_have_attribute("aria-sort", "descending")
    message.get_by_label("Filter Quiet accounts").fill("in")
    expect(names).to_have_text(["Initech"])
    expect(message.get_by_role("cell", name="standard")).to_be_visible()


def test_charts_are_pictures_with_words_and_a_table(visitor: Visitor) -> None:
    visitor.type("/gallery charts")
    line = visitor.page.get_by_role("img", name="Line chart: Touches per week. Acme: W1 3, W2 5")
    expect(line).to_be_visible()
    expect(visitor.page.get_by_role("img", name="Pie chart: Accounts by level. Fine 9, Early 3")).to_be_visible()
    expect(visitor.page.get_by_role("main").get_by_text("Critical: 1 (7 %)")).to_be_visible()
    visitor.page.get_by_text("Show as a table").first.click()
    expect(visitor.page.get_by_role("row", name="W2 5 2")).to_be_visible()


def test_bars_and_areas_are_drawn_too(visitor: Visitor, page: Page) -> None:
    visitor.type("/gallery bars")
    expect(page.get_by_role("img", name="Bar chart: Bars").locator("rect.fill")).to_have_count(16)
    expect(page.get_by_role("img", name="Area chart: Areas").locator(".under")).to_have_count(2)
