"""What people type and choose: from plain values to Slack's `state.values`, checked as Slack's own client does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.playground.blocks import elements_of, flat
from bot.playground.elements import offered
from bot.playground.errors import NotPossible

Element = dict[str, Any]
Values = dict[str, dict[str, Any]]
REQUIRED = "Please complete this required field."

# How each element's answer is called, and its initial value.
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_LISTS = frozenset(name for name, (key, _) in _PLAIN.items() if key.endswith("s"))
_STATELESS = frozenset({"button", "overflow", "workflow_button"})


def answer_of(element: Element, plain: Any) -> dict[str, Any]:
    """An element's answer as Slack tells it, from a plain value. Raises `NotPossible` for an unknown option."""
    kind = element["type"]
    if kind not in _PLAIN:
        return {"type": kind}
    key, _ = _PLAIN[kind]
    return {"type": kind, key: _chosen(element, plain, key)}


def _chosen(element: Element, plain: Any, key: str) -> Any:
    if key == "selected_option":
        return None if plain in (None, "") else _option(element, plain)
    if key == "selected_options":
        return [_option(element, each) for each in plain or []]
    if key == "value":
        return None if plain in (None, "") else str(plain)
    return list(plain or []) if element["type"] in _LISTS else plain or None


def _option(element: Element, plain: Any) -> dict[str, Any]:
    if isinstance(plain, dict):
        return plain
    options = offered(element)
    by_value = (o for o in options if o["value"] == plain)
    by_label = (o for o in options if o["text"]["text"] == plain)
    found: dict[str, Any] | None = next(by_value, None) or next(by_label, None)
    if found is None:
        labels = ", ".join(o["value"] for o in options)
        raise NotPossible("no_such_option", f"{plain!r} is not offered by {element['action_id']}: {labels}")
    return found


def first_answer(element: Element) -> dict[str, Any]:
    """An element's answer before anybody touched it."""
    key, initial = _PLAIN[element["type"]]
    empty: Any = [] if element["type"] in _LISTS else None
    return {"type": element["type"], key: element.get(initial) or empty}


def keeping(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Element]]:
    """The elements that hold a value, each with its block."""
    for block in flat(blocks):
        for element in elements_of(block):
            if element["type"] in _PLAIN and element["type"] not in _STATELESS:
                yield block, element


def state_of(blocks: list[dict[str, Any]], given: dict[str, Any] | None, before: Values | None = None) -> Values:
    """`state.values` of these blocks when a person entered `given`.

    `given` is by block_id and action_id, or shorter by one of the two where that names one element. What is left out
    keeps its value of `before`, or the initial one. Raises `NotPossible` for a name that is not there.
    """
    left = dict(given or {})
    values: Values = {}
    for block, element in keeping(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        old = (before or {}).get(block_id, {}).get(action_id)
        answer = old if old and old["type"] == element["type"] else first_answer(element)
        name = _name_of(left, block_id, action_id)
        if name is not None:
            answer = answer_of(element, _take(left, name, action_id))
        values.setdefault(block_id, {})[action_id] = answer
    unknown = [name for name, value in left.items() if value != {}]
    if unknown:
        known = ", ".join(f"{b['block_id']}/{e['action_id']}" for b, e in keeping(blocks))
        raise NotPossible("no_such_input", f"no input is called {', '.join(unknown)}; there are: {known}")
    return values


def _name_of(given: dict[str, Any], block_id: str, action_id: str) -> str | None:
    inner = given.get(block_id)
    if isinstance(inner, dict) and not _is_option(inner):
        return block_id if action_id in inner else None
    return next((name for name in (block_id, action_id) if name in given), None)


def _take(given: dict[str, Any], name: str, action_id: str) -> Any:
    inner = given[name]
    if isinstance(inner, dict) and not _is_option(inner):
        rest = dict(inner)
        value = rest.pop(action_id)
        given[name] = rest
        return value
    return given.pop(name)


def _is_option(value: dict[str, Any]) -> bool:
    return ("text" in value and "value" in value) or value.get("type") == "rich_text"


def refusals(blocks: list[dict[str, Any]], values: Values) -> dict[str, str]:
    """What Slack's client says under inputs before it lets a person submit, by block_id."""
    wrong: dict[str, str] = {}
    for block, element in keeping(blocks):
        if block["type"] != "input":
            continue
        key, _ = _PLAIN[element["type"]]
        answer = values[block["block_id"]][element["action_id"]][key]
        if answer in (None, "", []):
            if not block.get("optional"):
                wrong[block["block_id"]] = REQUIRED
            continue
        complaint = _CHECKS.get(element["type"], _fine)(element, answer)
        if complaint:
            wrong[block["block_id"]] = complaint
    return wrong


def _fine(element: Element, answer: Any) -> str:  # noqa: ARG001 - a check
    return ""


def _length(element: Element, answer: str) -> str:
    if len(answer) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    most = element.get("max_length", 3000)
    return f"Please enter at most {most} characters." if len(answer) > most else ""


def _email(element: Element, answer: str) -> str:  # noqa: ARG001 - a check
    return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", answer) else "Please enter a valid email address."


def _url(element: Element, answer: str) -> str:  # noqa: ARG001 - a check
    return "" if re.match(r"https?://\S+$", answer) else "Please enter a valid URL."


def _number(element: Element, answer: str) -> str:
    looks = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(looks, answer):
        return "Please enter a valid number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(answer) < float(least):
        return f"Please enter a number of at least {least}."
    if most is not None and float(answer) > float(most):
        return f"Please enter a number of at most {most}."
    return ""


def _picks(element: Element, answer: list[Any]) -> str:
    most = element.get("max_selected_items")
    return f"Please select at most {most}." if most and len(answer) > most else ""


_CHECKS: dict[str, Callable[[Element, Any], str]] = {
    "plain_text_input": _length,
    "email_text_input": _email,
    "url_text_input": _url,
    "number_input": _number,
    **dict.fromkeys(_LISTS, _picks),
}
