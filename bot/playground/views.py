"""The shapes of modals and Home views."""

from __future__ import annotations

import json
from typing import Any

from bot.playground.blocks import Surface, elements_of, flat, problems_with
from bot.playground.errors import SlackError, invalid_arguments
from bot.playground.shapes import PLAIN, Problems, anything, flag, problem, shape, string, text

MOST_BYTES = 250_000
_ANY = {
    "callback_id": string(255),
    "external_id": string(255),
    "private_metadata": string(3000, 0),
}
_MODAL = shape(
    {"title": text(24, PLAIN), "blocks": anything},
    {
        **_ANY,
        "submit": text(24, PLAIN),
        "close": text(24, PLAIN),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = shape({"blocks": anything}, _ANY)


def check_view(view: Any, kinds: tuple[Surface, ...]) -> dict[str, Any]:
    """The view, when Slack would take it. Raises `SlackError` (`view_too_large`, `invalid_arguments`) otherwise."""
    if not isinstance(view, dict):
        raise invalid_arguments("missing required field: view [json-pointer:/view]")
    if len(json.dumps(view, ensure_ascii=False).encode()) > MOST_BYTES:
        raise SlackError("view_too_large")
    problems = _problems(view, kinds)
    if problems:
        raise invalid_arguments(*problems)
    return view


def _problems(view: dict[str, Any], kinds: tuple[Surface, ...]) -> Problems:
    kind = view.get("type")
    if kind not in kinds:
        return [problem(f"must be one of: {', '.join(kinds)}", "/view/type")]
    problems: Problems = []
    (_HOME if kind == "home" else _MODAL)(view, "/view", problems)
    problems += problems_with(view.get("blocks", []), kind, "/view/blocks")
    if not problems and kind == "modal" and _has_input(view) and not view.get("submit"):
        problems.append(problem("missing required field: submit (there are input blocks)", "/view"))
    return problems


def _has_input(view: dict[str, Any]) -> bool:
    return any(block["type"] == "input" and elements_of(block) for block in flat(view["blocks"]))
