import re

import pytest
from playwright.sync_api import Page, expect

from bot.playground.standin import Standin
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


def test_the_left_side_shows_people_channels_and_the_bot(visitor: Visitor) -> None:
    people = visitor.places.get_by_role("radiogroup", name="Act as").get_by_role("radio")
    expect(people).to_have_count(4)
    assert [
        link.split("\n")[-1] for link in visitor.places.get_by_role("list", name="Direct messages").all_inner_texts()
    ]
    expect(visitor.places.get_by_role("link", name="acme-shared shared")).to_be_visible()
    expect(visitor.places.get_by_role("link", name="old-projects archived")).to_be_visible()
    expect(visitor.places.get_by_role("link", name="Tend App")).to_be_visible()


def test_a_message_is_shown_with_its_author_and_time(visitor: Visitor, slack: Standin) -> None:
    visitor.type("Good morning")
    message = visitor.see("Good morning")
    expect(message).to_have_accessible_name(re.compile(r"^Ana Souza \d\d:\d\d$"))
    assert [one.text for one in slack.messages("C0HEALTH")] == ["Good morning"]


def test_another_person_sees_an_unread_count_until_they_look(visitor: Visitor) -> None:
    visitor.type("One")
    visitor.type("Two")
    visitor.see("Two")
    visitor.open("#general")
    visitor.act_as("Ben Okafor")
    expect(visitor.places.get_by_role("link", name="client-health 2 unread")).to_be_visible()
    assert visitor.unread("#client-health") == 2
    visitor.open("#client-health")
    visitor.see("Two")
    visitor.open("#general")
    expect(visitor.places.get_by_role("link", name="client-health", exact=True)).to_be_visible()
    assert visitor.unread("#client-health") == 0


def test_what_arrived_since_the_last_visit_stands_below_a_line(visitor: Visitor) -> None:
    visitor.type("Old")
    visitor.see("Old")
    visitor.act_as("Ben Okafor")
    visitor.see("Old")
    visitor.open("#general")
    visitor.act_as("Ana Souza")
    visitor.open("#client-health")
    visitor.type("Fresh")
    visitor.see("Fresh")
    visitor.open("#general")
    visitor.act_as("Ben Okafor")
    visitor.open("#client-health")
    rows = visitor.page.get_by_role("list", name="Messages").get_by_role("listitem").all_inner_texts()
    assert rows.index("New") == len(rows) - 2
    assert "Fresh" in rows[-1]


def test_ephemeral_messages_are_marked_and_seen_by_one_person_only(visitor: Visitor) -> None:
    visitor.type("/echo only me")
    expect(visitor.see("only me")).to_contain_text("Only visible to you")
    visitor.act_as("Ben Okafor")
    assert visitor.messages() == []


def test_times_are_in_the_zone_of_the_person_acted_as(visitor: Visitor) -> None:
    visitor.type("Noon?")
    visitor.see("Noon?")
    clock = visitor.page.get_by_role("main").locator("article time").first
    lisbon = clock.inner_text()
    visitor.act_as("Chris Meyer")
    expect(clock).not_to_have_text(lisbon)
    assert (int(lisbon[:2]) - int(clock.inner_text()[:2])) % 24 in (4, 5)


def test_the_address_leads_back_to_the_same_person_and_place(visitor: Visitor) -> None:
    visitor.act_as("Ben Okafor")
    visitor.open("#general")
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", name="#general")).to_be_visible()
    expect(visitor.places.get_by_role("radio", name="Ben Okafor")).to_be_checked()
    visitor.page.go_back()
    expect(visitor.page.get_by_role("heading", name="#client-health")).to_be_visible()


def test_a_thread_opens_at_the_right_and_takes_answers(visitor: Visitor) -> None:
    visitor.type("Shall we call?")
    visitor.open_thread(visitor.see("Shall we call?"))
    visitor.reply("Yes, *today*")
    expect(visitor.thread.get_by_role("article")).to_have_count(2)
    expect(visitor.message("Shall we call?").get_by_role("button", name="1 reply")).to_be_visible()
    assert len(visitor.messages()) == 1
    visitor.thread.get_by_role("textbox").press("Escape")
    expect(visitor.thread).to_be_hidden()
    visitor.message("Shall we call?").get_by_role("button", name="1 reply").click()
    expect(visitor.thread.get_by_role("article").last).to_contain_text("Yes, today")


def test_commands_do_not_run_in_threads(visitor: Visitor) -> None:
    visitor.type("Parent")
    visitor.open_thread(visitor.see("Parent"))
    visitor.reply("/echo no")
    expect(visitor.thread.get_by_role("alert")).to_have_text(
        "Commands do not work in threads. Write it in the channel."
    )
    expect(visitor.thread.get_by_role("textbox")).to_have_value("/echo no")


def test_text_is_never_taken_for_html(visitor: Visitor) -> None:
    nasty = "<img src=x onerror=alert(1)> & <!channel> <script>alert(2)</script>"
    visitor.type(nasty)
    visitor.see("onerror")
    assert visitor.messages() == [nasty]
    expect(visitor.page.locator("main img[src=x], main script")).to_have_count(0)


def test_an_archived_channel_takes_no_messages(visitor: Visitor) -> None:
    visitor.open("#old-projects")
    expect(visitor.composer).to_be_disabled()


def test_the_bot_can_be_invited_where_it_is_not(visitor: Visitor, slack: Standin) -> None:
    visitor.open("#random")
    visitor.press("Invite Tend")
    expect(visitor.page.get_by_role("button", name="Invite Tend")).to_have_count(0)
    assert "U0TEND" in slack.world.channels["C0NOBOT"].members


def test_home_shows_what_the_bot_published_when_it_was_opened(visitor: Visitor) -> None:
    visitor.open_home()
    expect(visitor.home.get_by_role("heading", name="Your clients")).to_be_visible()
    expect(visitor.home).to_contain_text("Welcome, @Ana Souza")
    visitor.act_as("Ben Okafor")
    expect(visitor.home).to_contain_text("Welcome, @Ben Okafor")


def test_a_connection_that_is_gone_is_said(visitor: Visitor, slack: Standin) -> None:
    slack.core.changes.announce("bot", connected=False)
    expect(visitor.page.get_by_role("banner")).to_contain_text("Tend is not connected")
    slack.core.changes.announce("bot", connected=True)
    expect(visitor.page.get_by_role("banner")).not_to_contain_text("Tend is not connected")


def test_on_a_phone_the_places_are_a_drawer(visitor: Visitor, page: Page) -> None:
    page.set_viewport_size({"width": 380, "height": 740})
    expect(visitor.places).to_be_hidden()
    page.get_by_role("button", name="Places").click()
    visitor.open("#general")
    expect(visitor.places).to_be_hidden()
    visitor.type("From the train")
    visitor.see("From the train")
    assert page.evaluate("document.documentElement.scrollWidth") == 380


def test_what_i_write_is_shown_wherever_i_had_been_reading(visitor: Visitor) -> None:
    visitor.type("First")
    visitor.see("First")
    visitor.type("\n".join(f"Line {number}" for number in range(80)))
    visitor.see("Line 79")
    visitor.page.get_by_role("list", name="Messages", exact=True).evaluate("list => list.scrollTo(0, 0)")

    visitor.type("/echo here I am")

    expect(visitor.see("here I am")).to_be_in_viewport()
