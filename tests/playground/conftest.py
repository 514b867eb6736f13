"""A stand-in, a client of it, and a tiny app that answers it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.playground.standin import Standin
from tests.playground.connect import connected

BEN, ANA, CHRIS, DANA, ERIK = "U0BEN", "U0ANA", "U0CHRIS", "U0DANA", "U0ERIK"
HEALTH, SHARED = "C0HEALTH", "C0ACME"

hasty = pytest.mark.parametrize("ack_s", [0.3])


@pytest.fixture
def ack_s() -> float:
    """Seconds for an acknowledgement; a test that waits for them to pass takes fewer."""
    return 3.0


@pytest.fixture
def slack(ack_s: float) -> Iterator[Standin]:
    with Standin(ack_s=ack_s) as slack:
        yield slack


@pytest.fixture
def client(slack: Standin) -> WebClient:
    return client_of(slack)


def client_of(slack: Standin, token: str | None = None, timeout: int = 5) -> WebClient:
    return WebClient(token or slack.bot_token, base_url=slack.api_url, timeout=timeout, retry_handlers=[])


@pytest.fixture
def app(slack: Standin) -> Iterator[App]:
    """A Bolt app, connected by Socket Mode. Listeners may be added while it runs."""
    with connected(slack) as app:
        yield app
