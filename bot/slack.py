"""Slack clients. Every one is made here, so that `SLACK_API_URL` holds for all."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk import WebClient

TIMEOUT_S = 10


@dataclass(frozen=True)
class SlackClients:
    """Makes clients for a workspace. No client retries by itself: the outbox does, and it knows what was said."""

    api_url: str
    bot_token: str

    def of(self, team_id: str) -> WebClient:  # noqa: ARG002 - one workspace until installing several arrives
        """A client that acts as the bot in a workspace."""
        return WebClient(self.bot_token, base_url=self.api_url, timeout=TIMEOUT_S, retry_handlers=[])

    def nobody(self) -> WebClient:
        """A client that acts as nobody yet: Bolt gives each request's own the token that it was authorized with."""
        return WebClient(base_url=self.api_url, timeout=TIMEOUT_S, retry_handlers=[])
