from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.errors import NotPossible
from bot.playground.rate_limits import RateLimits
from bot.playground.standin import Standin
from bot.playground.time_machine import TimeMachine
from tests.playground.conftest import ANA, HEALTH, client_of
from tests.playground.connect import connected
from tests.playground.refusals import error_of, refusal

NOON = datetime(2026, 5, 11, 12, 0, tzinfo=UTC)
MANIFEST = """
display_information: {name: Tend}
features:
  app_home: {home_tab_enabled: false, messages_tab_enabled: false}
  slash_commands:
    - {command: /touch, description: Log a touch, usage_hint: "<account>", should_escape: false}
oauth_config: {scopes: {bot: [commands, "im:write", "channels:read", "users:read"]}}
settings: {event_subscriptions: {bot_events: [message.im]}}
"""


@pytest.fixture
def modest(tmp_path: Path) -> Iterator[Standin]:
    """A stand-in whose app asked for little."""
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST)
    with Standin(manifest=path) as slack:
        yield slack


def test_a_token_is_needed_and_must_be_known(slack: Standin) -> None:
    assert error_of(client_of(slack, "xoxb-other").auth_test) == "invalid_auth"
    assert error_of(WebClient(base_url=slack.api_url).auth_test) == "not_authed"


def test_bot_and_app_tokens_are_not_exchangeable(slack: Standin, client: WebClient) -> None:
    assert error_of(client.apps_connections_open, app_token=slack.bot_token) == "not_allowed_token_type"
    assert error_of(client_of(slack, slack.app_token).users_list) == "not_allowed_token_type"


def test_an_uninstalled_app_is_refused_everywhere(slack: Standin, client: WebClient) -> None:
    slack.refuse_tokens("account_inactive")
    assert error_of(client.auth_test) == "account_inactive"
    slack.refuse_tokens(None)
    assert client.auth_test()["ok"]


def test_a_method_that_does_not_exist_is_unknown(client: WebClient) -> None:
    assert error_of(client.api_call, "chat.telepathy") == "unknown_method"


def test_a_missing_scope_is_named_beside_those_there_are(modest: Standin) -> None:
    answer = refusal(client_of(modest).chat_postMessage, channel=HEALTH, text="hello")
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "chat:write"
    assert answer["provided"] == "channels:read,commands,im:write,users:read"


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("conversations.history", {"channel": HEALTH}, "channels:history"),
        ("conversations.history", {"channel": "D0ANA"}, "im:history"),
        ("conversations.info", {"channel": "D0ANA"}, "im:read"),
        ("conversations.list", {"types": "public_channel,private_channel"}, "groups:read"),
        ("conversations.join", {"channel": HEALTH}, "channels:join"),
        ("users.lookupByEmail", {"email": "ana@brightside.test"}, "users:read.email"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 1}, "files:write"),
    ],
)
def test_each_method_and_kind_of_channel_needs_its_scope(
    modest: Standin, method: str, args: dict[str, object], needed: str
) -> None:
    assert refusal(client_of(modest).api_call, method, json=args)["needed"] == needed


def test_a_scope_lets_the_bot_post_in_public_channels_where_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST.replace("commands,", 'commands, "chat:write", "chat:write.public",'))
    with Standin(manifest=path) as slack:
        assert client_of(slack).chat_postMessage(channel="C0NOBOT", text="hello")["ok"]
        slack.world.channels["C0NOBOT"].is_private = True
        assert error_of(client_of(slack).chat_postMessage, channel="C0NOBOT", text="x") == "channel_not_found"


def test_direct_messages_that_are_switched_off_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST.replace("commands,", 'commands, "chat:write",'))
    with Standin(manifest=path) as slack:
        assert error_of(client_of(slack).chat_postMessage, channel=ANA, text="x") == "messages_tab_disabled"


def test_only_what_the_manifest_declares_is_known_and_told(modest: Standin) -> None:
    unknown = modest.command(ANA, HEALTH, "/dance")
    assert (unknown.error, unknown.detail) == ("unknown_command", "/dance is not a valid command.")
    modest.open_home(ANA)
    modest.say(ANA, HEALTH, "hello")
    with connected(modest) as app:
        heard: list[str] = []

        @app.command("/touch")
        def touch(ack: Ack, body: dict[str, str]) -> None:
            heard.append(body["text"])
            ack()

        modest.command(ANA, HEALTH, "/touch with @ben & https://x.test")
    assert heard == ["with @ben &amp; https://x.test"]
    with pytest.raises(NotPossible):
        modest.shortcut(ANA, "log")


def test_an_address_is_hidden_without_its_scope(modest: Standin) -> None:
    assert "email" not in client_of(modest).users_info(user=ANA)["user"]["profile"]


def test_answers_name_the_scopes_as_slack_does(modest: Standin) -> None:
    told = client_of(modest).auth_test()
    assert told.headers["x-oauth-scopes"] == "channels:read,commands,im:write,users:read"


def test_a_home_that_is_switched_off_cannot_be_published(modest: Standin) -> None:
    view = {"type": "home", "blocks": []}
    assert error_of(client_of(modest).views_publish, user_id=ANA, view=view) == "not_enabled"


def test_a_channel_takes_one_message_a_second_after_a_short_burst(slack: Standin, client: WebClient) -> None:
    for n in range(3):
        client.chat_postMessage(channel=HEALTH, text=str(n))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=HEALTH, text="one too many")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert caught.value.response["error"] == "ratelimited"
    assert len(slack.messages(HEALTH)) == 3
    assert client.chat_postMessage(channel="C0GENERAL", text="elsewhere")["ok"]


def test_other_methods_have_their_limit_too(client: WebClient) -> None:
    errors = set()
    for _ in range(45):
        try:
            client.users_list()
        except SlackApiError as error:
            errors.add(error.response["error"])
    assert errors == {"ratelimited"}
    assert client.users_info(user=ANA)["ok"]


def test_a_minute_travelled_is_a_minute_waited() -> None:
    machine = TimeMachine()
    with Standin(now=machine.now) as slack:
        client = client_of(slack)
        for n in range(3):
            client.chat_postMessage(channel=HEALTH, text=str(n))
        assert error_of(client.chat_postMessage, channel=HEALTH, text="too soon") == "ratelimited"

        machine.advance(timedelta(minutes=1))

        assert client.chat_postMessage(channel=HEALTH, text="a minute later")["ok"]


def test_a_clock_that_is_set_back_takes_no_calls_away() -> None:
    moments = [NOON, NOON - timedelta(hours=1)]
    limits = RateLimits(now=lambda: moments.pop(0) if len(moments) > 1 else moments[0])
    assert [limits.wait_for_channel("chat.postMessage", HEALTH) for _ in range(4)] == [0, 0, 0, 1]


def test_limits_can_be_switched_off() -> None:
    with Standin(rate_limits=False) as slack:
        client = client_of(slack)
        assert all(client.chat_postMessage(channel=HEALTH, text=str(n))["ok"] for n in range(30))


def test_a_form_works_as_well_as_json(slack: Standin, client: WebClient) -> None:
    answer = client.api_call("chat.postMessage", params={"channel": HEALTH, "text": "a form", "blocks": "[]"})
    assert answer["message"]["text"] == "a form"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_this_machine_s_own_pages_are_answered(slack: Standin, headers: dict[str, str], status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(slack.page_url.rsplit(":")[-1].strip("/")))
    connection.request("POST", "/api/auth.test", headers={"Authorization": f"Bearer {slack.bot_token}", **headers})
    assert connection.getresponse().status == status
    connection.close()
