"""Where the app is installed: what people consented to, and the tokens that their consent is exchanged for."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.playground.errors import SlackError

if TYPE_CHECKING:
    from bot.playground.core import Core

CODE_LIVES = timedelta(minutes=10)
TOKEN_LIVES = timedelta(hours=12)


@dataclass(frozen=True)
class Consent:
    """Somebody let the app into a workspace, or (`whole`) into the organisation that it belongs to."""

    core: Core
    by: str
    whole: bool
    redirect_uri: str
    at: datetime


@dataclass
class Grant:
    """A bot token, and what it takes to get the next one. `expires_at` None: it lives until it is revoked."""

    consent: Consent
    token: str
    refresh: str | None
    expires_at: datetime | None
    error: str | None = None  # what the token gets since it was revoked

    @property
    def core(self) -> Core:
        """The workspace, or one of the organisation's."""
        return self.consent.core


@dataclass
class Installs:
    """Codes and refresh tokens are taken once. `rotates`: tokens live for twelve hours, as the app chose."""

    now: Callable[[], datetime]
    client_id: str
    client_secret: str
    rotates: bool = False
    teams: list[Core] = field(default_factory=list)
    _codes: dict[str, Consent] = field(default_factory=dict)
    _grants: list[Grant] = field(default_factory=list)

    def consented(self, core: Core, by: str, redirect_uri: str, *, whole: bool) -> str:
        """Somebody said yes: the code that the app is sent."""
        code = f"{uuid.uuid4().int % 10**10}.{uuid.uuid4().hex}"
        self._codes[code] = Consent(core, by, whole, redirect_uri, self.now())
        return code

    def exchange(self, code: str, redirect_uri: str) -> Grant:
        """Tokens for a code. Raises `invalid_code`, `bad_redirect_uri`."""
        consent = self._codes.pop(code, None)
        if consent is None or self.now() - consent.at > CODE_LIVES:
            raise SlackError("invalid_code")
        if redirect_uri != consent.redirect_uri:
            raise SlackError("bad_redirect_uri")
        return self._grant(consent)

    def renew(self, refresh_token: str) -> Grant:
        """Tokens for a refresh token, which is spent by that. Raises `invalid_refresh_token`."""
        old = next((one for one in self._grants if refresh_token and one.refresh == refresh_token), None)
        if old is None or old.error:
            raise SlackError("invalid_refresh_token")
        old.refresh = None
        return self._grant(old.consent)

    def opened_by(self, token: str) -> Grant | None:
        """What a token is good for; None for one that was never given. Raises what it gets when it is no longer."""
        grant = next((one for one in self._grants if one.token == token), None)
        if grant is None:
            return None
        if grant.error:
            raise SlackError(grant.error)
        if grant.expires_at is not None and grant.expires_at <= self.now():
            raise SlackError("token_expired")
        return grant

    def is_whole(self, core: Core) -> bool:
        """Whether the app is in a workspace by its organisation's consent."""
        mine = [one for one in self._grants if one.consent.core.world.enterprise_id and one.consent.whole]
        return any(one.core.world.enterprise_id == core.world.enterprise_id and not one.error for one in mine)

    def revoke(self, core: Core, error: str, *, whole: bool = False) -> None:
        """Let the tokens of a workspace, or (`whole`) of its organisation, open nothing any more."""
        for grant in self._grants:
            if grant.consent.whole == whole and grant.core is core:
                grant.error = grant.error or error

    def _grant(self, consent: Consent) -> Grant:
        secret = uuid.uuid4().hex
        if self.rotates:
            grant = Grant(consent, f"xoxe.xoxb-1-{secret}", f"xoxe-1-{secret}", self.now() + TOKEN_LIVES)
        else:
            grant = Grant(consent, f"xoxb-{secret}", None, None)
        self._grants.append(grant)
        return grant
