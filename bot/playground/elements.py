"""The shapes of Block Kit's interactive elements, with Slack's limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    number,
    one_of,
    pattern,
    problem,
    shape,
    string,
    text,
    url,
)

_ID = string(255)
_DATE = pattern(r"\d{4}-\d{2}-\d{2}", "a date like 2026-05-12")
_TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time like 09:30")
_PLACEHOLDER = text(150, PLAIN)
_USER = pattern(r"[UW][A-Z0-9]+", "a user id")
_CHANNEL = pattern(r"[CG][A-Z0-9]+", "a channel id")
_CONVERSATION = pattern(r"[CGDUW][A-Z0-9]+", "a conversation id")

CONFIRM = shape(
    {"title": text(100, PLAIN), "text": text(300), "confirm": text(30, PLAIN), "deny": text(30, PLAIN)},
    {"style": one_of("primary", "danger")},
)
_COMMON = {"action_id": _ID, "confirm": CONFIRM, "focus_on_load": flag}
_SELECT = {**_COMMON, "placeholder": _PLACEHOLDER}
_DISPATCH = shape({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})
_TYPED = {
    "action_id": _ID,
    "focus_on_load": flag,
    "placeholder": _PLACEHOLDER,
    "dispatch_action_config": _DISPATCH,
}
_FILTER = both(
    shape(
        {},
        {
            "include": many(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        },
    ),
    any_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
)


def _option(text_check: Check, extra: dict[str, Check] | None = None) -> Check:
    return shape({"text": text_check, "value": string(150)}, {"description": text(75), **(extra or {})})


OPTION = _option(text(75, PLAIN))
_RICH_OPTION = _option(text(75))
GROUP = shape({"label": text(75, PLAIN), "options": many(OPTION, 100)})


def offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    """All options of an element, those in groups included."""
    groups: Iterable[dict[str, Any]] = element.get("option_groups") or [{"options": element.get("options") or []}]
    return [option for group in groups for option in group.get("options", [])]


def _initial_is_offered(value: Any, pointer: str, problems: Problems) -> None:
    chosen = value.get("initial_options") or [value["initial_option"]] if _has_initial(value) else []
    if any(option not in offered(value) for option in chosen):
        problems.append(problem("initial option must exactly match one of the options", pointer))


def _has_initial(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.get("initial_options") or value.get("initial_option"))


def _values_differ(value: Any, pointer: str, problems: Problems) -> None:
    values = [option.get("value") for option in offered(value)] if isinstance(value, dict) else []
    if len(set(values)) < len(values):
        problems.append(problem("option values must be unique", pointer))


_OPTIONS = {"options": many(OPTION, 100), "option_groups": many(GROUP, 100)}
_MANY = {"max_selected_items": number(1)}
_CHECK_LIST = {**_COMMON, "options": many(_RICH_OPTION, 10)}

ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": text(75, PLAIN)},
        {
            "action_id": _ID,
            "url": url(),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": many(_USER, 10),
        },
    ),
    "workflow_button": shape(
        {"text": text(75, PLAIN), "workflow": anything},
        {"action_id": _ID, "style": one_of("primary", "danger"), "accessibility_label": string(75)},
    ),
    "overflow": both(
        shape(
            {"options": many(_option(text(75, PLAIN), {"url": url()}), 5)},
            {"action_id": _ID, "confirm": CONFIRM},
        ),
        _values_differ,
    ),
    "static_select": both(
        shape({}, {**_SELECT, **_OPTIONS, "initial_option": OPTION}),
        exactly_one("options", "option_groups"),
        _initial_is_offered,
        _values_differ,
    ),
    "multi_static_select": both(
        shape({}, {**_SELECT, **_OPTIONS, **_MANY, "initial_options": many(OPTION, 100)}),
        exactly_one("options", "option_groups"),
        _initial_is_offered,
        _values_differ,
    ),
    "external_select": shape({}, {**_SELECT, "min_query_length": number(0), "initial_option": OPTION}),
    "multi_external_select": shape(
        {}, {**_SELECT, **_MANY, "min_query_length": number(0), "initial_options": many(OPTION, 100)}
    ),
    "users_select": shape({}, {**_SELECT, "initial_user": _USER}),
    "multi_users_select": shape({}, {**_SELECT, **_MANY, "initial_users": many(_USER, 100)}),
    "channels_select": shape({}, {**_SELECT, "initial_channel": _CHANNEL, "response_url_enabled": flag}),
    "multi_channels_select": shape({}, {**_SELECT, **_MANY, "initial_channels": many(_CHANNEL, 100)}),
    "conversations_select": shape(
        {},
        {
            **_SELECT,
            "initial_conversation": _CONVERSATION,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _FILTER,
        },
    ),
    "multi_conversations_select": shape(
        {},
        {
            **_SELECT,
            **_MANY,
            "initial_conversations": many(_CONVERSATION, 100),
            "default_to_current_conversation": flag,
            "filter": _FILTER,
        },
    ),
    "datepicker": shape({}, {**_SELECT, "initial_date": _DATE}),
    "timepicker": shape({}, {**_SELECT, "initial_time": _TIME, "timezone": string(64)}),
    "datetimepicker": shape({}, {**_COMMON, "initial_date_time": number(10**9, 10**10 - 1)}),
    "checkboxes": both(
        shape({}, {**_CHECK_LIST, "initial_options": many(_RICH_OPTION, 10)}), _initial_is_offered, _values_differ
    ),
    "radio_buttons": both(
        shape({}, {**_CHECK_LIST, "initial_option": _RICH_OPTION}), _initial_is_offered, _values_differ
    ),
    "plain_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
    ),
    "email_text_input": shape({}, {**_TYPED, "initial_value": string(3000, 0)}),
    "url_text_input": shape({}, {**_TYPED, "initial_value": string(3000, 0)}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": anything, "min_value": anything, "max_value": anything},
    ),
    "rich_text_input": shape({}, {**_TYPED, "initial_value": anything}),
    "file_input": shape({}, {"action_id": _ID, "filetypes": many(string(20), 100), "max_files": number(1, 10)}),
}

_PICKED = frozenset(
    {
        "static_select",
        "external_select",
        "users_select",
        "channels_select",
        "conversations_select",
        "datepicker",
        "timepicker",
        "checkboxes",
        "radio_buttons",
    }
)
_MULTI = frozenset(name for name in ELEMENTS if name.startswith("multi_"))
_WRITTEN = frozenset(name for name in ELEMENTS if name.endswith("_input"))
IN_ACTIONS = _PICKED | {"button", "overflow", "datetimepicker", "workflow_button"}
IN_SECTION = _PICKED | _MULTI | {"button", "overflow", "workflow_button"}
IN_INPUT = _PICKED | _MULTI | _WRITTEN | {"datetimepicker"}


def elements(names: Iterable[str], what: str) -> Check:
    """One of these elements."""
    return by_type({name: ELEMENTS[name] for name in names}, what)
