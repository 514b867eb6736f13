"""The calls to Slack that the outbox makes, and what every failure of theirs means."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import URLError

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.client import Client
from bot.slack import NotInstalled, SlackClients
from bot.views import plain
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
    Fate.PASSING: (
        "accesslimited", "external_channel_migrating", "invalid_cursor", "message_limit_exceeded", "org_login_required",
        "request_timeout", "service_unavailable", "streaming_state_conflict", "team_added_to_org",
        "two_factor_setup_required", "update_failed",
    ),
    Fate.REVOKED: (
        "account_inactive", "app_uninstalled", "invalid_auth", "invalid_refresh_token", "not_authed",
        "team_access_not_granted", "token_expired", "token_revoked",
    ),
    Fate.PERMANENT: (
        # nobody is there to hear it, or it may not be said there
        "access_denied", "cannot_dm_bot", "channel_is_limited_access", "channel_not_found", "ekm_access_denied",
        "enterprise_is_restricted", "invalid_user_combination", "is_archived", "is_inactive",
        "messages_tab_disabled", "method_not_supported_for_channel_type", "no_permission", "not_enough_users",
        "not_in_channel", "restricted_action", "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel", "restricted_action_thread_locked",
        "restricted_action_thread_only_channel", "slack_connect_blocked_file_type",
        "slack_connect_file_link_sharing_blocked", "team_not_found", "thread_not_found", "user_disabled",
        "user_not_found", "user_not_visible", "users_list_not_supplied", "users_not_found",
        # it cannot be changed or found any more
        "cant_update_message", "edit_window_closed", "history_too_long", "message_not_found",
        "pagination_not_available",
        # our token does not reach so far
        "deprecated_endpoint", "method_deprecated", "missing_scope", "not_allowed_token_type", "unknown_method",
        # it is not as Slack wants it, and would be the same the next time
        "as_user_not_supported", "block_mismatch", "invalid_arg_name", "invalid_arguments", "invalid_array_arg",
        "invalid_attachments", "invalid_blocks", "invalid_blocks_format", "invalid_charset", "invalid_form_data",
        "invalid_limit", "invalid_metadata_format", "invalid_metadata_schema", "invalid_post_type",
        "invalid_ts_latest", "invalid_ts_oldest", "markdown_text_conflict", "metadata_must_be_sent_from_app",
        "metadata_too_large", "missing_post_type", "msg_blocks_too_long", "msg_too_long", "no_text",
        "too_many_attachments", "too_many_contact_cards", "too_many_users",
        # a modal or a Home tab that Slack does not show
        "duplicate_external_id", "exchanged_trigger_id", "expired_trigger_id", "hash_conflict", "invalid_trigger_id",
        "not_enabled", "not_found", "push_limit_reached", "trigger_exchanged", "trigger_expired", "view_too_large",
    ),
}  # fmt: skip
#: What becomes of a call, by Slack's code. One that is not listed is passing: what is not understood is tried again.
FATES = {code: fate for fate, codes in _CODES.items() for code in codes}
#: Slack has no fault to find with a short text alone.
_SAID_PLAINLY = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})

T = TypeVar("T")


@dataclass
class Trouble(Exception):
    """A call to Slack that failed: Slack's code or ours, what becomes of it, and how long Slack told us to wait.

    `is_meant`: it is as people want it, and nobody has anything to do.
    """

    code: str
    fate: Fate
    wait: timedelta = timedelta()
    is_meant: bool = False

    @property
    def level(self) -> int:
        """How loudly it is logged."""
        return logging.INFO if self.is_meant else logging.WARNING

    def __str__(self) -> str:
        return f"{self.code} ({self.fate})"


def trouble(error: BaseException) -> Trouble:
    """What an error of slack_sdk's or of the network means. Only a definite answer is "surely not done"."""
    cause = error.__cause__
    if isinstance(error, SlackApiError):
        return _refused(error.response)
    if isinstance(error, NotInstalled):
        return Trouble("not_installed", Fate.REVOKED)
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


def client_of(clients: SlackClients, team_id: str) -> Client:
    """A client that acts in a workspace. Raises `Trouble`; nothing was done there yet, whatever went wrong."""
    try:
        return clients.of(team_id)
    except FAILURES as error:
        met = trouble(error)
        raise Trouble(met.code, Fate.PASSING if met.fate is Fate.UNSURE else met.fate, met.wait) from error


def say(client: WebClient, channel: str, post: Post, message_id: str, thread: str | None = None) -> str:
    """Post a message with its id in the metadata, in the fullest form that Slack takes; its `ts`. Raises `Trouble`.

    `thread`: the `ts` of the message beneath which it is said.
    """
    return fullest(post, lambda form: _post(client, channel, form, message_id, thread))


def fullest(post: Post, tell: Callable[[Post], T]) -> T:
    """Tell a post in the fullest form that Slack takes. Raises `Trouble`, as `tell` does.

    Where it refuses the blocks, or so much text, charts and tables are put in words; then a short text says what
    matters.
    """
    *fuller, shortest = plain.forms(post)
    for form in fuller:
        try:
            return tell(form)
        except Trouble as refused:
            if refused.code not in _SAID_PLAINLY:
                raise
            log.error("slack.said_plainly", code=refused.code, blocks=[block["type"] for block in form.blocks])
    return tell(shortest)


def _post(client: WebClient, channel: str, post: Post, message_id: str, thread: str | None) -> str:
    try:
        answer = client.chat_postMessage(
            channel=channel,
            text=post.text,
            blocks=post.blocks or None,
            thread_ts=thread,
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


def find(client: WebClient, channel: str, message_id: str, since: datetime, thread: str | None = None) -> str | None:
    """The `ts` of the message with an id, if the channel's history (or a thread) since a moment (aware UTC) has it.

    Raises `Trouble`, also (`history_too_long`) when the history goes on beyond what is searched.
    """
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            answer = _told(client, thread)(
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


def _told(client: WebClient, thread: str | None) -> Callable[..., Any]:
    """What a channel, or a thread in it, was told."""
    return partial(client.conversations_replies, ts=thread) if thread else client.conversations_history


def _is_it(message: dict[str, Any], message_id: str) -> bool:
    metadata = message.get("metadata") or {}
    return bool(metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("id") == message_id)
