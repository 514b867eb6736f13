"""What a method of the Web API is, and how its arguments are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.core import Core
from bot.playground.errors import SlackError, invalid_arguments


class Args:
    """The arguments of one call, from a form (all strings) or from JSON."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self.given.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """A string that must be there. Raises `invalid_arguments`."""
        value = self.text(name)
        if not value:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """True for true, 1, "1" and "true"."""
        return str(self.given.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number. Raises `invalid_arguments`."""
        try:
            return int(self.given.get(name, default))
        except (TypeError, ValueError):
            raise invalid_arguments(f"must be an integer: {name}") from None

    def names(self, name: str) -> list[str]:
        """Names separated by commas, or a list of them."""
        value = self.given.get(name) or []
        parts = value.split(",") if isinstance(value, str) else value
        return [part.strip() for part in parts if part.strip()]

    def parsed(self, name: str, refusal: str) -> Any:
        """Something that is JSON, also when it came as a string. Raises `SlackError(refusal)` when it is not."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(refusal) from None


Function = Callable[[Core, Args], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """One method: what it does, whose token it takes, and which scope the bot's token must have."""

    do: Function
    token: Literal["bot", "app", "none"] = "bot"  # noqa: S105 - a kind of token
    scope: str | None = None


def page(items: list[Any], args: Args, default: int = 100, most: int = 1000) -> tuple[list[Any], str]:
    """One page of a list, by `limit` and `cursor`, and the cursor of the next one (empty: none)."""
    limit = args.number("limit", default)
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    cursor = args.text("cursor", "next:0")
    start = cursor.removeprefix("next:")
    if not start.isdecimal():
        raise SlackError("invalid_cursor")
    end = int(start) + limit
    return items[int(start) : end], f"next:{end}" if end < len(items) else ""
