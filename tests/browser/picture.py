"""Takes the pictures for the README: `python -m tests.browser.picture .github`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from bot.play import playground
from tests.browser.chromium import installed_browser, running_browser
from tests.browser.visitor import Visitor

MONDAY = datetime(2026, 5, 11, 7, 45, tzinfo=UTC)
SIZE = ViewportSize(width=1280, height=860)


def main(folder: str) -> None:
    """A Monday morning, picture by picture."""
    path = installed_browser()
    if path is None:
        sys.exit("There is no Chromium on this machine to take the pictures with.")
    with playground(start=MONDAY) as opened, running_browser(path) as browser:
        page = browser.new_page(viewport=SIZE, device_scale_factor=2, locale="en-GB", color_scheme="light")
        visitor = Visitor(page)
        visitor.come_to(opened.url)
        page.get_by_role("button", name="Hide the hints").click()
        visitor.travel("1 hour")
        for name, stage in PICTURES.items():
            stage(visitor, page)
            page.mouse.move(0, 0)
            page.screenshot(path=Path(folder) / f"{name}.png")


def message(visitor: Visitor, _page: Page) -> None:
    """What an owner is written in the morning."""
    visitor.open_dm()
    visitor.see("to look after").evaluate("message => message.scrollIntoView({ block: 'start' })")


def portfolio(visitor: Visitor, page: Page) -> None:
    """The portfolio in the Home of whoever runs the workspace."""
    visitor.act_as("Chris Meyer")
    visitor.open_home()
    visitor.home.get_by_role("button", name="Portfolio").first.click()
    expect(visitor.home.get_by_role("img").first).to_be_visible()
    visitor.settle()


PICTURES: dict[str, Callable[[Visitor, Page], None]] = {"playground": message, "home": portfolio}


if __name__ == "__main__":
    main(sys.argv[1])
