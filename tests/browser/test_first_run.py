"""Whoever runs a workspace in which nothing is on record yet reads how to begin, and does it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.play import Playground, playground
from tests.browser.conftest import MONDAY
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long

PASTED = "Acme Corp, key, 120000, EUR\nGlobex, standard"


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Playground]:
    """A playground without any account, and without a channel for warnings."""
    for furnishing in ("lay_out", "_link_the_shared_channel"):
        monkeypatch.setattr(f"bot.play.{furnishing}", lambda *_: None)
    monkeypatch.setattr("bot.play.ALERT_CHANNEL", "")
    with playground(start=MONDAY) as it:
        yield it


@pytest.fixture
def admin(empty: Playground, page: Page) -> Visitor:
    """The admin, before the messages from Tend."""
    visitor = Visitor(page)
    visitor.come_to(empty.url)
    visitor.act_as("Chris Meyer")
    visitor.open_dm()
    return visitor


@pytest.fixture
def welcome(admin: Visitor) -> Locator:
    """The message that tells how to begin."""
    return admin.see("Welcome to Tend")


def test_three_steps_are_told_done_and_ticked(empty: Playground, admin: Visitor, welcome: Locator) -> None:
    for step in ("1. Where may I warn?", "2. Who are your clients?", "3. Who looks after whom?"):
        expect(welcome).to_contain_text(step)

    welcome.get_by_role("button", name="Choose the channel for warnings").click()
    admin.fill("Channel for warnings", "#client-health")
    admin.submit()
    admin.see("Warnings go to #client-health from now on")
    empty.running.schedule.run()
    expect(welcome).to_contain_text("✓ Warnings go to #client-health.")

    admin.type(PASTED)
    admin.see("2 would be added").get_by_role("button", name="Import 2 rows").click()
    admin.see("is imported: 2 added")
    empty.running.schedule.run()
    expect(welcome).to_contain_text("✓ Your clients are on record")

    welcome.get_by_role("button", name="Give a client to somebody").click()
    admin.fill("Account", "Acme Corp")
    admin.fill("Owner from now on", "Ana Souza")
    admin.submit()
    admin.see("Changed Acme Corp")
    empty.running.schedule.run()
    expect(welcome).to_contain_text("✓ Owners are named.")
    expect(welcome).to_contain_text("All set.")


def test_the_first_client_is_added_in_a_form(empty: Playground, admin: Visitor, welcome: Locator) -> None:
    welcome.get_by_role("button", name="Add a client account").click()
    expect(admin.modal.get_by_role("heading", name="A new account")).to_be_visible()
    admin.modal.get_by_role("textbox", name="Name", exact=True).fill("Umbrella")
    admin.submit()
    admin.see("Umbrella")
    empty.running.schedule.run()

    expect(welcome).to_contain_text("✓ Your clients are on record")


def test_a_sample_is_tried_and_put_to_rest(empty: Playground, admin: Visitor, welcome: Locator) -> None:
    welcome.get_by_role("button", name="Try it with three made-up clients").click()
    admin.see("would be added").get_by_role("button", name="Import 3 rows").click()
    admin.see("is imported: 3 added")
    empty.running.schedule.run()
    expect(welcome).to_contain_text("The sample is among them")
    welcome.get_by_role("button", name="Put the sample to rest").click()
    admin.see("0 would be added, 3 changed").get_by_role("button", name="Import 3 rows").click()
    admin.see("is imported: 0 added, 3 changed")
    empty.running.schedule.run()

    expect(welcome).not_to_contain_text("The sample is among them")
