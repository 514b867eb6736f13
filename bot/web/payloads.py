"""What Slack sends, out of the bytes of a body: a command's fields, or the object of an interaction or event."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from bot.web.refused import BAD, RequestRefused

DEEPEST = 64
_MOST_FIELDS = 100
_OBJECTS = ("user", "team", "enterprise", "channel", "container", "message", "view", "event")
_LISTS_OF_OBJECTS = ("actions", "authorizations")


def read(body: bytes | bytearray, content_type: str) -> dict[str, Any]:
    """The payload. Raises `RequestRefused` for what Slack never sends."""
    try:
        payload = _parse(body.decode(), content_type.partition(";")[0].strip().lower())
    except (ValueError, RecursionError):
        raise RequestRefused(BAD) from None
    if not isinstance(payload, dict) or not _is_shallow(payload) or not _is_slacks(payload):
        raise RequestRefused(BAD)
    return payload


def _parse(text: str, media_type: str) -> Any:
    if media_type == "application/json":
        return json.loads(text)
    if media_type != "application/x-www-form-urlencoded":
        raise ValueError(media_type)
    fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    return json.loads(fields["payload"]) if "payload" in fields else fields


def _is_shallow(payload: dict[str, Any]) -> bool:
    level: list[Any] = [payload]
    for _ in range(DEEPEST):
        inner = [value.values() if isinstance(value, dict) else value for value in level]
        level = [one for values in inner for one in values if isinstance(one, dict | list)]
        if not level:
            return True
    return False


def _is_slacks(payload: dict[str, Any]) -> bool:
    """Whether the parts that say what it is, and from whom, are of the kinds that Slack sends."""
    if any(not isinstance(payload.get(name), dict | None) for name in _OBJECTS):
        return False
    if any(not _is_list_of_objects(payload.get(name)) for name in _LISTS_OF_OBJECTS):
        return False
    if "command" in payload:
        return _texts(payload, "command", "user_id")
    match payload.get("type"):
        case "event_callback":
            whose = payload.get("team_id") or payload.get("enterprise_id")  # of an organisation as a whole
            return isinstance(whose, str) and _texts(payload, "event_id") and _texts(payload.get("event") or {}, "type")
        case "url_verification":
            return _texts(payload, "challenge")
        case "block_actions":
            actions = payload.get("actions") or []
            return _is_by_somebody(payload) and bool(actions) and all(_texts(one, "action_id") for one in actions)
        case "view_submission" | "view_closed":
            return _is_by_somebody(payload) and _texts(payload.get("view") or {}, "callback_id")
        case str():
            return _is_by_somebody(payload)
    return "ssl_check" in payload


def _is_by_somebody(payload: dict[str, Any]) -> bool:
    return _texts(payload.get("user") or {}, "id")


def _is_list_of_objects(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, dict) for one in value))


def _texts(of: dict[str, Any], *names: str) -> bool:
    return all(isinstance(of.get(name), str) for name in names)
