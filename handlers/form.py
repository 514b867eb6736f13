"""A modal that was filled in: its values by field, whatever kind of input each is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.views.inputs import OF
from bot.work.checks import clean

_SINGLE = ("selected_date", "selected_user", "selected_conversation", "selected_channel")
_MANY = ("selected_users", "selected_conversations", "selected_channels")


@dataclass(frozen=True)
class Form:
    """Values by field (one input a block), and what we put on the form when it was opened.

    `said`: what was typed or chosen, as the person saw it, behind the label of its field.
    """

    view_id: str
    callback_id: str
    values: dict[str, Any]
    metadata: dict[str, Any]
    blocks: dict[str, str]  # block ids by field, in order
    said: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, view: dict[str, Any]) -> Form:
        """Read a view as Slack sends it."""
        state = (view.get("state") or {}).get("values") or {}
        elements = {block: element for block, inner in state.items() for element in inner.values()}
        inputs = [block for block in view.get("blocks", []) if block.get("type") == "input"]
        shown = [(block["label"]["text"], _shown(elements.get(block["block_id"], {}))) for block in inputs]
        metadata = view.get("private_metadata")
        return cls(
            view_id=str(view.get("id") or ""),
            callback_id=str(view.get("callback_id") or ""),
            values={_field(block): _value(element) for block, element in elements.items()},
            metadata=json.loads(metadata) if metadata else {},
            blocks={_field(block["block_id"]): block["block_id"] for block in inputs},
            said=tuple((label, words) for label, words in shown if words),
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its inputs, in order."""
        return tuple(self.blocks)

    def at(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Errors by block, as Slack takes them: what is of no field stands at the first one."""
        placed: dict[str, str] = {}
        for field, why in errors.items():
            block = self.blocks.get(field) or next(iter(self.blocks.values()))
            placed[block] = f"{placed[block]} {why}" if block in placed else why
        return placed

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

    def moment(self, name: str) -> datetime | None:
        """A moment (aware) that we put on the form when it was opened."""
        told = self.metadata.get(name)
        return datetime.fromisoformat(told) if told else None


def _field(block_id: str) -> str:
    return block_id.partition(OF)[0]


def _shown(element: dict[str, Any]) -> str:
    """What stands in an input; of people and channels, who are only ids here, nothing."""
    options = element.get("selected_options") or [element.get("selected_option")]
    chosen = ", ".join(option["text"]["text"] for option in options if option)
    return chosen or clean(str(element.get("value") or element.get("selected_date") or ""))


def _value(element: dict[str, Any]) -> Any:
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"]]
    for name in (*_SINGLE, *_MANY):
        if name in element:
            return element[name]
    return element.get("value")
