"""Steps of workflows that the app does: what each was asked, and what came of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.playground.errors import SlackError

Parameters = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Function:
    """A function of the app's manifest, which Workflow Builder offers as a step."""

    callback_id: str
    title: str
    description: str
    inputs: Parameters
    outputs: Parameters


@dataclass
class Step:
    """One run of a function. `token` opens the Web API for as long as it runs."""

    id: str
    workflow_id: str
    function: Function
    inputs: dict[str, Any]
    user_id: str
    at: datetime
    token: str
    outputs: dict[str, Any] | None = None
    error: str | None = None

    @property
    def state(self) -> Literal["running", "completed", "failed"]:
        """How far it has come."""
        if self.error is not None:
            return "failed"
        return "running" if self.outputs is None else "completed"

    @property
    def ended(self) -> bool:
        """Whether the app said what came of it."""
        return self.state != "running"


class Steps:
    """All runs, oldest first."""

    def __init__(self) -> None:
        self.all: list[Step] = []

    def begin(self, function: Function, inputs: dict[str, Any], user_id: str, at: datetime) -> Step:
        """Note that somebody's workflow came to this step."""
        step_id, workflow_id = (f"{kind}{uuid.uuid4().hex[:10].upper()}" for kind in ("Fx", "Wx"))
        step = Step(step_id, workflow_id, function, inputs, user_id, at, f"xwfp-{uuid.uuid4().hex}")
        self.all.append(step)
        return step

    def running(self, step_id: str) -> Step:
        """A step that waits for its end. Raises `SlackError` when it is unknown or over."""
        step = next((one for one in self.all if one.id == step_id), None)
        if step is None:
            raise SlackError("function_execution_not_found")
        if step.ended:
            raise SlackError("execution_not_in_running_state")
        return step

    def knows(self, token: str) -> bool:
        """Whether this is the token of a running step. Raises `token_expired` for one of a step that is over."""
        step = next((one for one in self.all if one.token == token), None)
        if step is not None and step.ended:
            raise SlackError("token_expired")
        return step is not None
