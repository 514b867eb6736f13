"""A modal that was filled in: its values by field, whatever kind of input each is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.work.checks import clean

_SINGLE = ("selected_date", "selected_user", "selected_conversation", "selected_channel")
_MANY = ("selected_users", "selected_conversations", "selected_channels")


@dataclass(frozen=True)
class Form:
    """Values by block id (one input a block), and what we put on the form when it was opened."""

    view_id: str
    callback_id: str
    values: dict[str, Any]
    metadata: dict[str, Any]
    fields: tuple[str, ...]  # block ids of inputs, in order

    @classmethod
    def of(cls, view: dict[str, Any]) -> Form:
        """Read a view as Slack sends it."""
        state = (view.get("state") or {}).get("values") or {}
        given = {block: _value(element) for block, elements in state.items() for element in elements.values()}
        inputs = tuple(b["block_id"] for b in view.get("blocks", []) if b.get("type") == "input")
        metadata = view.get("private_metadata")
        return cls(
            view_id=str(view.get("id") or ""),
            callback_id=str(view.get("callback_id") or ""),
            values=given,
            metadata=json.loads(metadata) if metadata else {},
            fields=inputs,
        )

    def text(self, name: str) -> str:
        """What stands in a field; empty when nothing does."""
        return clean(str(self.values.get(name) or ""))

    def choice(self, name: str) -> str | None:
        """What was chosen in a menu, if anything."""
        return self.text(name) or None

    def many(self, name: str) -> tuple[str, ...]:
        """All that was chosen in a menu of many."""
        return tuple(self.values.get(name) or ())

    def day(self, name: str) -> date | None:
        """The day that was picked, if one was."""
        picked = self.text(name)
        return date.fromisoformat(picked) if picked else None


def _value(element: dict[str, Any]) -> Any:
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"]]
    for name in (*_SINGLE, *_MANY):
        if name in element:
            return element[name]
    return element.get("value")
