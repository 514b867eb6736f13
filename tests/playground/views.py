"""Views and blocks for the tests."""

from __future__ import annotations

from typing import Any


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str = "words", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "press.me", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("Press"), "value": value, **more}


def actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def text_input(action_id: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def input_block(element: dict[str, Any] | None = None, block_id: str = "b", **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain("Name"), "element": element or text_input(), **more}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value.title()), "value": value}


def select(*values: str, action_id: str = "s", **more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": action_id, "options": [option(v) for v in values], **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Save"),
        "blocks": list(blocks or [input_block()]),
        **more,
    }


def home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks or [section()]), **more}
