"""What Slack sends us, in one shape: a command, a press, a submission, a search in a menu, an event."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.slack import is_workspace
from handlers.tokens import decode


@dataclass(frozen=True)
class Call:
    """A request of Slack's, before anybody is let in. Ids that a kind of request lacks are empty."""

    body: dict[str, Any]
    home_team: str  # the workspace that we are installed in
    once: bool = False  # Slack does not send it again, so that the same one again is a repeat

    @property
    def user_id(self) -> str:
        """Who acted."""
        return str(self._user.get("id") or self.body.get("user_id") or self._event.get("user") or "")

    @property
    def teams(self) -> set[str]:
        """Every workspace that the request says its actor, or its surface, belongs to.

        In an organisation, people act in other workspaces than their first one; there Slack is asked about them alone.
        """
        view = self.body.get("view") or {}
        named = {
            None if self._organisation else self._user.get("team_id"),
            view.get("app_installed_team_id") or (self.body.get("team") or {}).get("id") or self.body.get("team_id"),
        }
        return {team for team in named if is_workspace(team)}

    @property
    def request_id(self) -> str:
        """Slack's own id of the request: the same when it is delivered again."""
        return str(self.body.get("trigger_id") or self.body.get("event_id") or "")

    @property
    def trigger_id(self) -> str:
        """What opens a modal, for three seconds and once."""
        return str(self.body.get("trigger_id") or "")

    @property
    def channel_id(self) -> str | None:
        """Where it happened, if in a channel."""
        return (self.body.get("channel") or {}).get("id") or self.body.get("channel_id") or self.metadata.get("channel")

    @property
    def typed(self) -> str:
        """What was typed after a command, with mentions as people read them."""
        return decode(str(self.body.get("text") or "").strip()) if "command" in self.body else ""

    @property
    def response_url(self) -> str:
        """Where an answer can be sent for half an hour; a form remembers that of the request which opened it."""
        return str(self.body.get("response_url") or self.metadata.get("response_url") or "")

    @property
    def metadata(self) -> dict[str, Any]:
        """What we put on the form or the Home tab it came from."""
        text = (self.body.get("view") or {}).get("private_metadata")
        return dict(json.loads(text)) if text else {}

    @property
    def from_home(self) -> bool:
        """Whether it came from the Home tab: a button there, or a form that one of them opened."""
        return (self.body.get("view") or {}).get("type") == "home" or bool(self.metadata.get("home"))

    @property
    def in_modal(self) -> bool:
        """Whether it was done in a modal."""
        return (self.body.get("view") or {}).get("type") == "modal"

    @property
    def is_bot(self) -> bool:
        """Whether no human did this."""
        return bool(self.body.get("bot_id") or self._event.get("bot_id")) or not self.user_id

    @property
    def _organisation(self) -> str:
        return str((self.body.get("enterprise") or {}).get("id") or self.body.get("enterprise_id") or "")

    @property
    def _user(self) -> dict[str, Any]:
        return self.body.get("user") or {}

    @property
    def _event(self) -> dict[str, Any]:
        return self.body.get("event") or {}
