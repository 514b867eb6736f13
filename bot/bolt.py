"""Bolt's app, with a name on everything that is logged while a request is under way, and a workspace for each."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from structlog.contextvars import bound_contextvars

from bot.slack import is_workspace

log = structlog.get_logger()

WORKSPACE = "workspace_id"  # in Bolt's context: what `authorize` is told


class NamedApp(App):
    """Answers Slack's requests, each under its name."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one request, and log how long that took."""
        began = perf_counter()
        req.context[WORKSPACE] = _workspace(req)
        with named(req.body):
            answer = super().dispatch(req)
            took_ms = round((perf_counter() - began) * 1000)
            log.info("request.answered", what=_what(req.body), status=answer.status, took_ms=took_ms)
        return answer


@contextmanager
def named(body: dict[str, Any]) -> Iterator[None]:
    """Have each line that is logged in the block carry the request's `request_id`, Slack's own, and its `team_id`."""
    with bound_contextvars(request_id=_request_id(body), team_id=_team_id(body)):
        yield


def _workspace(request: BoltRequest) -> str | None:
    """The workspace that a request is for.

    Where Tend is in a whole organisation, Slack may name that alone in the place where Bolt looks. What else it names
    is believed where it is the same organisation's: in a shared channel it may be another company's.
    """
    body, context = request.body, request.context
    if is_workspace(context.team_id) or not context.enterprise_id:
        return context.team_id
    within = body.get("team_id") if body.get("enterprise_id") == context.enterprise_id else None
    return next((one for one in (within, _of(body, "view").get("team_id")) if is_workspace(one)), None)


def _request_id(body: dict[str, Any]) -> str:
    return str(body.get("trigger_id") or body.get("event_id") or secrets.token_hex(8))


def _team_id(body: dict[str, Any]) -> str:
    """The workspace that we are installed in: an event in a shared channel comes from whoever did something there."""
    installed = (body.get("authorizations") or [{}])[0].get("team_id")
    return str(
        installed or body.get("team_id") or _of(body, "team").get("id") or _of(body, "user").get("team_id") or ""
    )


def _what(body: dict[str, Any]) -> str:
    """The command, button, form or event, by its name: nothing that anybody typed."""
    actions = body.get("actions") or [{}]
    return str(
        body.get("command")
        or actions[0].get("action_id")
        or _of(body, "event").get("type")
        or body.get("action_id")
        or _of(body, "view").get("callback_id")
        or body.get("callback_id")
        or body.get("type")
        or ""
    )


def _of(body: dict[str, Any], name: str) -> dict[str, Any]:
    inner = body.get(name)
    return inner if isinstance(inner, dict) else {}
