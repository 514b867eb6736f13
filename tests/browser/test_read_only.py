"""A messages tab that an app's manifest makes read-only; Tend's own takes questions and files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.playground.standin import Standin
from tests.browser.conftest import MANIFEST
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


OPEN, READ_ONLY = ("    messages_tab_enabled: true\n", "    messages_tab_read_only_enabled: true\n")


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[Standin]:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(MANIFEST.read_text().replace(OPEN, OPEN + READ_ONLY))
    with Standin(manifest=manifest, rate_limits=False) as slack:
        yield slack


def test_one_reads_there_and_writes_elsewhere(slack: Standin, page: Page) -> None:
    visitor = Visitor(page)
    visitor.come_to(slack.page_url)
    slack.core.add_message(slack.world.dm("U0ANA").id, "U0TEND", "Good morning", by_app=True)

    visitor.open_dm()
    expect(visitor.see("Good morning").get_by_role("button", name="Reply in thread")).to_have_count(0)
    expect(page.get_by_text("Sending messages to this app has been turned off.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("region", name="Three things to try")).to_be_hidden()

    visitor.open("#client-health")
    expect(visitor.composer).to_be_visible()
    expect(page.get_by_text("Sending messages to this app has been turned off.")).to_be_hidden()
    visitor.open_home()
    expect(page.get_by_text("Sending messages to this app has been turned off.")).to_be_hidden()
