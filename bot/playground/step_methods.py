"""functions.*: what came of a step of a workflow."""

from __future__ import annotations

from typing import Any

from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.methods import Args, Method
from bot.playground.parameters import problems_with


def complete_success(core: Core, args: Args) -> dict[str, Any]:
    """functions.completeSuccess."""
    step = core.steps.running(args.required("function_execution_id"))
    outputs = args.parsed("outputs", "invalid_arguments") or {}
    problems = problems_with(outputs, step.function.outputs)
    if problems:
        raise SlackError("parameter_validation_failed", response_metadata={"messages": problems})
    step.outputs = outputs
    core.changes.announce("workflows", user=step.user_id)
    return {"ok": True}


def complete_error(core: Core, args: Args) -> dict[str, Any]:
    """functions.completeError."""
    step = core.steps.running(args.required("function_execution_id"))
    step.error = args.required("error")
    core.changes.announce("workflows", user=step.user_id)
    return {"ok": True}


METHODS = {
    "functions.completeSuccess": Method(complete_success),
    "functions.completeError": Method(complete_error),
}
