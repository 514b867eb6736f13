"""HTTP: Slack's requests, and how Tend fares."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import Route

from bot.web.health import Health
from bot.web.server import Server
from bot.web.slack import SlackRequests

__all__ = ["EVENTS", "Health", "Server", "SlackRequests", "serve"]

EVENTS = "/slack/events"


def serve(
    host: str, port: int, health: Health, slack: SlackRequests | None = None, more: Sequence[Route] = ()
) -> Server:
    """A server of Tend's pages, to be entered; leaving it waits for what is in flight. Raises `OSError`.

    `slack`: where Slack's requests come by HTTP. `more`: routes of others.
    """
    mine = [Route(EVENTS, slack.take, methods=["POST"])] if slack else []
    return Server(Starlette(routes=[*mine, *health.routes(), *more]), host, port)
