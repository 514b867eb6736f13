"""The intake as OpenAPI 3.1 tells it, made of the models that check what comes in."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from bot.intake.posted import Outcome, PostedTouch
from bot.web.intake.problems import MEDIA_TYPE
from bot.web.intake.requests import MOST_TOUCHES, Batch, Results

_REFS = "#/components/schemas/{model}"
_PROBLEMS = {
    "400": "It is no JSON.",
    "401": "There is no key, or it opens nothing.",
    "413": "It is larger than 1 MB.",
    "415": "It is not application/json.",
    "422": "What stands in it is not right: the only touch was refused, or the whole has another shape.",
    "429": "Too many requests: wait as Retry-After says.",
    "503": "The database does not answer; nothing was logged. Send it again.",
}


def document(address: str) -> dict[str, Any]:
    """The whole document. `address`: where the intake is, as the reader reached it."""
    _, schemas = models_json_schema(
        [(PostedTouch, "validation"), (Batch, "validation"), (Outcome, "serialization"), (Results, "serialization")],
        ref_template=_REFS,
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tend: touches from elsewhere", "version": "1", "description": _about()},
        "servers": [{"url": address}],
        "security": [{"key": []}],
        "paths": {"/intake/touches": {"post": _post()}},
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "/client intake makes one."}
            },
            "schemas": {**schemas["$defs"], "Problem": _problem()},
        },
    }


def _about() -> str:
    return (
        f"Post one touch, or up to {MOST_TOUCHES} as `touches`. Each is logged by itself, and the answer says what "
        "became of each. An `external_id` that was logged before changes nothing, so what broke off can be sent again."
    )


def _post() -> dict[str, Any]:
    either = {"oneOf": [_ref("PostedTouch"), _ref("Batch")]}
    answers = {"202": {"description": "What became of each touch.", "content": _json("application/json", "Results")}}
    for status, what in _PROBLEMS.items():
        answers[status] = {"description": what, "content": _json(MEDIA_TYPE, "Problem")}
    return {
        "operationId": "postTouches",
        "summary": "Log touches",
        "requestBody": {"required": True, "content": {"application/json": {"schema": either}}},
        "responses": answers,
    }


def _problem() -> dict[str, Any]:
    words = {name: {"type": "string"} for name in ("type", "title", "detail")}
    return {"type": "object", "properties": {**words, "status": {"type": "integer"}}, "required": ["status", "detail"]}


def _json(media_type: str, model: str) -> dict[str, Any]:
    return {media_type: {"schema": _ref(model)}}


def _ref(model: str) -> dict[str, str]:
    return {"$ref": _REFS.format(model=model)}
