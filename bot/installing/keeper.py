"""Keeps the tokens of all workspaces: opened, believed for a minute, renewed before they expire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from queue import SimpleQueue

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.installing.oauth import OAuth, Tokens
from bot.slack import NotInstalled, NotRenewed, is_workspace
from storage import installations, workspaces
from storage.engine import Store
from storage.tables import Installation
from storage.vault import Vault

log = structlog.get_logger()

BELIEVED_FOR = timedelta(minutes=1)
RENEWED_BEFORE = timedelta(hours=2)
_FAILURES = (SlackClientError, OSError, HTTPException, KeyError)
#: Slack's last word on a refresh token: whoever wants Tend back has to install it again.
_LOST = frozenset({"account_inactive", "app_uninstalled", "invalid_grant", "invalid_refresh_token", "token_revoked"})


@dataclass(frozen=True)
class Held:
    """What lets us act in a workspace, as looked up at a moment."""

    token: str = field(repr=False)
    bot_user_id: str
    at: datetime


class Keeper:
    """The tokens of all workspaces, for one process; any number may share a database. `now` tells aware UTC."""

    def __init__(self, store: Store, vault: Vault, oauth: OAuth, now: Callable[[], datetime]) -> None:
        self._store = store
        self._vault = vault
        self._oauth = oauth
        self._now = now
        self._held: dict[str, Held] = {}
        self._drops = 0
        self._newcomers: SimpleQueue[str] = SimpleQueue()

    def token(self, team_id: str) -> str:
        """The bot's token in a workspace. Raises `NotInstalled`, and slack_sdk's errors when it cannot be renewed."""
        return self._hold(team_id, "").token

    def drop(self, team_id: str) -> None:
        """Look anew next time: something about it changed."""
        self._drops += 1
        self._held.pop(team_id, None)

    def newcomers(self) -> list[str]:
        """The workspaces that were welcomed for the first time, by this process, since this was last asked."""
        return [self._newcomers.get() for _ in range(self._newcomers.qsize())]

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """For Bolt: who we are in the workspace that a request came from; None where Tend is not installed.

        Raises `NotRenewed`: what Slack itself raises, Bolt takes for an end.
        """
        try:
            held = self._hold(team_id or "", enterprise_id or "", asked=True)
        except NotInstalled:
            return None
        except SlackApiError as error:
            raise NotRenewed(f"Slack gave no new token for {team_id}") from error
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=held.bot_user_id, bot_token=held.token
        )

    def _hold(self, team_id: str, enterprise_id: str, *, asked: bool = False) -> Held:
        if not is_workspace(team_id):
            raise NotInstalled(team_id)
        now = self._now()
        known = self._held.get(team_id)
        if known and timedelta() <= now - known.at < BELIEVED_FOR:
            return known
        drops = self._drops
        with self._store.read() as session:
            found = installations.find(session, team_id, enterprise_id)
        if found is None:
            raise NotInstalled(team_id)
        if _is_due(found, now):
            found = self._renewed(found, team_id, now)
        if asked:
            self._welcome(team_id, found, now)
        held = Held(self._opened(found).bot, found.bot_user_id, now)
        if drops == self._drops:
            self._held[team_id] = held
        return held

    def _welcome(self, team_id: str, found: Installation, now: datetime) -> None:
        """Know a workspace of whose organisation Tend is part, and wake one that slept: Slack sends us its requests.

        Raises `NotInstalled` where Tend was removed just now.
        """
        with self._store.read() as session:
            workspace = workspaces.get(session, team_id)
        if workspace is None or workspace.asleep_since or workspace.enterprise_id != found.enterprise_id:
            with self._store.write() as session:
                if installations.lock(session, found.team_id, found.enterprise_id) is None:
                    raise NotInstalled(team_id)
                known = {"bot_user_id": found.bot_user_id, "enterprise_id": found.enterprise_id}
                workspaces.ensure(session, team_id, now, **known)
            if workspace is None:
                self._newcomers.put(team_id)

    def _renewed(self, found: Installation, team_id: str, now: datetime) -> Installation:
        """The installation with tokens that last. Whoever holds its row asks Slack; the others wait, or use the old.

        Raises what Slack says where the old token is of no use any more.
        """
        lasts = found.expires_at is None or found.expires_at > now
        with self._store.write() as session:
            mine = installations.lock(session, found.team_id, found.enterprise_id, skip_locked=lasts)
            if mine is None and lasts:
                return found
            if mine is None:
                raise NotInstalled(team_id)
            if _is_due(mine, now):
                self._renew(mine, team_id, now, lasts=lasts)
            return mine

    def _renew(self, mine: Installation, team_id: str, now: datetime, *, lasts: bool) -> None:
        try:
            fresh = self._oauth.renew(self._opened(mine).refresh or "")
        except _FAILURES as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
            log.error("installation.not_renewed", team_id=team_id, code=code, still_valid=lasts)
            if lasts:
                return
            if code in _LOST:
                raise NotInstalled(team_id) from error
            raise
        seal(mine, fresh, self._vault, now)
        log.info("installation.renewed", team_id=team_id, until=mine.expires_at)

    def _opened(self, row: Installation) -> Tokens:
        refresh = self._vault.open(row.refresh_token, owner(row)) if row.refresh_token else None
        return Tokens(self._vault.open(row.bot_token, owner(row)), refresh, None)


def seal(row: Installation, tokens: Tokens, vault: Vault, now: datetime) -> None:
    """Lay tokens that Slack just gave (at `now`) into an installation's row."""
    row.bot_token = vault.seal(tokens.bot, owner(row))
    row.refresh_token = vault.seal(tokens.refresh, owner(row)) if tokens.refresh else None
    row.expires_at = now + tokens.lives if tokens.lives else None


def owner(row: Installation) -> str:
    """For whom an installation's tokens are sealed."""
    return f"{row.enterprise_id}/{row.team_id}"


def _is_due(row: Installation, now: datetime) -> bool:
    return row.refresh_token is not None and row.expires_at is not None and row.expires_at - now <= RENEWED_BEFORE
