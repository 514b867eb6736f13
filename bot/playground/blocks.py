"""The shapes of Block Kit's blocks: limits, surfaces, and what must be unique."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, Literal

from bot.playground.charts import CHART, DATA_TABLE, TABLE
from bot.playground.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, elements
from bot.playground.shapes import (
    PLAIN,
    Check,
    Problems,
    any_of,
    anything,
    both,
    by_type,
    exactly_one,
    flag,
    many,
    one_of,
    problem,
    shape,
    string,
    text,
    url,
)

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
_MOST_MARKDOWN = 12_000
_MOST_CHARTS = 2

_BLOCK_ID = {"block_id": string(255)}
_SOURCE = exactly_one("image_url", "slack_file")
_IMAGE_ELEMENT = both(
    shape({"alt_text": string(2000)}, {"image_url": url(), "slack_file": anything}),
    _SOURCE,
)
_ACCESSORY: Check = by_type(
    {"image": _IMAGE_ELEMENT, **{name: elements([name], "accessory") for name in IN_SECTION}}, "accessory"
)
_RICH_TEXT = by_type(
    {
        name: shape(
            {"elements": many(anything, 1000, 0)},
            {"style": anything, "indent": anything, "border": anything, "offset": anything},
        )
        for name in ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
    },
    "rich_text",
)
_IN_CONTEXT = by_type(
    {"image": _IMAGE_ELEMENT, "plain_text": text(3000, PLAIN), "mrkdwn": text(3000, frozenset({"mrkdwn"}))}, "context"
)

BLOCKS: dict[str, Check] = {
    "actions": shape({"elements": many(elements(IN_ACTIONS, "actions"), 25)}, _BLOCK_ID),
    "alert": shape(
        {"text": text(200)}, {**_BLOCK_ID, "level": one_of("default", "info", "warning", "error", "success")}
    ),
    "context": shape({"elements": many(_IN_CONTEXT, 10)}, _BLOCK_ID),
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "divider": shape({}, _BLOCK_ID),
    "header": shape({"text": text(150, PLAIN)}, {**_BLOCK_ID, "level": one_of(1, 2, 3, 4)}),
    "image": both(
        shape(
            {"alt_text": string(2000)},
            {**_BLOCK_ID, "image_url": url(), "slack_file": anything, "title": text(2000, PLAIN)},
        ),
        _SOURCE,
    ),
    "input": shape(
        {"label": text(2000, PLAIN), "element": elements(IN_INPUT, "input")},
        {**_BLOCK_ID, "hint": text(2000, PLAIN), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": shape({"text": string(_MOST_MARKDOWN)}, _BLOCK_ID),
    "rich_text": shape({"elements": many(_RICH_TEXT, 1000)}, _BLOCK_ID),
    "section": both(
        shape(
            {},
            {**_BLOCK_ID, "text": text(3000), "fields": many(text(2000), 10), "accessory": _ACCESSORY, "expand": flag},
        ),
        any_of("text", "fields"),
    ),
    "table": TABLE,
}

_EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
_NOT_MODAL: frozenset[Surface] = frozenset({"message", "home"})
_SURFACES: dict[str, frozenset[Surface]] = {
    "alert": frozenset({"modal"}),
    "data_table": _NOT_MODAL,
    "data_visualization": _NOT_MODAL,
    "markdown": frozenset({"message"}),
    "table": _NOT_MODAL,
}

_block = by_type(BLOCKS, "block")


def problems_with(blocks: Any, surface: Surface, pointer: str = "/blocks") -> Problems:
    """Everything that Slack would refuse in these blocks on this surface; nothing: they are good."""
    problems: Problems = []
    many(_block, MOST_BLOCKS[surface], 0)(blocks, pointer, problems)
    if problems:
        return problems
    for index, block in enumerate(blocks):
        if surface not in _SURFACES.get(block["type"], _EVERYWHERE):
            problems.append(
                problem(f"block type {block['type']} is not supported in a {surface}", f"{pointer}/{index}")
            )
    return [*problems, *_repeated_ids(blocks, pointer), *_too_much(blocks, pointer)]


def _repeated_ids(blocks: list[dict[str, Any]], pointer: str) -> Iterator[str]:
    seen: set[str] = set()
    focused = 0
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            yield problem(f"block_id {block_id!r} already exists", f"{pointer}/{index}/block_id")
        seen.add(block_id) if block_id else None
        action_ids = [e["action_id"] for e in elements_of(block) if e.get("action_id")]
        if len(set(action_ids)) < len(action_ids):
            yield problem("action_id must be unique within its block", f"{pointer}/{index}")
        focused += sum(bool(e.get("focus_on_load")) for e in elements_of(block))
    if focused > 1:
        yield problem("only one element may have focus_on_load", pointer)


def _too_much(blocks: list[dict[str, Any]], pointer: str) -> Iterator[str]:
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > _MOST_MARKDOWN:
        yield problem(f"markdown blocks must have less than {_MOST_MARKDOWN + 1} characters together", pointer)
    if sum(b["type"] == "data_visualization" for b in blocks) > _MOST_CHARTS:
        yield problem(f"no more than {_MOST_CHARTS} charts allowed", pointer)
    if sum(b["type"] == "table" for b in blocks) > 1:
        yield problem("only one table allowed", pointer)


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block that a person can use."""
    if block["type"] == "actions":
        found: list[dict[str, Any]] = block["elements"]
        return found
    single = block.get("element") if block["type"] == "input" else block.get("accessory")
    return [single] if single and single["type"] != "image" else []


def with_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks as Slack keeps them: every block and every element has an id."""
    return [_with_ids(block) for block in blocks]


def _with_ids(block: dict[str, Any]) -> dict[str, Any]:
    kept = {**block, "block_id": block.get("block_id") or _random_id()}
    if kept["type"] == "actions":
        kept["elements"] = [_with_action_id(element) for element in kept["elements"]]
    for name in ("element", "accessory"):
        if kept.get(name) and kept[name]["type"] != "image":
            kept[name] = _with_action_id(kept[name])
    return kept


def _with_action_id(element: dict[str, Any]) -> dict[str, Any]:
    return {**element, "action_id": element.get("action_id") or _random_id()}


def _random_id() -> str:
    return uuid.uuid4().hex[:5]
