"""Slack clients. Every one is made here, so that `SLACK_API_URL` holds for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeGuard

from slack_sdk.errors import SlackClientError

from bot.client import TIMEOUT_S, Client

__all__ = ["TIMEOUT_S", "NotInstalled", "NotRenewed", "SlackClients", "TokenSource", "is_workspace"]

_ORGANISATION = "E"


def is_workspace(slack_id: str | None) -> TypeGuard[str]:
    """Whether an id is a workspace's: not an organisation's, and not left away."""
    return bool(slack_id) and not str(slack_id).startswith(_ORGANISATION)


class NotInstalled(SlackClientError):
    """Nothing lets us act in a workspace: Tend is not installed there, or no longer."""

    def __init__(self, team_id: str) -> None:
        super().__init__(f"Tend is not installed in {team_id}")
        self.team_id = team_id


class NotRenewed(SlackClientError):
    """Slack did not give a new token just now, and the old one is of no use any more."""


class TokenSource(Protocol):
    """Where the tokens of many workspaces come from."""

    def token(self, team_id: str) -> str:
        """The bot's token in a workspace. Raises `NotInstalled`, and slack_sdk's errors when it cannot be renewed."""

    def drop(self, team_id: str) -> None:
        """Look anew next time: something about it changed."""

    def newcomers(self) -> list[str]:
        """The workspaces that asked something for the first time, since this was last asked."""


@dataclass(frozen=True)
class SlackClients:
    """Makes clients for a workspace. No client retries by itself: the outbox does, and it knows what was said.

    `bot_token` is of the only workspace there is; where there are many, `tokens` has that of each.
    """

    api_url: str
    bot_token: str = field(default="", repr=False)
    tokens: TokenSource | None = None

    def of(self, team_id: str) -> Client:
        """A client that acts as the bot in a workspace. Raises what `TokenSource.token` does."""
        return Client(self.tokens.token(team_id) if self.tokens else self.bot_token, self.api_url)

    def drop(self, team_id: str) -> None:
        """What was known of a workspace's token is no longer so."""
        if self.tokens:
            self.tokens.drop(team_id)

    def newcomers(self) -> list[str]:
        """The workspaces of an organisation that asked something for the first time: their people are to be met."""
        return self.tokens.newcomers() if self.tokens else []

    def nobody(self) -> Client:
        """A client that acts as nobody yet: Bolt gives each request's own the token that it was authorized with."""
        return Client(None, self.api_url)
