"""A real browser, the stand-in for Slack and a visitor who uses its page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from bot.nudges.schedule import Schedule
from bot.play import Playground, playground
from bot.playground.standin import Standin
from tests.browser.chromium import NAMES, installed_browser, running_browser
from tests.browser.sampler import sampler
from tests.browser.visitor import Visitor

MONDAY = datetime(2026, 5, 11, 7, 45, tzinfo=UTC)  # a quarter to nine in Lisbon
PATIENCE_MS = 20_000  # a machine that runs all tests at once is slow
MANIFEST = Path(__file__).parent / "manifest.yml"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = installed_browser()
    if found is None:
        pytest.skip(f"no browser on this machine: looked for {', '.join(NAMES)}")
    with running_browser(found) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile. What the page reports as an error, or asks of another host, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, timezone_id="Asia/Tokyo", locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if is_trouble(line) else None)
    page.on("request", lambda sent: wrong.append(sent.url) if not is_local(sent.url) else None)
    yield page
    context.close()
    assert wrong == []


def is_trouble(line: ConsoleMessage) -> bool:
    """Not that the server is gone: the stand-in may stop before the page closes."""
    return line.type in ("error", "warning") and "ERR_CONNECTION_REFUSED" not in line.text


def is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "about:"))


@pytest.fixture
def slack() -> Iterator[Standin]:
    """The stand-in with the sampler connected to it."""
    with Standin(manifest=MANIFEST, rate_limits=False) as standin, sampler(standin):
        yield standin


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a playground that was opened and laid out, and in which nothing has ticked yet."""
    folder = tmp_path_factory.mktemp("laid-out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Schedule, "start", lambda _: None)
        with playground(start=MONDAY, data=folder):
            pass
    return folder / "playground.db"


@pytest.fixture
def opened(laid_out: Path, tmp_path: Path) -> Iterator[Playground]:
    """A playground with Tend itself at work in it."""
    folder = tmp_path / "playground"
    folder.mkdir()
    shutil.copy(laid_out, folder)
    with playground(start=MONDAY, data=folder) as it:
        yield it


@pytest.fixture
def with_tend(opened: Playground, page: Page) -> Visitor:
    """Somebody who has just opened that playground."""
    visitor = Visitor(page)
    visitor.come_to(opened.url)
    return visitor


@pytest.fixture
def morning(with_tend: Visitor) -> Visitor:
    """The same, an hour later, before Ana's day in one message."""
    with_tend.travel("1 hour")
    with_tend.open_dm()
    return with_tend


@pytest.fixture
def visitor(page: Page, slack: Standin) -> Visitor:
    """Somebody who has just opened the page, as Ana in #client-health."""
    visitor = Visitor(page)
    visitor.come_to(slack.page_url)
    visitor.open("#client-health")
    return visitor
