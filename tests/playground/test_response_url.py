from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.playground.standin import Standin
from bot.playground.time_machine import TimeMachine
from bot.playground.world import Message
from tests.playground.conftest import ANA, HEALTH
from tests.playground.connect import connected
from tests.playground.views import actions, button, section


@pytest.fixture
def machine() -> TimeMachine:
    return TimeMachine()


@pytest.fixture
def slack(machine: TimeMachine) -> Iterator[Standin]:
    with Standin(now=machine.now) as slack:
        yield slack


@pytest.fixture
def urls(slack: Standin) -> Iterator[list[str]]:
    """The response_url of everything that the app heard."""
    heard: list[str] = []
    with connected(slack) as app:
        _listen(app, heard)
        yield heard


def _listen(app: App, heard: list[str]) -> None:
    def note(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body["response_url"])
        ack()

    app.command("/touch")(note)
    app.action("press.me")(note)


def answer(url: str, **message: Any) -> WebhookResponse:
    return WebhookClient(url, retry_handlers=[]).send_dict(message)


@pytest.fixture
def command_url(slack: Standin, urls: list[str]) -> str:
    slack.command(ANA, "C0NOBOT", "/touch acme")
    return urls[0]


def test_an_answer_reaches_the_person_also_where_the_bot_is_not(slack: Standin, command_url: str) -> None:
    assert answer(command_url, text="done").status_code == 200
    assert [(m.channel, m.text) for m in slack.ephemeral(ANA)] == [("C0NOBOT", "done")]
    answer(command_url, text="for all", response_type="in_channel")
    assert [m.text for m in slack.messages("C0NOBOT")] == ["for all"]


def test_it_can_be_used_five_times(slack: Standin, command_url: str) -> None:
    assert [answer(command_url, text=str(n)).status_code for n in range(6)] == [200] * 5 + [404]
    assert len(slack.ephemeral(ANA)) == 5
    assert slack.calls("response_url")[-1].answer == {"ok": False, "error": "used_url"}


def test_it_ends_after_thirty_minutes(machine: TimeMachine, command_url: str) -> None:
    machine.advance(timedelta(minutes=29))
    assert answer(command_url, text="in time").status_code == 200
    machine.advance(timedelta(minutes=2))
    assert answer(command_url, text="late").status_code == 404


def test_an_answer_must_be_a_message_that_slack_would_take(slack: Standin, command_url: str) -> None:
    refused = answer(command_url, text="t", blocks=[section("x" * 3001)])
    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)
    assert answer(command_url).status_code == 400
    assert slack.ephemeral(ANA) == []


def test_a_command_has_no_original_to_replace(slack: Standin, command_url: str) -> None:
    answer(command_url, text="one")
    answer(command_url, text="two", replace_original=True)
    assert [m.text for m in slack.ephemeral(ANA)] == ["one", "two"]


def pressed(slack: Standin, urls: list[str], message: Message) -> str:
    slack.press(ANA, message, "press.me")
    return urls[-1]


def test_an_ephemeral_message_is_replaced_and_deleted_only_this_way(
    slack: Standin, client: WebClient, urls: list[str]
) -> None:
    client.chat_postEphemeral(channel=HEALTH, user=ANA, text="which one?", blocks=[actions(button())])
    url = pressed(slack, urls, slack.ephemeral(ANA)[0])
    answer(url, text="this one", replace_original=True)
    assert [(m.text, m.blocks) for m in slack.ephemeral(ANA)] == [("this one", [])]
    answer(url, delete_original=True)
    assert slack.ephemeral(ANA) == []


def test_a_posted_message_is_replaced_for_everyone(slack: Standin, client: WebClient, urls: list[str]) -> None:
    client.chat_postMessage(channel=HEALTH, text="quiet", blocks=[actions(button())])
    url = pressed(slack, urls, slack.messages(HEALTH)[0])
    answer(url, text="spoken to", replace_original=True)
    assert [m.text for m in slack.messages(HEALTH)] == ["spoken to"]


def test_an_answer_can_go_into_the_thread(slack: Standin, client: WebClient, urls: list[str]) -> None:
    ts = client.chat_postMessage(channel=HEALTH, text="quiet", blocks=[actions(button())])["ts"]
    url = pressed(slack, urls, slack.messages(HEALTH)[0])
    answer(url, text="because", response_type="in_channel", replace_original=False, thread_ts=ts)
    assert [m.thread_ts for m in slack.messages(HEALTH)][1] == ts
