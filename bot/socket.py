"""The Socket Mode connection: opened with Bolt's handler, watched over, and closed at once and always."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.in_flight import InFlight

log = structlog.get_logger()

CONCURRENT_REQUESTS = 10
SILENT_S = 25.0  # without a frame, be it the answer to a ping: the connection is dead, whatever it seems
PINGS = 6  # in that time; after four that were not answered slack_sdk gives a connection up by itself
FINISH_S = 3.0  # Slack waits no longer for an acknowledgement
LOOK_AGAIN_S = 0.01


class Line(SocketModeHandler):
    """Bolt's handler. It knows what it is at, so that it can finish that, and when it last heard anything from Slack.

    `silent_s`: seconds without a frame after which it connects anew. slack_sdk does so a little sooner, but not where
    no ping was ever answered, nor where its thread for that is held up.
    """

    def __init__(self, app: App, token: str, silent_s: float) -> None:
        super().__init__(app, token, concurrency=CONCURRENT_REQUESTS, ping_interval=silent_s / PINGS)
        self.client.on_message_listeners.append(self._hear)
        self._in_flight = InFlight()
        self._silent_s = silent_s
        self._heard_at = monotonic()
        self._pong: float | None = None
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._watch_over, name="socket-watch", daemon=True)

    def connect(self) -> None:
        """Listen to Slack."""
        self.client.connect()
        self._heard_at = monotonic()
        self._watch.start()

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """As Bolt does; what comes when we are about to go is left to Slack to tell another connection."""
        with self._in_flight.under_way() as begun:
            if begun:
                super().handle(client, req)

    def finish(self, within_s: float) -> None:
        """Take nothing new, and wait for what is under way to be acknowledged."""
        self._closed.set()
        self._in_flight.close()
        self._in_flight.none_within(within_s)
        self._watch.join(within_s)  # it may be connecting anew

    def _hear(self, _message: str) -> None:
        self._heard_at = monotonic()

    def _watch_over(self) -> None:
        while not self._closed.wait(min(1.0, self._silent_s / 4)):
            session = self.client.current_session
            pong = session.last_ping_pong_time if session else None
            if pong != self._pong:
                self._pong, self._heard_at = pong, monotonic()
            elif monotonic() - self._heard_at > self._silent_s:
                self._connect_anew()

    def _connect_anew(self) -> None:
        log.warning("socket.silent", seconds=round(monotonic() - self._heard_at))
        self._heard_at = monotonic()  # should this one be silent as well, it is tried again after as long
        try:
            _patiently(self.client.disconnect)
            self.client.connect_to_new_endpoint()
        except Exception:
            log.exception("socket.not_connected")


def connect(app: App, token: str, silent_s: float = SILENT_S) -> Line:
    """Listen to Slack with an app-level token. Raises `SlackApiError` when Slack refuses it."""
    line = Line(app, token, silent_s)
    line.connect()
    return line


def close(line: Line) -> None:
    """Finish what is under way, hang up, and return when every thread of the connection has ended.

    slack_sdk's client looks up from its queue only once a second, unless something comes; and closed right after it
    connected, it takes itself for open again and its thread never ends.
    """
    line.finish(FINISH_S)
    closing = threading.Thread(target=_patiently, args=(line.close,))
    closing.start()
    while closing.is_alive():
        line.client.current_session_state.terminated = True
        line.client.enqueue_message("{}")
        closing.join(LOOK_AGAIN_S)
    line.client.disconnect()  # a session that one of the threads had just opened


def _patiently(hang_up: Callable[[], None]) -> None:
    """Twice is once: two threads of slack_sdk's that close a session at the same time get into each other's way."""
    try:
        hang_up()
    except AttributeError:
        hang_up()
