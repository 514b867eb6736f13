"""Steps of workflows that Tend does: who is named in one is let in like anybody else, and Slack hears how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import BoltContext, Complete, Fail
from slack_sdk.errors import SlackApiError

from bot.tend import Tend
from bot.views import mrkdwn, refusals
from handlers import errors, guard
from handlers.call import Call
from handlers.in_time import InTime
from handlers.visit import Visit
from storage.engine import UNREACHABLE

log = structlog.get_logger()

Listener = Callable[..., None]
Inputs = Mapping[str, Any]
#: Is told what was put in, and gives back what comes out.
Step = Callable[[Visit, Inputs], dict[str, str]]

OVER = "execution_not_in_running_state"  # the same step came twice, and its end was told before


class Steps:
    """Makes Bolt listeners of such handlers, for one running bot.

    A step that could not be taken, or whose end Slack did not hear, is refused, so that Slack tells it again: what was
    done for it is not done twice, as its own id is the request's.
    """

    def __init__(self, tend: Tend, in_time: InTime) -> None:
        self._tend = tend
        self._in_time = in_time

    def __call__(self, run: Step) -> Listener:
        """A listener for one function. The input `person` is who does it."""

        def listener(
            body: dict[str, Any], context: BoltContext, event: dict[str, Any], complete: Complete, fail: Fail
        ) -> None:
            known = context.authorize_result
            acting = {**event, "user": (event.get("inputs") or {}).get("person")}
            call = Call({**body, "event": acting}, (known.team_id if known else None) or "")

            def work() -> Exception | None:
                try:
                    self._carry_out(run, call, event, complete, fail)
                except Exception as error:
                    return error
                return None

            failed = self._in_time(work, late=_logged)
            if failed is not None:
                raise failed

        return listener

    def _carry_out(self, run: Step, call: Call, event: dict[str, Any], complete: Complete, fail: Fail) -> None:
        try:
            outputs = self._outputs(run, call, event)
        except UNREACHABLE:
            raise
        except Exception as error:
            why = _sentence(error)
            _ended(lambda: fail(error=why))
        else:
            _ended(lambda: complete(outputs=outputs))

    def _outputs(self, run: Step, call: Call, event: dict[str, Any]) -> dict[str, str]:
        visit = guard.admit(self._tend, call)
        return run(replace(visit, request_id=f"step:{event['function_execution_id']}"), event["inputs"])


def _sentence(error: Exception) -> str:
    if isinstance(error, guard.Ignored):
        return refusals.NOBODY
    post = errors.told(error, None).post
    return mrkdwn.plain(post.text) if post else refusals.TWICE


def _ended(tell: Callable[[], object]) -> None:
    try:
        tell()
    except SlackApiError as error:
        if error.response.get("error") != OVER:
            raise


def _logged(failed: Exception | None) -> None:
    """Too late to refuse it."""
    if failed is not None:
        log.warning("step.not_ended", error=str(failed))
