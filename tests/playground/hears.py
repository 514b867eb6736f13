"""Listens to the events that the stand-in tells an app."""

from __future__ import annotations

from typing import Any

from slack_bolt import App


def hears(app: App, name: str = "message") -> list[dict[str, Any]]:
    """The envelopes of all events of one type that the app hears from now on."""
    heard: list[dict[str, Any]] = []

    @app.event(name)
    def note(body: dict[str, Any]) -> None:
        heard.append(body)

    return heard


def in_order(heard: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same as they happened: an app hears of several things at once."""
    return sorted(heard, key=lambda body: str(body["event"]["event_ts"]))
