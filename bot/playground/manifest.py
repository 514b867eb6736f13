"""What the app asked for when it was set up: scopes, commands, shortcuts, events."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.playground.parameters import declared
from bot.playground.steps import Function

#: What the token must be allowed, for the app to hear of an event.
_SCOPES = {
    "app_mention": ("app_mentions:read",),
    "file_shared": ("files:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
}


@dataclass(frozen=True)
class Manifest:
    """An app's manifest. `None` for scopes, commands or events: everything is allowed.

    `runs_steps`: its functions are done by the app itself (`function_runtime: remote`).
    """

    name: str = "Tend"
    scopes: frozenset[str] | None = None
    commands: tuple[dict[str, Any], ...] | None = None
    shortcuts: tuple[dict[str, Any], ...] = ()
    events: frozenset[str] | None = None
    home_enabled: bool = True
    messages_enabled: bool = True
    messages_read_only: bool = False
    functions: tuple[Function, ...] = ()
    runs_steps: bool = False

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest.yml (or .json, which is YAML too). Raises `OSError` and `yaml.YAMLError`."""
        content = _content(path.read_text(encoding="utf-8"))
        features = content.get("features", {})
        home = features.get("app_home", {})
        scopes = content.get("oauth_config", {}).get("scopes", {}).get("bot", [])
        settings = content.get("settings", {})
        events = settings.get("event_subscriptions", {}).get("bot_events", [])
        return cls(
            name=content["display_information"]["name"],
            scopes=frozenset(scopes),
            commands=tuple(features.get("slash_commands", [])),
            shortcuts=tuple(features.get("shortcuts", [])),
            events=frozenset(events),
            home_enabled=bool(home.get("home_tab_enabled")),
            messages_enabled=bool(home.get("messages_tab_enabled")),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
            functions=tuple(_function(*named) for named in content.get("functions", {}).items()),
            runs_steps=settings.get("function_runtime") == "remote" and bool(settings.get("org_deploy_enabled")),
        )

    def grants(self, scope: str) -> bool:
        """Whether the bot's token has this scope."""
        return self.scopes is None or scope in self.scopes

    def subscribes(self, event: str) -> bool:
        """Whether the app hears events of this name, as the manifest calls it (`message.im`)."""
        allowed = event not in _SCOPES or any(map(self.grants, _SCOPES[event]))
        return (self.events is None or event in self.events) and allowed

    def command(self, name: str) -> dict[str, Any] | None:
        """How a command is declared; one that is not in the manifest does not exist."""
        if self.commands is None:
            return {"command": name, "should_escape": True}
        return next((c for c in self.commands if c["command"] == name), None)

    def shortcut(self, callback_id: str, kind: str) -> bool:
        """Whether there is such a shortcut; without a manifest, every one."""
        if self.commands is None:
            return True
        return any(s["callback_id"] == callback_id and s["type"] == kind for s in self.shortcuts)

    def function(self, callback_id: str) -> Function | None:
        """The function that Workflow Builder offers under this name."""
        return next((f for f in self.functions if f.callback_id == callback_id), None)


def _function(callback_id: str, told: dict[str, Any]) -> Function:
    inputs, outputs = (declared(told[f"{way}_parameters"]) for way in ("input", "output"))
    return Function(callback_id, told["title"], told["description"], inputs, outputs)


@lru_cache(maxsize=4)
def _content(text: str) -> dict[str, Any]:
    """A manifest, read once: reading YAML takes longer than starting a stand-in."""
    content: dict[str, Any] = yaml.safe_load(text)
    return content
