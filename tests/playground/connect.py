"""Connects a real Bolt app to a stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_sdk import WebClient

from bot.playground.standin import Standin
from bot.socket import close, connect


@contextmanager
def connected(slack: Standin) -> Iterator[App]:
    """An app with one more Socket Mode connection, closed afterwards."""
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    app = App(client=client, token_verification_enabled=False, process_before_response=True)
    before = slack.connections
    handler = connect(app, slack.app_token)
    slack.until_connected(before + 1)
    try:
        yield app
    finally:
        close(handler)
