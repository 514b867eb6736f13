"""The calls to Slack that the outbox makes, and what every failure of theirs means."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.views.post import Post

log = structlog.get_logger()

EVENT_TYPE = "tend_message"
PAGE = 200
PAGES = 10  # of history that are searched for one message
SKEW = timedelta(minutes=5)  # between Slack's clock and ours
_TOO_MANY = 429
_FINE = 200
_CODE = re.compile(r"[a-z0-9_]+")


class Fate(StrEnum):
    """What becomes of a call that failed."""

    PASSING = "passing"  # surely not done; it may be tried again
    PERMANENT = "permanent"  # surely not done, and never will be
    LIMITED = "limited"  # surely not done: too many calls
    REVOKED = "revoked"  # the workspace took our token back
    UNSURE = "unsure"  # it may have been done


_CODES: dict[Fate, tuple[str, ...]] = {
    Fate.LIMITED: ("ratelimited", "rate_limited"),
    # "It is possible some aspect of the operation succeeded before the error was raised."
    Fate.UNSURE: ("fatal_error", "internal_error"),
    Fate.REVOKED: (
        "account_inactive", "app_uninstalled", "invalid_auth", "not_authed", "org_login_required",
        "team_access_not_granted", "token_expired", "token_revoked",
    ),
    Fate.PERMANENT: (
        "cannot_dm_bot", "cant_update_message", "channel_not_found", "edit_window_closed", "ekm_access_denied",
        "history_too_long", "is_archived", "is_inactive", "message_not_found",
        "messages_tab_disabled", "method_not_supported_for_channel_type", "missing_scope", "no_permission", "no_text",
        "not_allowed_token_type", "not_in_channel", "restricted_action", "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "team_not_found",
        "user_disabled", "user_not_found", "user_not_visible", "users_not_found",
    ),
}  # fmt: skip
#: What becomes of a call, by Slack's code. One that is not listed is passing: what is not understood is tried again.
FATES = {code: fate for fate, codes in _CODES.items() for code in codes}
_BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})


@dataclass
class Trouble(Exception):
    """A call to Slack that failed: Slack's code or ours, what becomes of it, and how long Slack told us to wait."""

    code: str
    fate: Fate
    wait: timedelta = timedelta()

    def __str__(self) -> str:
        return f"{self.code} ({self.fate})"


def trouble(error: BaseException) -> Trouble:
    """What an error of slack_sdk's or of the network means. Only a definite answer is "surely not done"."""
    cause = error.__cause__
    if isinstance(error, SlackApiError):
        return _refused(error.response)
    if isinstance(error, SlackClientError) and cause is not None:  # bot.directory wraps what it met
        return trouble(cause)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError | socket.gaierror):
        return Trouble("unreachable", Fate.PASSING)
    return Trouble(type(reason).__name__, Fate.UNSURE)


def _refused(response: Any) -> Trouble:
    code = str(response.get("error") or "")
    status = response.status_code
    if status == _TOO_MANY or FATES.get(code) is Fate.LIMITED:
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Trouble("ratelimited", Fate.LIMITED, timedelta(seconds=_seconds(headers.get("retry-after"))))
    if status != _FINE or not _CODE.fullmatch(code):
        return Trouble(f"http_{status}", Fate.UNSURE)
    return Trouble(code, FATES.get(code, Fate.PASSING))


def _seconds(told: str | None) -> int:
    return int(told) if told and told.isdecimal() else 30


#: What a call may raise that says something about Slack or the way to it; anything else is a mistake of ours.
FAILURES = (SlackClientError, OSError, HTTPException, UnicodeDecodeError)


def say(client: WebClient, channel: str, post: Post, message_id: str) -> str:
    """Post a message with its id in the metadata; its `ts`. Raises `Trouble`.

    Blocks that Slack refuses are left out: the text alone says what matters.
    """
    try:
        return _post(client, channel, post, message_id)
    except Trouble as refused:
        if refused.code not in _BLOCKS_REFUSED:
            raise
        log.error("outbox.blocks_refused", message_id=message_id, code=refused.code)
        return _post(client, channel, Post(post.text), message_id)


def _post(client: WebClient, channel: str, post: Post, message_id: str) -> str:
    try:
        answer = client.chat_postMessage(
            channel=channel,
            text=post.text,
            blocks=post.blocks or None,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"id": message_id}},
            unfurl_links=False,
            unfurl_media=False,
        )
        ts: str = answer["ts"]
    except (*FAILURES, KeyError) as error:
        raise trouble(error) from error
    return ts


def revise(client: WebClient, channel: str, ts: str, post: Post) -> None:
    """Bring a posted message up to date; doing it twice does no harm. Raises `Trouble`."""
    try:
        client.chat_update(channel=channel, ts=ts, text=post.text, blocks=post.blocks)
    except FAILURES as error:
        raise trouble(error) from error


def find(client: WebClient, channel: str, message_id: str, since: datetime) -> str | None:
    """The `ts` of the message with an id, if the channel's history since a moment (aware UTC) has it.

    Raises `Trouble`, also (`history_too_long`) when the history goes on beyond what is searched.
    """
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            answer = client.conversations_history(
                channel=channel,
                oldest=f"{(since - SKEW).timestamp():.6f}",
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor,
            )
            found = next((m["ts"] for m in answer["messages"] if _is_it(m, message_id)), None)
        except (*FAILURES, KeyError) as error:
            raise trouble(error) from error
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
        if found or cursor is None:
            return found
    raise Trouble("history_too_long", FATES["history_too_long"])


def _is_it(message: dict[str, Any], message_id: str) -> bool:
    metadata = message.get("metadata") or {}
    return bool(metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("id") == message_id)
