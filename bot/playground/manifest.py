"""What the app asked for when it was set up: scopes, commands, shortcuts, events."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Manifest:
    """An app's manifest. `None` for scopes, commands or events: everything is allowed."""

    name: str = "Tend"
    scopes: frozenset[str] | None = None
    commands: tuple[dict[str, Any], ...] | None = None
    shortcuts: tuple[dict[str, Any], ...] = ()
    events: frozenset[str] | None = None
    home_enabled: bool = True
    messages_enabled: bool = True
    messages_read_only: bool = False

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest.yml (or .json, which is YAML too). Raises `OSError` and `yaml.YAMLError`."""
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        features = content.get("features", {})
        home = features.get("app_home", {})
        scopes = content.get("oauth_config", {}).get("scopes", {}).get("bot", [])
        events = content.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
        return cls(
            name=content["display_information"]["name"],
            scopes=frozenset(scopes),
            commands=tuple(features.get("slash_commands", [])),
            shortcuts=tuple(features.get("shortcuts", [])),
            events=frozenset(events),
            home_enabled=bool(home.get("home_tab_enabled")),
            messages_enabled=bool(home.get("messages_tab_enabled")),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
        )

    def grants(self, scope: str) -> bool:
        """Whether the bot's token has this scope."""
        return self.scopes is None or scope in self.scopes

    def subscribes(self, event: str) -> bool:
        """Whether the app hears events of this name, as the manifest calls it (`message.im`)."""
        return self.events is None or event in self.events

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
