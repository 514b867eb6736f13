"""Running the app's step of a workflow, as Workflow Builder does."""

from __future__ import annotations

from typing import Any

from bot.playground.actors import Actors
from bot.playground.errors import NotPossible
from bot.playground.parameters import problems_with
from bot.playground.steps import Function, Step


class Workflows(Actors):
    """Workflows of one step."""

    def run_function(self, callback_id: str, inputs: dict[str, Any], user_id: str) -> Step:
        """Let somebody's workflow come to a function of the app, and wait until it has heard.

        What comes of it stands in the step, sooner or later: `slack.until(lambda: step.ended)`.
        """
        with self._core.lock:
            user = self._of_ours(user_id, "run workflows")
            function = self._offered(callback_id)
            problems = problems_with(inputs, function.inputs)
            if problems:
                raise NotPossible("bad_inputs", "; ".join(problems))
            step = self._core.steps.begin(function, inputs, user.id, self._core.now())
            self._core.changes.announce("workflows", user=user.id)
        self._acting.event("function_executed", user, self._executed(step))
        return step

    def _offered(self, callback_id: str) -> Function:
        manifest = self._core.manifest
        function = manifest.function(callback_id)
        if function is None or not manifest.runs_steps:
            raise NotPossible("unknown_function", f"the app offers no step {callback_id} to Workflow Builder")
        if not manifest.subscribes("function_executed"):
            raise NotPossible("not_heard", "the app's manifest does not subscribe to function_executed")
        return function

    def _executed(self, step: Step) -> dict[str, Any]:
        function = step.function
        made = int(step.at.timestamp())
        return {
            "type": "function_executed",
            "function": {
                "id": f"Fn{function.callback_id.upper()}",
                "callback_id": function.callback_id,
                "title": function.title,
                "description": function.description,
                "type": "app",
                "input_parameters": list(function.inputs),
                "output_parameters": list(function.outputs),
                "app_id": self._core.world.app_id,
                "date_created": made,
                "date_updated": made,
                "date_deleted": 0,
                "form_enabled": False,
            },
            "inputs": step.inputs,
            "function_execution_id": step.id,
            "workflow_execution_id": step.workflow_id,
            "event_ts": f"{step.at.timestamp():.6f}",
            "bot_access_token": step.token,
        }
