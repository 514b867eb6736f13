"""Slack's side of an installation: where people are sent, and what consent and refresh tokens are good for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

from pydantic import SecretStr

from bot.client import Client
from bot.scopes import SCOPES


@dataclass(frozen=True)
class Tokens:
    """What lets us act. `lives` is how long from now on, None: until it is revoked; `refresh` is for the next ones."""

    bot: str = field(repr=False)
    refresh: str | None = field(repr=False)
    lives: timedelta | None


@dataclass(frozen=True)
class Granted:
    """What somebody let us do, where. An organisation as a whole has no `team_id`."""

    team_id: str
    enterprise_id: str
    name: str  # of the workspace, or of the organisation
    tokens: Tokens
    scopes: str
    bot_user_id: str
    installed_by: str
    app_id: str


class OAuth:
    """Speaks to Slack as our app, with its client id and secret. Every call raises slack_sdk's errors and `OSError`."""

    def __init__(self, client_id: str, client_secret: SecretStr, *, api_url: str, public_url: str) -> None:
        self._id = client_id
        self._secret = client_secret
        self._api_url = api_url
        self.redirect_url = urljoin(public_url, "slack/oauth_redirect")
        self.is_secure = public_url.startswith("https://")

    def authorize_url(self, state: str) -> str:
        """Slack's page on which somebody lets Tend in."""
        asked = {
            "client_id": self._id,
            "scope": ",".join(sorted(SCOPES)),
            "user_scope": "",
            "redirect_uri": self.redirect_url,
            "state": state,
        }
        return f"{urljoin(self._api_url, '../oauth/v2/authorize')}?{urlencode(asked)}"

    def exchange(self, code: str) -> Granted:
        """What a consent is good for; Slack takes its code once, for ten minutes."""
        told = self._access(code=code, redirect_uri=self.redirect_url)
        team, enterprise = told.get("team") or {}, told.get("enterprise") or {}
        whole = bool(told.get("is_enterprise_install"))
        return Granted(
            team_id="" if whole else str(team["id"]),
            enterprise_id=str(enterprise["id"] if whole else enterprise.get("id") or ""),
            name=str((enterprise if whole else team).get("name") or ""),
            tokens=_tokens(told),
            scopes=str(told.get("scope") or ""),
            bot_user_id=str(told["bot_user_id"]),
            installed_by=str(told["authed_user"]["id"]),
            app_id=str(told.get("app_id") or ""),
        )

    def renew(self, refresh_token: str) -> Tokens:
        """New tokens for old: Slack takes a refresh token once."""
        return _tokens(self._access(grant_type="refresh_token", refresh_token=refresh_token))

    def _access(self, **how: str) -> dict[str, Any]:
        client = Client(None, self._api_url)
        answer = client.oauth_v2_access(client_id=self._id, client_secret=self._secret.get_secret_value(), **how)
        told: dict[str, Any] = answer.data  # type: ignore[assignment]  # bytes only for files
        return told


def _tokens(told: dict[str, Any]) -> Tokens:
    seconds = told.get("expires_in")
    return Tokens(
        bot=str(told["access_token"]),
        refresh=told.get("refresh_token"),
        lives=timedelta(seconds=int(seconds)) if seconds else None,
    )
