"""Takes the picture of the playground for the README: `python -m tests.browser.picture FILE.png`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from playwright.sync_api import Page, ViewportSize

from bot.play import playground
from tests.browser.chromium import installed_browser, running_browser
from tests.browser.visitor import Visitor

MONDAY = datetime(2026, 5, 11, 7, 45, tzinfo=UTC)
SIZE = ViewportSize(width=1280, height=860)


def main(file: str) -> None:
    """A Monday morning, and what Tend writes to an owner."""
    path = installed_browser()
    if path is None:
        sys.exit("There is no Chromium on this machine to take the picture with.")
    with playground(start=MONDAY) as opened, running_browser(path) as browser:
        page = browser.new_page(viewport=SIZE, device_scale_factor=2, locale="en-GB", color_scheme="light")
        stage(Visitor(page), page, opened.url)
        page.screenshot(path=file)


def stage(visitor: Visitor, page: Page, url: str) -> None:
    """Go to the morning's direct message."""
    visitor.come_to(url)
    page.get_by_role("button", name="Hide the hints").click()
    visitor.travel("1 hour")
    visitor.open_dm()
    visitor.see("to look after")
    page.mouse.move(0, 0)


if __name__ == "__main__":
    main(sys.argv[1])
