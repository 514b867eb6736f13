"""The form in which a playbook, or the questions, are changed as text."""

from __future__ import annotations

from typing import Any

from bot.views import inputs

PAPER = "form.playbook"
LONGEST = inputs.TEXT_LIMIT  # characters that fit the field


def change(kind: str, key: str, title: str, text: str) -> dict[str, Any]:
    """Its text; what is sent is a new version."""
    field = inputs.text("text", title, text, many=True, hint="TOML. What is wrong is told with its line.")
    return inputs.modal("Playbook", PAPER, "Save", [field], kind=kind, key=key)
