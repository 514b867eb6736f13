from __future__ import annotations

import json
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.playground.seen import Seen
from bot.playground.standin import Standin
from tests.playground.conftest import ANA, HEALTH, hasty
from tests.playground.connect import connected


@pytest.fixture
def line(slack: Standin, client: WebClient) -> Iterator[ClientConnection]:
    """A bare connection, past its hello."""
    with opened(client, slack) as line:
        hello = frame(line)
        assert (hello["type"], hello["connection_info"]) == ("hello", {"app_id": "A0TEND"})
        yield line


def opened(client: WebClient, slack: Standin) -> ClientConnection:
    return connect(client.apps_connections_open(app_token=slack.app_token)["url"], close_timeout=0.1)


def frame(line: ClientConnection, seconds: float = 3) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(line.recv(timeout=seconds))
    return read


def acknowledge(line: ClientConnection, envelope: dict[str, Any], **payload: Any) -> None:
    line.send(json.dumps({"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}))


def meanwhile(act: Callable[[], Seen]) -> Callable[[], Seen]:
    """Let a person act in the background; call the result to wait for what they see."""
    seen: list[Seen] = []
    acting = threading.Thread(target=lambda: seen.append(act()))
    acting.start()

    def wait() -> Seen:
        acting.join()
        return seen[0]

    return wait


def touch(slack: Standin) -> Callable[[], Seen]:
    return meanwhile(lambda: slack.command(ANA, HEALTH, "/touch acme"))


def test_an_envelope_is_answered_by_its_acknowledgement(slack: Standin, line: ClientConnection) -> None:
    seen = touch(slack)
    envelope = frame(line)
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert "retry_attempt" not in envelope
    acknowledge(line, envelope, text="heard")
    assert seen().text == "heard"


@hasty
def test_a_missed_acknowledgement_is_a_time_out_and_the_envelope_comes_again(
    slack: Standin, line: ClientConnection
) -> None:
    seen = touch(slack)
    first = frame(line)
    again = frame(line)
    assert seen().error == "operation_timeout"
    assert again["envelope_id"] == first["envelope_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"] == first["payload"]


@hasty
def test_an_answer_after_the_time_is_over_says_nothing_to_the_person(slack: Standin, line: ClientConnection) -> None:
    seen = touch(slack)
    envelope = frame(line)
    frame(line)
    acknowledge(line, envelope, text="too late")
    assert seen().timed_out
    assert slack.ephemeral(ANA) == []


@hasty
def test_an_event_comes_again_too(slack: Standin, line: ClientConnection) -> None:
    slack.say(ANA, HEALTH, "hello")
    first, again = frame(line), frame(line)
    assert first["accepts_response_payload"] is False
    assert (again["payload"]["event_id"], again["retry_attempt"]) == (first["payload"]["event_id"], 1)
    acknowledge(line, again)


def test_each_envelope_goes_to_exactly_one_connection(slack: Standin, client: WebClient) -> None:
    with opened(client, slack) as one, opened(client, slack) as other:
        assert [frame(each)["num_connections"] for each in (one, other)] == [1, 2]
        seen = [touch(slack), touch(slack)]
        envelopes = [frame(one), frame(other)]
        for each, envelope in zip((one, other), envelopes, strict=True):
            acknowledge(each, envelope, text="heard")
        assert all(wait().text == "heard" for wait in seen)
        assert len({envelope["envelope_id"] for envelope in envelopes}) == 2


def test_what_a_lost_connection_had_not_acknowledged_goes_to_the_next(
    slack: Standin, client: WebClient, line: ClientConnection
) -> None:
    seen = touch(slack)
    lost = frame(line)
    slack.socket.drop()
    slack.until_connected(0)
    with opened(client, slack) as following:
        assert frame(following)["type"] == "hello"
        again = frame(following)
        assert (again["envelope_id"], again["retry_attempt"]) == (lost["envelope_id"], 1)
        acknowledge(following, again, text="heard after all")
        assert seen().text == "heard after all"


def test_a_connection_that_was_asked_to_go_gets_nothing_more(
    slack: Standin, client: WebClient, line: ClientConnection
) -> None:
    slack.socket.disconnect("refresh_requested")
    asked = frame(line)
    assert (asked["type"], asked["reason"]) == ("disconnect", "refresh_requested")
    with opened(client, slack) as fresh:
        frame(fresh)
        seen = touch(slack)
        acknowledge(fresh, frame(fresh), text="heard")
        assert seen().text == "heard"
    with pytest.raises(TimeoutError):
        line.recv(timeout=0)


@hasty
def test_a_silent_connection_stays_open_and_says_nothing(slack: Standin, line: ClientConnection) -> None:
    slack.socket.silence()
    seen = touch(slack)
    pong = line.ping()
    assert seen().timed_out
    assert not pong.wait(0)
    assert slack.connections == 1
    with pytest.raises(TimeoutError):
        line.recv(timeout=0)


def test_a_ticket_opens_one_connection(slack: Standin, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url):
        slack.until_connected()
        with pytest.raises(Exception, match="403"):
            connect(url)


def test_the_eleventh_connection_is_sent_away(slack: Standin, client: WebClient) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(opened(client, slack)) for _ in range(11)]
        assert frame(lines[-1])["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            lines[-1].recv(timeout=1)


def test_bolt_comes_back_after_its_connection_was_cut(slack: Standin, app: App) -> None:
    @app.command("/touch")
    def heard(ack: Ack) -> None:
        ack(text="heard")

    assert slack.command(ANA, HEALTH, "/touch acme").text == "heard"
    slack.socket.disconnect()
    slack.until(lambda: len(slack.calls("apps.connections.open")) == 2)
    slack.until_connected(1)
    assert slack.command(ANA, HEALTH, "/touch acme").text == "heard"


@hasty
def test_bolt_sees_a_repeated_envelope_as_a_retry(slack: Standin, app: App) -> None:
    retries: list[str] = []

    @app.command("/touch")
    def heard(ack: Ack, request: BoltRequest) -> None:
        retries.extend(request.headers.get("x-slack-retry-num", ["0"]))
        if len(retries) == 2:
            ack()

    assert slack.command(ANA, HEALTH, "/touch acme").timed_out
    slack.until(lambda: len(retries) == 2)
    assert retries == ["0", "1"]


def noting(heard: list[str], name: str) -> Callable[[Ack], None]:
    def touched(ack: Ack) -> None:
        heard.append(name)
        ack()

    return touched


def test_two_apps_share_the_work(slack: Standin, app: App) -> None:
    with connected(slack) as second:
        heard: list[str] = []
        for name, each in (("first", app), ("second", second)):
            each.command("/touch")(noting(heard, name))
        for _ in range(4):
            assert slack.command(ANA, HEALTH, "/touch acme").ok
    assert sorted(heard) == ["first", "first", "second", "second"]


def test_the_sdk_s_client_works_without_bolt(slack: Standin, client: WebClient) -> None:
    def heard(socket: Any, request: SocketModeRequest) -> None:
        socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload={"text": request.type}))

    socket = SocketModeClient(slack.app_token, web_client=client)
    socket.socket_mode_request_listeners.append(heard)
    socket.connect()
    slack.until_connected()
    assert slack.command(ANA, HEALTH, "/touch acme").text == "slash_commands"
    socket.close()


def test_stopping_ends_connections_at_once_and_nobody_waits(client: WebClient, slack: Standin) -> None:
    with opened(client, slack) as line:
        frame(line)
        seen = touch(slack)
        frame(line)
        began = time.monotonic()
        slack.stop()
        assert seen().timed_out
        assert time.monotonic() - began < 0.4
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=1)
    with pytest.raises((OSError, urllib.error.URLError)):
        client.auth_test()


def test_starting_and_stopping_is_quick_and_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    began = time.monotonic()
    for _ in range(3):
        with Standin():
            pass
    assert (time.monotonic() - began) / 3 < 0.3
    assert set(threading.enumerate()) == before


def test_a_busy_moment_makes_no_flood_of_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    send, sent = WebSocketsSansIOProtocol.send_keepalive_ping, list[float]()

    def counted(line: WebSocketsSansIOProtocol) -> None:
        sent.append(time.monotonic())
        if len(sent) == 2:
            line.loop.call_soon(threading.Event().wait, 0.4)  # nobody hears the answer
        send(line)

    monkeypatch.setattr(WebSocketsSansIOProtocol, "send_keepalive_ping", counted)
    with Standin() as slack, connected(slack):
        slack.until(lambda: len(sent) >= 5)
    assert sent[4] - sent[2] > 0.2


def test_a_stand_in_that_was_never_started_leaves_nothing_open() -> None:
    Standin().stop()
