"""The two ways in which something goes wrong here."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """What the Web API answers with `ok: false`. `extra` is laid into the answer beside `error`."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


class NotPossible(Exception):
    """A person tried what Slack's own client would not let them do; `code` is short, the text is a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Stale(NotPossible):
    """What a person acts on was there when they looked, and the app has changed it since: nobody's mistake."""


def invalid_arguments(*messages: str) -> SlackError:
    """Slack's answer to arguments that it cannot read, with its reasons."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})
