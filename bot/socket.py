"""The Socket Mode connection: opened with Bolt's handler, closed at once and always."""

from __future__ import annotations

import threading

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

CONCURRENT_REQUESTS = 10
LOOK_AGAIN_S = 0.01


def connect(app: App, token: str) -> SocketModeHandler:
    """Listen to Slack with an app-level token. Raises `SlackApiError` when Slack refuses it."""
    handler = SocketModeHandler(app, token, concurrency=CONCURRENT_REQUESTS)
    handler.client.connect()
    return handler


def close(handler: SocketModeHandler) -> None:
    """Hang up, and return when every thread of the connection has ended.

    slack_sdk's client looks up from its queue only once a second, unless something comes; and closed right after it
    connected, it takes itself for open again and its thread never ends.
    """
    closing = threading.Thread(target=handler.close)
    closing.start()
    while closing.is_alive():
        handler.client.current_session_state.terminated = True
        handler.client.enqueue_message("{}")
        closing.join(LOOK_AGAIN_S)
