"""The shapes of Block Kit's blocks: limits, surfaces, and what must be unique."""

from __future__ import annotations

import copy
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from bot.playground.charts import CHART, DATA_TABLE, TABLE
from bot.playground.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, elements
from bot.playground.new_blocks import (
    BLOCK_ID,
    CARD,
    CAROUSEL,
    CONTEXT_ACTIONS,
    IMAGE,
    IMAGE_ELEMENT,
    PLAN,
    RICH_TEXT,
    TASK_CARD,
    VIDEO,
    container,
)
from bot.playground.shapes import (
    PLAIN,
    Check,
    Problems,
    any_of,
    both,
    by_type,
    flag,
    many,
    one_of,
    problem,
    shape,
    string,
    text,
)

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
_MOST_MARKDOWN = 12_000
_MOST_CHARTS = 2

_ACCESSORY: Check = by_type(
    {"image": IMAGE_ELEMENT, **{name: elements([name], "accessory") for name in IN_SECTION}}, "accessory"
)
_IN_CONTEXT = by_type(
    {"image": IMAGE_ELEMENT, "plain_text": text(3000, PLAIN), "mrkdwn": text(3000, frozenset({"mrkdwn"}))}, "context"
)

_PLAIN_BLOCKS: dict[str, Check] = {
    "actions": shape({"elements": many(elements(IN_ACTIONS, "actions"), 25)}, BLOCK_ID),
    "alert": shape(
        {"text": text(200)}, {**BLOCK_ID, "level": one_of("default", "info", "warning", "error", "success")}
    ),
    "context": shape({"elements": many(_IN_CONTEXT, 10)}, BLOCK_ID),
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "divider": shape({}, BLOCK_ID),
    "header": shape({"text": text(150, PLAIN)}, {**BLOCK_ID, "level": one_of(1, 2, 3, 4)}),
    "image": IMAGE,
    "input": shape(
        {"label": text(2000, PLAIN), "element": elements(IN_INPUT, "input")},
        {**BLOCK_ID, "hint": text(2000, PLAIN), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": shape({"text": string(_MOST_MARKDOWN)}, BLOCK_ID),
    "rich_text": RICH_TEXT,
    "section": both(
        shape(
            {},
            {**BLOCK_ID, "text": text(3000), "fields": many(text(2000), 10), "accessory": _ACCESSORY, "expand": flag},
        ),
        any_of("text", "fields"),
    ),
    "table": TABLE,
    "video": VIDEO,
}
_IN_CONTAINER = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video")
BLOCKS: dict[str, Check] = {
    **_PLAIN_BLOCKS,
    "card": CARD,
    "carousel": CAROUSEL,
    "container": container({name: _PLAIN_BLOCKS[name] for name in _IN_CONTAINER}),
    "context_actions": CONTEXT_ACTIONS,
    "plan": PLAN,
    "task_card": TASK_CARD,
}

_EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
_NOT_MODAL: frozenset[Surface] = frozenset({"message", "home"})
_MESSAGE: frozenset[Surface] = frozenset({"message"})
_SURFACES: dict[str, frozenset[Surface]] = {
    "alert": frozenset({"modal"}),
    "carousel": _NOT_MODAL,
    "container": _NOT_MODAL,
    "context_actions": _MESSAGE,
    "plan": _MESSAGE,
    "task_card": _MESSAGE,
    "data_table": _NOT_MODAL,
    "data_visualization": _NOT_MODAL,
    "markdown": _MESSAGE,
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
    everything = list(flat(blocks))
    for block_id, times in Counter(block.get("block_id") for block in everything).items():
        if block_id and times > 1:
            yield problem(f"block_id {block_id!r} already exists", pointer)
    for block in everything:
        action_ids = [element["action_id"] for element in elements_of(block) if element.get("action_id")]
        if len(set(action_ids)) < len(action_ids):
            yield problem(f"action_id must be unique within its block: {action_ids}", pointer)
    if sum(bool(element.get("focus_on_load")) for block in everything for element in elements_of(block)) > 1:
        yield problem("only one element may have focus_on_load", pointer)


def _too_much(blocks: list[dict[str, Any]], pointer: str) -> Iterator[str]:
    if sum(len(b["text"]) for b in flat(blocks) if b["type"] == "markdown") > _MOST_MARKDOWN:
        yield problem(f"markdown blocks must have less than {_MOST_MARKDOWN + 1} characters together", pointer)
    if sum(b["type"] == "data_visualization" for b in flat(blocks)) > _MOST_CHARTS:
        yield problem(f"no more than {_MOST_CHARTS} charts allowed", pointer)
    if sum(b["type"] == "table" for b in flat(blocks)) > 1:
        yield problem("only one table allowed", pointer)


def flat(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All blocks, those in containers and carousels included."""
    for block in blocks:
        yield block
        inner = {"container": "child_blocks", "carousel": "elements"}.get(block["type"])
        yield from flat(block[inner] if inner else [])


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block itself that a person can use."""
    held = [element for name in _HOLDERS.get(block["type"], ()) for element in _as_list(block.get(name))]
    return [element for element in held if element["type"] != "image"]


_HOLDERS = {
    "actions": ("elements",),
    "context_actions": ("elements",),
    "card": ("actions",),
    "input": ("element",),
    "section": ("accessory",),
}


def _as_list(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def with_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the blocks as Slack keeps them: every block and every element has an id."""
    kept = copy.deepcopy(blocks)
    for block in flat(kept):
        block["block_id"] = block.get("block_id") or _random_id()
        for element in elements_of(block):
            element["action_id"] = element.get("action_id") or _random_id()
    return kept


def _random_id() -> str:
    return uuid.uuid4().hex[:5]
