"""What goes into a step of a workflow and comes out of it, checked by its types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.steps import Parameters

_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "slack#/types/timestamp": int,
    "slack#/types/rich_text": dict,
    "slack#/types/interactivity": dict,
}


def declared(section: Mapping[str, Any]) -> Parameters:
    """The parameters of a function, as its manifest declares them."""
    required = section.get("required", ())
    return tuple(
        {
            "name": name,
            "type": told["type"],
            "title": told.get("title", name),
            "description": told.get("description", ""),
            "is_required": name in required,
        }
        for name, told in section.get("properties", {}).items()
    )


def problems_with(given: Mapping[str, Any], parameters: Parameters) -> list[str]:
    """A sentence for each value that does not fit, or is not there; empty when all is well."""
    known = {parameter["name"]: parameter for parameter in parameters}
    return [
        *(f"{name} is not a parameter" for name in given if name not in known),
        *(f"{name} is missing" for name, told in known.items() if told["is_required"] and given.get(name) is None),
        *(
            f"{name} must be of type {known[name]['type']}"
            for name, value in given.items()
            if name in known and value is not None and not _fits(value, known[name]["type"])
        ),
    ]


def _fits(value: Any, kind: str) -> bool:
    wanted = _KINDS.get(kind, str)
    return isinstance(value, wanted) and isinstance(value, bool) == (wanted is bool)
