"""Answers that do not fit an acknowledgement: a modal, a word that comes later, a word from the Home tab."""

from __future__ import annotations

import json
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.nudges.slack import FAILURES, Fate, Trouble, fullest, trouble
from bot.slack import TIMEOUT_S
from bot.tend import Tend
from bot.views import refusals
from bot.views.home.place import remembered
from bot.views.post import Post
from handlers import guard, home
from handlers.answer import NOTHING, Answer
from handlers.call import Call
from handlers.visit import Visit

log = structlog.get_logger()

OPENED_BEFORE = "exchanged_trigger_id"  # by the same request, which came twice
_FINE = 200
_LONGEST_CODE = 40


def remembering(visit: Visit, call: Call, view: dict[str, Any]) -> dict[str, Any]:
    """A modal that remembers where its answer goes."""
    whence = {
        "channel": visit.channel_id,
        "response_url": visit.response_url,
        "home": call.from_home,
        "place": call.metadata.get("place"),
    }
    metadata = {**json.loads(view.get("private_metadata") or "{}"), **{k: v for k, v in whence.items() if v}}
    return {**view, "private_metadata": json.dumps(metadata, ensure_ascii=False)}


def open_view(visit: Visit, call: Call, view: dict[str, Any]) -> Answer:
    """Open a modal; one asked for in a modal is laid on that. Slack gives three seconds: when they are over, say so."""
    try:
        client = visit.tend.slack.of(visit.team_id)
        show = client.views_push if call.in_modal else client.views_open
        show(trigger_id=visit.trigger_id, view=remembering(visit, call, view))
    except (SlackClientError, OSError) as error:
        if isinstance(error, SlackApiError) and error.response.get("error") == OPENED_BEFORE:
            return NOTHING
        log.warning("view.not_opened", error=str(error))
        return Answer(refusals.form_not_opened(visit.typed.shown), failed=True)
    return NOTHING


def update_view(visit: Visit, call: Call, view: dict[str, Any]) -> Answer:
    """Lay an open modal out anew, unless it changed meanwhile: then a later choice has seen to it."""
    shown = call.body["view"]
    try:
        client = visit.tend.slack.of(visit.team_id)
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=remembering(visit, call, view))
    except (SlackClientError, OSError) as error:
        log.info("view.not_updated", error=str(error))
    return NOTHING


def follow_up(tend: Tend, call: Call, answer: Answer) -> bool:
    """Say an answer to the one who asked, where they asked; in a direct message where Slack takes no more there.

    Whether it could be said.
    """
    try:
        if call.from_home:
            place = answer.place or remembered(call.metadata)
            home.publish(guard.admit(tend, call), place, word=answer.post)
        elif answer.post is not None:
            _tell(tend, call, answer.post, replaces=answer.replaces)
    except (SlackClientError, OSError, Trouble) as error:
        log.warning("answer.not_delivered", error=str(error), person=call.user_id)
        return False
    return True


def turn_away(tend: Tend, call: Call, why: Post) -> None:
    """Tell somebody on their Home tab why there is nothing to see."""
    try:
        home.turn_away(tend, call.home_team, call.user_id, why)
    except (SlackClientError, OSError) as error:
        log.warning("home.not_published", error=str(error), person=call.user_id)


def _tell(tend: Tend, call: Call, post: Post, *, replaces: bool) -> None:
    """Raises `Trouble`, and Slack's errors."""
    try:
        fullest(post, lambda form: _respond(call.response_url, form, replaces=replaces))
    except Trouble:
        fullest(post, lambda form: _write(tend, call, form))


def _respond(url: str, post: Post, *, replaces: bool) -> None:
    if not url:
        raise Trouble("no_response_url", Fate.PERMANENT)
    body = {"text": post.text, "blocks": post.blocks, "response_type": "ephemeral", "replace_original": replaces}
    try:
        answer = WebhookClient(url, timeout=TIMEOUT_S, retry_handlers=[]).send_dict(body)
    except FAILURES as error:
        raise trouble(error) from error
    if answer.status_code != _FINE:
        raise Trouble(_code(answer.body), Fate.PERMANENT)


def _code(body: str) -> str:
    """Slack's code in an answer that is JSON, or that is the code itself."""
    try:
        return str(json.loads(body)["error"])
    except (ValueError, LookupError, TypeError):
        return body.strip()[:_LONGEST_CODE]


def _write(tend: Tend, call: Call, post: Post) -> None:
    try:
        tend.slack.of(call.home_team).chat_postMessage(channel=call.user_id, text=post.text, blocks=post.blocks)
    except FAILURES as error:
        raise trouble(error) from error
