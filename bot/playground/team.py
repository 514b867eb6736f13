"""One workspace of the stand-in: people to act as, a look at what they see, and how the app comes in and goes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.playground import payloads
from bot.playground.core import Core
from bot.playground.envelopes import Ack, Deliveries
from bot.playground.errors import NotPossible
from bot.playground.modals import View
from bot.playground.people import People
from bot.playground.response_urls import ResponseUrls
from bot.playground.world import Message, World


class Team(People):
    """A workspace."""

    def __init__(self, core: Core, deliveries: Deliveries, response_urls: ResponseUrls) -> None:
        super().__init__(core, deliveries, response_urls)
        self.core = core
        self._deliveries = deliveries
        core.installs.teams.append(core)

    @property
    def world(self) -> World:
        """Its people, channels and messages."""
        return self.core.world

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.world.team_id

    def messages(self, channel_id: str) -> list[Message]:
        """A channel's messages, replies included, oldest first, without ephemeral ones."""
        with self.core.lock:
            return self.world.messages(channel_id)

    def dm(self, user_id: str) -> list[Message]:
        """The direct messages between a person and the app, oldest first, without ephemeral ones."""
        return self.messages(self.world.dm(user_id).id)

    def ephemeral(self, user_id: str) -> list[Message]:
        """What only this person sees, in all channels, oldest first."""
        with self.core.lock:
            return self.world.ephemerals(user_id)

    def home(self, user_id: str) -> View | None:
        """The Home that the app published for a person."""
        with self.core.lock:
            return self.core.modals.home(user_id)

    def views(self, user_id: str) -> list[View]:
        """A person's open modals, bottom first."""
        with self.core.lock:
            return self.core.modals.stack(user_id)

    def refuse_tokens(self, error: str | None = "account_inactive") -> None:
        """Let every call fail as when the app was uninstalled; None: no longer."""
        self.core.refused = error

    def consent(self, user_id: str, url: str, *, whole: bool = False) -> str:
        """Let the app in, on the page to which it sent somebody; the address to which they are sent on.

        `whole`: into the organisation. Raises `NotPossible` where Slack shows an error in place of that page.
        """
        asked = self._asked(url)
        with self.core.lock:
            self._acting.user(user_id)
            code = self.core.installs.consented(self.core, user_id, asked["redirect_uri"], whole=whole)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def decline(self, url: str) -> str:
        """Say no on that page; the address to which they are sent on."""
        asked = self._asked(url)
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked.get('state', '')})}"

    def uninstall(self, *, whole: bool = False) -> list[Ack]:
        """Remove the app: its tokens open nothing any more, and it is told twice; what it acknowledged."""
        with self.core.lock:
            bots = {"bot": [self.world.bot_user_id]}
            told = [self._event({"type": "tokens_revoked", "tokens": bots}, whole), self._leave(whole)]
        return [self.tell(event) for event in told]

    def tell(self, event: dict[str, Any]) -> Ack:
        """Tell the app of an event in its envelope, and wait until it has heard."""
        return self._deliveries.send("events_api", event).result(timeout=self._deliveries.ack_s + 5)

    def _leave(self, whole: bool) -> dict[str, Any]:
        event = self._event({"type": "app_uninstalled"}, whole)
        self.core.installs.revoke(self.core, "account_inactive", whole=whole)
        return event

    def _event(self, content: dict[str, Any], whole: bool) -> dict[str, Any]:
        """In an envelope without authorizations: there are none any more."""
        told = payloads.event(self.core, content)
        del told["authorizations"]
        if whole:
            told |= {"team_id": None, "enterprise_id": self.world.enterprise_id, "is_enterprise_install": True}
        return told

    def _asked(self, url: str) -> dict[str, str]:
        page = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(page.query).items()}
        with self.core.lock:
            if not url.startswith(f"{self.core.base_url}oauth/v2/authorize?"):
                raise NotPossible("not_found", f"there is no such page: {url}")
            if asked.get("client_id") != self.core.installs.client_id:
                raise NotPossible("invalid_client_id", "no app has this client_id")
            if not all(self.core.manifest.grants(scope) for scope in asked.get("scope", "").split(",")):
                raise NotPossible("invalid_scope", "the app's manifest does not have all of these scopes")
            if not asked.get("redirect_uri", "").startswith(("http://127.0.0.1", "https://")):
                raise NotPossible("bad_redirect_uri", "redirect_uri must be https")
        return asked
