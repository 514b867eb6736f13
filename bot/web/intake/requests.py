"""What is posted, read: one touch, or several."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.intake.posted import Outcome, PostedTouch
from bot.web.intake.problems import Problem

MOST_TOUCHES = 100


class Batch(BaseModel):
    """Several touches."""

    model_config = ConfigDict(extra="forbid")

    touches: Annotated[list[PostedTouch], Field(min_length=1, max_length=MOST_TOUCHES)]


class Results(BaseModel):
    """What became of each touch, in the order in which they were posted."""

    results: list[Outcome]


def rows(body: bytes | bytearray) -> tuple[list[Any], bool]:
    """What was posted, touch by touch, not checked yet; and whether it is a batch. Raises `Problem`."""
    posted = _json(body)
    if not isinstance(posted, dict):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, 'Post an object: one touch, or {"touches": [...]}.')
    if "touches" not in posted:
        return [posted], False
    some = posted["touches"]
    if set(posted) != {"touches"} or not isinstance(some, list) or not 0 < len(some) <= MOST_TOUCHES:
        said = f"Beside “touches”, a list of 1 to {MOST_TOUCHES} touches, nothing else can stand."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, said)
    return some, True


def read(row: Any) -> PostedTouch | Outcome:
    """A touch, or why it is none."""
    try:
        return PostedTouch.model_validate(row, strict=False)
    except ValidationError as error:
        external_id = row.get("external_id") if isinstance(row, dict) else None
        return Outcome(external_id=str(external_id or ""), outcome="refused", problem=_sentence(error))


def _sentence(error: ValidationError) -> str:
    said = [f"{_where(one['loc'])}: {one['msg']}" for one in error.errors(include_url=False, include_input=False)]
    return "; ".join(said[:5])


def _where(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place)) or "touch"


def _json(body: bytes | bytearray) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Problem(HTTPStatus.BAD_REQUEST, "This is no JSON in UTF-8.") from None
