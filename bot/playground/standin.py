"""Ties the stand-in together: one server on 127.0.0.1, people to act as, and a look at everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from bot.playground.calls import Call
from bot.playground.core import Core
from bot.playground.envelopes import ACK_S, Deliveries, Send
from bot.playground.faults import Faults
from bot.playground.guard import LocalOnly
from bot.playground.installs import Installs
from bot.playground.manifest import Manifest
from bot.playground.over_http import Posts
from bot.playground.page_api import PageApi
from bot.playground.rate_limits import RateLimits
from bot.playground.response_urls import ResponseUrls
from bot.playground.server import HOST, Server
from bot.playground.socket_mode import SocketMode
from bot.playground.stream import Stream
from bot.playground.team import Team
from bot.playground.time_machine import utc_now
from bot.playground.web_api import WebApi
from bot.playground.wires import Wires
from bot.playground.world import World, brightside

BOT_TOKEN = "xoxb-stand-in"  # noqa: S105 - opens nothing but the stand-in
APP_TOKEN = "xapp-stand-in"  # noqa: S105
SIGNING_SECRET = "signed-by-the-stand-in"  # noqa: S105
CLIENT_ID = "1234567890.0987654321"
CLIENT_SECRET = "stand-in-secret"  # noqa: S105


class Standin(Team):
    """A Slack of one workspace, and of those that are added. `with Standin() as slack:` starts and stops it.

    `now`: aware UTC, dates messages and fills the rate limits. `manifest`: scopes, commands and events as set up;
    without one everything goes. `ack_s`: seconds in which the app must acknowledge. `rate_limits=False` lets any
    number of calls through. `rotates=True`: tokens that the app is given when it is installed live for twelve hours.
    `request_url`: where the app takes requests over HTTP, signed with `signing_secret` (see `tell_by_http`).
    """

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN
    client_id = CLIENT_ID
    client_secret = CLIENT_SECRET

    def __init__(
        self,
        world: World | None = None,
        now: Callable[[], datetime] | None = None,
        manifest: Path | None = None,
        port: int = 0,
        *,
        rate_limits: bool = True,
        ack_s: float = ACK_S,
        rotates: bool = False,
        request_url: str | None = None,
        signing_secret: str = SIGNING_SECRET,
    ) -> None:
        self._server = Server(port)
        self._wires = Wires()
        self.on_travel: Callable[[float], None] | None = None  # takes hours; set by who has a time machine
        now = now or utc_now
        core = Core(
            world=world or brightside(),
            manifest=Manifest.read(manifest) if manifest else Manifest(),
            now=now,
            limits=RateLimits(rate_limits, now),
            bot_token=self.bot_token,
            app_token=self.app_token,
            base_url=f"http://{HOST}:{self._server.port}/",
            installs=Installs(now, self.client_id, self.client_secret, rotates),
        )
        self._response_urls = ResponseUrls(core, now)
        super().__init__(core, Deliveries(self._server.loop, self._lines_changed, ack_s), self._response_urls)
        self.socket = SocketMode(core, self._deliveries, self._wires, self._server.loop)
        self._stream = Stream(self.core, self._server.loop)
        self._signing_secret = signing_secret
        self._posts: Posts | None = None
        if request_url is not None:
            self.tell_by_http(request_url)

    @property
    def api_url(self) -> str:
        """The base URL for clients of the Web API."""
        return f"{self.core.base_url}api/"

    @property
    def page_url(self) -> str:
        """The address of the page."""
        return self.core.base_url

    @property
    def connections(self) -> int:
        """How many Socket Mode connections the app has, without those that were asked to go."""
        return sum(not line.leaving for line in self._deliveries.lines)

    @property
    def faults(self) -> Faults:
        """Faults to switch on."""
        return self.core.faults

    def __enter__(self) -> Standin:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve from now on."""
        self._server.start(LocalOnly(self._app()), self._wires, self._stopping)

    def stop(self) -> None:
        """Close every connection and end the server's thread."""
        if self._posts is not None:
            self._posts.close()
        self._server.stop()

    def add_team(self, world: World) -> Team:
        """Another workspace, into which the app may be let by `consent`."""
        limits = RateLimits(self.core.limits.enabled, self.core.now)
        core = replace(self.core, world=world, bot_token="", limits=limits, refused=None)
        return Team(core, self._deliveries, self._response_urls.of(core))

    def calls(self, method: str | None = None) -> list[Call]:
        """Every call of a method of the Web API so far (or of all), oldest first."""
        return self.core.calls.of(method)

    def until(self, holds: Callable[[], Any], seconds: float = 5.0) -> None:
        """Wait until something holds. Raises `AssertionError` when it does not within the time."""
        if not self.core.changes.until(holds, seconds):
            raise AssertionError(f"did not come to hold within {seconds} seconds")

    def until_connected(self, lines: int = 1, seconds: float = 5.0) -> None:
        """Wait until the app has so many Socket Mode connections."""
        self.until(lambda: self.connections == lines, seconds)

    def tell_by_http(self, request_url: str) -> Posts:
        """From now on tell the app by requests to this address, and no longer down its connections."""
        self._posts = Posts(request_url, self._signing_secret, self.core.now, self._deliveries.ack_s)
        self.tell_by(self._posts.send)
        return self._posts

    def tell_by(self, send: Send) -> None:
        """From now on tell the app in this way."""
        self._deliveries.elsewhere = send

    def _app(self) -> Starlette:
        api = WebApi(self.core, self._wires, self._response_urls)
        page = PageApi(
            self.core,
            people=self,
            stream=self._stream,
            is_connected=lambda: self._posts is not None or self.connections > 0,
            traveller=lambda: self.on_travel,
        )
        return Starlette(
            routes=[
                Route("/api/{method}", api.call, methods=["GET", "POST"]),
                Route("/upload/{file_id}", api.upload, methods=["POST", "PUT"]),
                Route("/files-pri/{file}/{name}", api.download),
                Route("/files-pri/{file}/download/{name}", api.download),
                Route("/response/{key}", api.respond, methods=["POST"]),
                WebSocketRoute("/link/", self.socket.link),
                *page.routes(),
            ]
        )

    def _lines_changed(self, lines: int) -> None:
        self.core.changes.announce("bot", connected=lines > 0)

    def _stopping(self) -> None:
        self._deliveries.close()
        self._stream.close()
        self.socket.close()
