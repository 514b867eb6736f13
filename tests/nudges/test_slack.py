from __future__ import annotations

import socket
from datetime import timedelta
from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.directory import LookUpFailed
from bot.nudges import slack
from bot.nudges.slack import FATES, Fate, trouble


class Answer(dict[str, Any]):
    """As much of slack_sdk's answer as matters."""

    def __init__(self, error: str, status: int = 200, **headers: str) -> None:
        super().__init__(ok=False, error=error)
        self.status_code = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def refused(error: str, status: int = 200, **headers: str) -> SlackApiError:
    return SlackApiError("refused", Answer(error, status, **headers))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (refused("channel_not_found"), Fate.PERMANENT),
        (refused("is_archived"), Fate.PERMANENT),
        (refused("token_revoked"), Fate.REVOKED),
        (refused("account_inactive"), Fate.REVOKED),
        (refused("ratelimited"), Fate.LIMITED),
        (refused("service_unavailable"), Fate.PASSING),
        (refused("a_code_of_next_year"), Fate.PASSING),
        (refused("fatal_error"), Fate.UNSURE),
        (refused("internal_error"), Fate.UNSURE),
        (refused("channel_not_found", 503), Fate.UNSURE),
        (refused("Received a response in a non-JSON format: <html>"), Fate.UNSURE),
        (URLError(ConnectionRefusedError()), Fate.PASSING),
        (URLError(socket.gaierror()), Fate.PASSING),
        (URLError(TimeoutError()), Fate.UNSURE),
        (TimeoutError(), Fate.UNSURE),
        (ConnectionResetError(), Fate.UNSURE),
        (RemoteDisconnected(""), Fate.UNSURE),
        (SlackRequestError("?"), Fate.UNSURE),
    ],
)
def test_only_a_definite_answer_means_that_nothing_was_said(error: Exception, fate: Fate) -> None:
    assert trouble(error).fate is fate


@pytest.mark.parametrize(("headers", "seconds"), [({"Retry_After": "7"}, 7), ({"retry_after": "1"}, 1), ({}, 30)])
def test_a_429_says_how_long_to_wait(headers: dict[str, str], seconds: int) -> None:
    met = trouble(refused("ratelimited", 429, **headers))

    assert (met.fate, met.wait) == (Fate.LIMITED, timedelta(seconds=seconds))


def test_what_the_directory_met_is_judged_by_its_cause() -> None:
    with pytest.raises(LookUpFailed) as caught:
        raise LookUpFailed("C1", refused("is_archived")) from refused("is_archived")

    assert trouble(caught.value).fate is Fate.PERMANENT


#: What Slack's reference lists for the methods that Tend calls, and what would be the same the next time.
NEVER = [
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "msg_too_long",
    "no_text",
    "restricted_action",
    "invalid_blocks",
    "metadata_too_large",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "too_many_attachments",
    "no_permission",
    "restricted_action_non_threadable_channel",
    "missing_scope",
    "invalid_arguments",
    "invalid_arg_name",
    "invalid_charset",
    "invalid_form_data",
    "invalid_post_type",
    "missing_post_type",
    "cant_update_message",
    "edit_window_closed",
    "message_not_found",
    "user_not_found",
    "user_not_visible",
    "user_disabled",
    "not_enough_users",
    "invalid_user_combination",
    "view_too_large",
    "duplicate_external_id",
    "not_enabled",
    "method_deprecated",
    "deprecated_endpoint",
    "not_allowed_token_type",
    "access_denied",
]
LATER = [
    "team_added_to_org",
    "request_timeout",
    "service_unavailable",
    "accesslimited",
    "update_failed",
    "org_login_required",
]
GONE = ["not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "team_access_not_granted"]


@pytest.mark.parametrize(
    ("codes", "fate"),
    [(NEVER, Fate.PERMANENT), (LATER, Fate.PASSING), (GONE, Fate.REVOKED)],
    ids=["never", "later", "gone"],
)
def test_every_code_of_slack_s_reference_has_its_class(codes: list[str], fate: Fate) -> None:
    assert {code: FATES.get(code) for code in codes} == dict.fromkeys(codes, fate)


def test_no_code_is_in_two_classes() -> None:
    listed = [code for codes in slack._CODES.values() for code in codes]
    assert len(listed) == len(set(listed))
