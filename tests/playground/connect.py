"""Connects a real Bolt app to a stand-in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.standin import Standin


@contextmanager
def connected(slack: Standin) -> Iterator[App]:
    """An app with one more Socket Mode connection, closed afterwards."""
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    app = App(client=client, token_verification_enabled=False, process_before_response=True)
    handler = SocketModeHandler(app, slack.app_token)
    before = slack.connections
    handler.client.connect()
    slack.until_connected(before + 1)
    try:
        yield app
    finally:
        close(handler)


def close(handler: SocketModeHandler) -> None:
    """Close a handler, at once and always.

    slack_sdk's client looks up from its queue only once a second, unless something comes; and closed right after it
    connected, it takes itself for open again and its thread never ends.
    """
    closing = threading.Thread(target=handler.close)
    closing.start()
    while closing.is_alive():
        handler.client.current_session_state.terminated = True
        handler.client.enqueue_message("{}")
        closing.join(0.01)
