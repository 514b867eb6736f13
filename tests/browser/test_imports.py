"""What a visitor does with lists of clients, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from bot.play import Playground
from storage import accounts
from tests.browser.test_files import attach
from tests.browser.visitor import Visitor

CSV = {
    "name": "clients.csv",
    "mimeType": "text/csv",
    "buffer": b"Company;Owner;Segment\nUmbrella;Ben Okafor;key\nHooli;;gold\nPied Piper;;light\n",
}


def test_a_file_is_dropped_tried_its_columns_changed_and_imported(opened: Playground, with_tend: Visitor) -> None:
    visitor = with_tend
    visitor.act_as("Chris Meyer")
    visitor.open_dm()
    attach(visitor, CSV)
    visitor.press("Send")
    card = visitor.see("3 rows of accounts")
    expect(card).to_contain_text("Segment → tier")
    expect(card).to_contain_text("line 3: “gold” is not a tier")
    expect(card.get_by_role("table", name="The first 3 rows")).to_contain_text("Pied Piper")

    card.get_by_role("button", name="Choose the columns of clients.csv").click()
    expect(visitor.modal).to_contain_text("Which column of clients.csv is which?")
    visitor.fill("Aliases", "Segment")
    visitor.submit()
    expect(visitor.see("3 rows of accounts")).to_contain_text("Segment → aliases")

    card.get_by_role("button", name="Import 3 rows of clients.csv").click()
    expect(visitor.see("is imported: 3 added")).to_be_visible()
    with opened.running.tend.store.read() as session:
        assert accounts.by_key(session, opened.slack.team_id, "pied piper") is not None


def test_pasted_accounts_are_added_with_one_press(opened: Playground, with_tend: Visitor) -> None:
    visitor = with_tend
    visitor.act_as("Chris Meyer")
    visitor.open_dm()
    visitor.type("Umbrella, ben@brightside.test\nHooli")
    card = visitor.see("2 rows of accounts")
    card.get_by_role("button", name="Import 2 rows of your list").click()

    expect(visitor.see("is imported: 2 added")).to_be_visible()
    with opened.running.tend.store.read() as session:
        assert accounts.by_key(session, opened.slack.team_id, "hooli") is not None
