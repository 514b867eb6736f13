from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.standin import Standin
from tests.playground.conftest import ANA, HEALTH, client_of
from tests.playground.refusals import error_of


def post(client: WebClient) -> object:
    return client.chat_postMessage(channel=HEALTH, text="hello")


def test_a_429_says_how_long_to_wait_and_happens_as_often_as_asked(slack: Standin, client: WebClient) -> None:
    slack.faults.add("chat.postMessage", "429", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            post(client)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
    post(client)
    assert len(slack.messages(HEALTH)) == 1


@pytest.mark.parametrize("kind", ["500", "html", "is_archived", "reset_before"])
def test_before_faults_do_nothing(slack: Standin, client: WebClient, kind: str) -> None:
    slack.faults.add("chat.postMessage", kind)
    with pytest.raises((SlackApiError, OSError)):
        post(client)
    assert slack.messages(HEALTH) == []
    post(client)


def test_an_error_of_slack_s_own_is_answered_as_such(slack: Standin, client: WebClient) -> None:
    slack.faults.add("chat.postMessage", "fatal_error")
    assert error_of(post, client) == "fatal_error"


def test_blocks_that_have_not_come_to_a_workspace_are_refused_wherever_they_would_be_seen(
    slack: Standin, client: WebClient
) -> None:
    chart = {"type": "pie", "segments": [{"label": "due", "value": 1}]}
    blocks: list[dict[str, Any]] = [
        {"type": "divider"},
        {"type": "data_visualization", "title": "Levels", "chart": chart},
    ]
    home = {"type": "home", "blocks": blocks}

    slack.faults.refuse_blocks("data_visualization")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=HEALTH, text="hello", blocks=blocks)
    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["errors"] == ["unsupported type: data_visualization [json-pointer:/blocks/1/type]"]
    assert error_of(client.views_publish, user_id=ANA, view=home) == "invalid_arguments"
    client.chat_postMessage(channel=HEALTH, text="hello", blocks=blocks[:1])

    slack.faults.clear()
    client.chat_postMessage(channel=HEALTH, text="hello", blocks=blocks)
    client.views_publish(user_id=ANA, view=home)


def test_a_connection_cut_after_storing_leaves_the_message_there(slack: Standin, client: WebClient) -> None:
    slack.faults.add("chat.postMessage", "reset_after_store")
    with pytest.raises(OSError, match=r"reset|closed"):
        post(client)
    assert [m.text for m in slack.messages(HEALTH)] == ["hello"]
    (call,) = slack.calls("chat.postMessage")
    assert (call.ok, call.answer, call.fault) == (False, None, "reset_after_store")


def test_the_sdk_s_own_retry_posts_twice_when_the_connection_drops_after_storing(slack: Standin) -> None:
    slack.faults.add("chat.postMessage", "reset_after_store")
    post(WebClient(slack.bot_token, base_url=slack.api_url))
    assert len(slack.messages(HEALTH)) == 2


@pytest.mark.parametrize(("kind", "stored"), [("timeout", 0), ("timeout_after_store", 1)])
def test_an_answer_is_held_back_longer_than_a_client_waits(slack: Standin, kind: str, stored: int) -> None:
    slack.faults.add("chat.postMessage", kind)
    impatient = WebClient(slack.bot_token, base_url=slack.api_url, timeout=0.2, retry_handlers=[])  # type: ignore[arg-type]
    with pytest.raises(TimeoutError):
        post(impatient)
    assert len(slack.messages(HEALTH)) == stored


def test_a_held_answer_ends_when_the_server_stops(slack: Standin) -> None:
    slack.faults.add("auth.test", "timeout")
    failures: list[Exception] = []

    def wait() -> None:
        try:
            client_of(slack, timeout=30).auth_test()
        except OSError as error:
            failures.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    slack.until(lambda: slack.calls("auth.test"))
    began = time.monotonic()
    slack.stop()
    waiting.join()
    assert len(failures) == 1
    assert time.monotonic() - began < 1


def test_chance_strikes_the_same_calls_for_the_same_seed(slack: Standin, client: WebClient) -> None:
    def outcomes() -> list[bool]:
        slack.faults.clear()
        slack.faults.add("auth.test", "fatal_error", times=None, chance=0.5, seed=7)
        return [_ok(client) for _ in range(20)]

    first = outcomes()
    assert first == outcomes()
    assert {True, False} == set(first)


def _ok(client: WebClient) -> bool:
    try:
        return bool(client.auth_test()["ok"])
    except SlackApiError:
        return False


def test_a_fault_for_every_method_can_be_cleared(slack: Standin, client: WebClient) -> None:
    slack.faults.add("*", "fatal_error", times=None)
    assert error_of(client.auth_test) == error_of(client.users_list) == "fatal_error"
    slack.faults.clear()
    assert client.auth_test()["ok"]


def test_every_call_is_recorded_with_its_arguments_and_answer(slack: Standin, client: WebClient) -> None:
    post(client)
    error_of(client.chat_postMessage, channel="C0OLD", text="late")
    first, second = slack.calls("chat.postMessage")
    assert (first.args["text"], first.ok, second.ok) == ("hello", True, False)
    assert second.answer == {"ok": False, "error": "is_archived"}
    assert slack.calls("auth.test") == []
    assert first.at <= second.at
