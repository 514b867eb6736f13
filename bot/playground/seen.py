"""What a person sees after an act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.playground.modals import View
from bot.playground.world import Message


@dataclass(frozen=True)
class Seen:
    """The outcome of an act, as the person sees it.

    `error`: what Slack says in its own voice (`operation_timeout`, …), with `detail`; `message`: what the
    acknowledgement said; `ephemerals`: everything new that only this person sees; `view`: the modal that is now on top,
    when the act changed the stack; `errors`: what stands under inputs, by block_id; `options`: suggestions.
    """

    ack: dict[str, Any] | None = None
    timed_out: bool = False
    error: str | None = None
    detail: str = ""
    message: Message | None = None
    ephemerals: tuple[Message, ...] = ()
    view: View | None = None
    errors: dict[str, str] = field(default_factory=dict)
    options: tuple[dict[str, Any], ...] = ()
    option_groups: tuple[dict[str, Any], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong in the person's eyes."""
        return self.error is None and not self.errors

    @property
    def text(self) -> str:
        """The words of the answer: its text, else the words in its blocks; empty without an answer."""
        answer = self.message or (self.ephemerals[-1] if self.ephemerals else None)
        return words_of(answer) if answer else ""


def words_of(message: Message) -> str:
    """All that stands in a message: its text and the texts in its blocks, a line each."""
    return "\n".join([message.text, *_texts(message.blocks)])


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [text for part in value.values() for text in _texts(part)]
