"""Where people go to install Tend, and where Slack sends them back."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot import directory
from bot.installing import stay
from bot.installing.oauth import Granted, OAuth
from bot.installing.states import LIVES, StateExpired, States
from bot.tend import Tend
from bot.views import installing as pages
from storage.engine import UNREACHABLE
from storage.vault import Vault

log = structlog.get_logger()

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
COOKIE = "tend-install"
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Reception:
    """Receives whoever installs Tend."""

    tend: Tend
    vault: Vault
    oauth: OAuth
    states: States

    def depart(self, _request: Request) -> Response:
        """Send somebody to Slack's page, with a cookie by which we know them when they come back."""
        errand = self.states.issue(self.tend.now())
        answer = RedirectResponse(self.oauth.authorize_url(errand.state), 302, _HEADERS)
        answer.set_cookie(
            COOKIE,
            errand.cookie,
            max_age=int(LIVES.total_seconds()),
            path="/",
            secure=self.oauth.is_secure,
            httponly=True,
            samesite="lax",
        )
        return answer

    def arrive(self, request: Request) -> Response:
        """They come back from Slack, with a code or without one."""
        try:
            answer = self._received(request)
        except UNREACHABLE as error:
            log.error("installation.not_saved", why=str(error.orig))
            answer = _page(pages.not_saved(), 503)
        answer.delete_cookie(COOKIE, path="/", secure=self.oauth.is_secure, httponly=True, samesite="lax")
        return answer

    def _received(self, request: Request) -> Response:
        told = request.query_params
        if "error" in told:
            return _page(pages.declined(), 200)
        try:
            self.states.redeem(told.get("state", ""), request.cookies.get(COOKIE, ""), self.tend.now())
        except StateExpired:
            return _page(pages.expired(), 400)
        try:
            granted = self.oauth.exchange(told.get("code", ""))
        except (SlackApiError, KeyError) as error:
            code = error.response["error"] if isinstance(error, SlackApiError) else repr(error)
            log.warning("installation.refused", code=code)
            return _page(pages.refused(), 400)
        except (SlackClientError, OSError, HTTPException) as error:
            log.warning("installation.unreachable", why=type(error).__name__)
            return _page(pages.unreachable(), 502)
        stay.begin(self.tend, self.vault, granted, self.tend.now())
        meet = BackgroundTask(directory.meet, self.tend, granted.team_id) if granted.team_id else None
        return _page(pages.installed(granted.name, _slack(granted)), 200, meet)


def routes(reception: Reception) -> list[Route]:
    """What can be asked by a browser."""
    return [Route(INSTALL, reception.depart), Route(BACK, reception.arrive)]


def _page(html: str, status: int, background: BackgroundTask | None = None) -> Response:
    return HTMLResponse(html, status, _HEADERS, background=background)


def _slack(granted: Granted) -> str:
    where = {"app": granted.app_id, "team": granted.team_id or granted.enterprise_id}
    return f"https://slack.com/app_redirect?{urlencode(where)}"
