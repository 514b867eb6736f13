"""What a person reads when something goes wrong. Known errors are a sentence; unknown ones a reference to the log."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import DBAPIError

from bot.views import choices, mrkdwn, problems, refusals
from bot.views.post import Post
from bot.work.deed import AlreadyDone, Refused, Repeated
from bot.work.find import AmbiguousAccount, UnknownAccount
from handlers.answer import NOTHING, Answer
from handlers.call import Call
from handlers.form import Form
from handlers.visit import Visit
from storage.engine import UNREACHABLE, hindrance

log = structlog.get_logger()


def told(error: Exception, visit: Visit | None, typed: str = "") -> Answer:
    """The answer to a request that failed. `visit`: the request, where its person was let in; `typed`: their line.

    What was done before is only said to a command, whose answer went with an acknowledgement that was lost; a button's
    and a form's went its own way.
    """
    if isinstance(error, Repeated) and not (visit and visit.command):
        return NOTHING
    if isinstance(error, UNREACHABLE):
        return Answer(_not_saved(error, visit.typed.shown if visit else typed), failed=True)
    return Answer(_words(error, visit), failed=True)


def late(errors: dict[str, str], form: Form) -> Post:
    """A form that had to close before it turned out to be wrong."""
    return refusals.not_saved(errors.values(), form.said)


def last_resort(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """Acknowledge what broke outside a handler, so that nobody sees `operation_timeout`; who typed is told why.

    A form stays open, with all that is in it. Nobody waits for an event: Slack sends it again.
    """
    post = _outside(error, Call(body, "").typed)
    if body.get("type") == "event_callback":
        return BoltResponse(status=500, body="")
    return BoltResponse(status=200, body=_acknowledgement(post, body))


def _outside(error: Exception, typed: str) -> Post:
    """What broke before anybody was let in."""
    if isinstance(error, (SlackClientError, OSError)):
        log.warning("request.not_checked", error=str(error))
        return refusals.say(refusals.UNSURE)
    return told(error, None, typed).post or _unexpected(error)


def _acknowledgement(post: Post, body: dict[str, Any]) -> dict[str, Any] | str:
    if "command" in body:
        return {"text": post.text, "blocks": post.blocks, "response_type": "ephemeral"}
    form = Form.of((body.get("view") or {}) if body.get("type") == "view_submission" else {})
    return {"response_action": "errors", "errors": form.at({"": mrkdwn.plain(post.text)})} if form.fields else ""


def _words(error: Exception, visit: Visit | None) -> Post:
    if isinstance(error, Refused):
        return problems.refused(str(error), visit.typed.shown if visit else "", error.mentioned)
    if isinstance(error, AlreadyDone):
        return refusals.say(refusals.TWICE)
    if visit is not None and isinstance(error, UnknownAccount):
        return choices.unknown_account(error.typed, error.nearest, visit.typed)
    if visit is not None and isinstance(error, AmbiguousAccount):
        return choices.ambiguous_account(error.typed, error.candidates, visit.typed)
    return _unexpected(error)


def _not_saved(error: DBAPIError, typed: str) -> Post:
    """The database could not take it: why, and all that was typed."""
    log.warning("request.not_saved", error=str(error.orig))
    return problems.refused(refusals.NOT_SAVED[hindrance(error)], typed)


def _unexpected(error: Exception) -> Post:
    reference = secrets.token_hex(3)
    log.error("request.failed", reference=reference, exc_info=error)
    return refusals.unexpected(reference)
