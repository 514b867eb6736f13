"""Answers to what a person did: the acknowledgement's message, and `response_url`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.playground.chat import MOST_TEXT, content_of
from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.methods import Args
from bot.playground.world import Message

USES = 5
LIVES = timedelta(minutes=30)


@dataclass(frozen=True)
class Origin:
    """What is answered: a command line, or a message with a button (or a shortcut on it)."""

    user_id: str
    channel_id: str
    kind: Literal["command", "message"]
    command: str | None = None
    message: Message | None = None


@dataclass
class _Url:
    core: Core
    origin: Origin
    made_at: datetime
    used: int = 0


def answer(core: Core, origin: Origin, payload: dict[str, Any]) -> Message | None:
    """Show an answer where its origin was. Raises `SlackError` when Slack would not take it."""
    original = origin.message
    if payload.get("delete_original"):
        _delete(core, original)
        return None
    text, blocks = content_of(core, Args(payload), MOST_TEXT)
    if payload.get("replace_original") and original is not None and original.by_app:
        return core.rewrite(original, text=text, blocks=blocks)
    in_channel = payload.get("response_type") == "in_channel"
    return core.add_message(
        origin.channel_id,
        core.bot.id,
        text,
        blocks=blocks,
        thread_ts=payload.get("thread_ts") or None,
        ephemeral_to=None if in_channel else origin.user_id,
        command=origin.command if in_channel else None,
        by_app=True,
    )


def _delete(core: Core, original: Message | None) -> None:
    if original is not None and core.world.message(original.channel, original.ts) is not None:
        core.remove(original)


class ResponseUrls:
    """Hands out addresses for answers: five uses within thirty minutes each."""

    def __init__(self, core: Core, now: Callable[[], datetime], urls: dict[str, _Url] | None = None) -> None:
        self._core = core
        self._now = now
        self._urls: dict[str, _Url] = {} if urls is None else urls

    def of(self, core: Core) -> ResponseUrls:
        """Those of another workspace, at the same place."""
        return ResponseUrls(core, self._now, self._urls)

    def issue(self, origin: Origin) -> str:
        """An address for answers to this."""
        key = uuid.uuid4().hex
        self._urls[key] = _Url(self._core, origin, self._now())
        return f"{self._core.base_url}response/{key}"

    def use(self, key: str, payload: dict[str, Any]) -> None:
        """Answer once. Raises `SlackError`: `expired_url`, `used_url`, or what is wrong with the message."""
        url = self._urls.get(key)
        if url is None or self._now() - url.made_at > LIVES:
            raise SlackError("expired_url")
        if url.used >= USES:
            raise SlackError("used_url")
        url.used += 1
        answer(url.core, url.origin, payload)
