# ruff: noqa: S310 - every address is the stand-in's own
from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.playground.standin import Standin
from bot.playground.time_machine import TimeMachine
from tests.playground.conftest import ANA, BEN, DANA, ERIK, HEALTH, hasty
from tests.playground.test_tokens_and_limits import MANIFEST
from tests.playground.views import actions, button, input_block, modal, option, text_input


class Page:
    """Asks the stand-in as the page in the browser does."""

    def __init__(self, slack: Standin) -> None:
        self.url = slack.page_url.rstrip("/")

    def look(self, path: str, **query: str) -> dict[str, Any]:
        return self._send(urllib.request.Request(f"{self.url}/play/{path}?{urlencode(query)}"))

    def act(self, path: str, headers: dict[str, str] | None = None, **body: Any) -> dict[str, Any]:
        sent = {"Content-Type": "application/json", "Origin": self.url, **(headers or {})}
        return self._send(urllib.request.Request(f"{self.url}/play/{path}", json.dumps(body).encode(), sent))

    def _send(self, request: urllib.request.Request) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                read: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                read = {"status": error.code, **json.load(error)}
        return read

    @contextmanager
    def stream(self) -> Iterator[Iterator[dict[str, Any]]]:
        with urllib.request.urlopen(f"{self.url}/play/stream", timeout=5) as lines:
            yield (json.loads(line[6:]) for line in lines if line.startswith(b"data: "))


@pytest.fixture
def page(slack: Standin) -> Page:
    return Page(slack)


def test_the_page_itself_is_served(slack: Standin) -> None:
    with urllib.request.urlopen(slack.page_url) as answer:
        assert b"<html" in answer.read()


def test_the_start_names_people_channels_and_whom_one_can_be(page: Page) -> None:
    start = page.look("start")
    assert start["app"] == {"id": "A0TEND", "name": "Tend", "bot_user": "U0TEND", "connected": False}
    assert [u["id"] for u in start["users"] if u["can_act"]] == ["U0ANA", "U0BEN", "U0CHRIS", ERIK]
    assert {c["id"] for c in start["channels"]} == {HEALTH, "C0GENERAL", "C0ACME", "C0NOBOT", "C0OLD"}
    assert start["travel"] is False
    assert start["now"].endswith("Z")
    everybody = page.look("start", all="1")["users"]
    assert {u["id"] for u in everybody if u["can_act"]} == {ANA, BEN, "U0CHRIS", DANA, ERIK}


def test_the_start_names_the_manifest_s_commands(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST)
    with Standin(manifest=path) as slack:
        start = Page(slack).look("start")
    assert start["commands"] == [{"command": "/touch", "description": "Log a touch", "usage_hint": "<account>"}]


def test_a_read_only_messages_tab_takes_neither_messages_nor_commands(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    read_only = "messages_tab_enabled: true, messages_tab_read_only_enabled: true"
    path.write_text(MANIFEST.replace("messages_tab_enabled: false", read_only))
    with Standin(manifest=path) as slack:
        page, dm = Page(slack), slack.world.dm(ANA).id
        assert page.look(f"channel/{dm}", user=ANA)["channel"]["is_read_only"] is True
        assert page.look(f"channel/{HEALTH}", user=ANA)["channel"]["is_read_only"] is False
        for act in ("say", "command"):
            assert page.act(act, user=ANA, channel=dm, text="/touch acme")["error"] == "read_only"
        assert slack.dm(ANA) == []


def test_a_message_is_shown_and_counts_as_unread_until_it_is_read(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=HEALTH, text="quiet", blocks=[actions(button())])
    client.chat_postMessage(channel=ANA, text="good morning")
    sidebar = page.look("sidebar", user=ANA)
    assert {c["id"]: c["unread"] for c in sidebar["channels"]}[HEALTH] == 1
    (dm,) = sidebar["dms"]
    assert (dm["with"], dm["unread"]) == ("U0TEND", 1)
    shown = page.look(f"channel/{HEALTH}", user=ANA)
    (message,) = shown["messages"]
    assert (message["text"], message["user"], message["ephemeral"]) == ("quiet", "U0TEND", False)
    page.act("read", user=ANA, channel=HEALTH)
    sidebar = page.look("sidebar", user=ANA)
    assert {c["id"]: c["unread"] for c in sidebar["channels"]}[HEALTH] == 0
    assert page.look(f"channel/{HEALTH}", user=ANA)["last_read"] == message["ts"]


def test_each_person_sees_their_own_channels_and_ephemeral_messages(page: Page, client: WebClient) -> None:
    client.chat_postEphemeral(channel=HEALTH, user=ANA, text="psst")
    assert [m["text"] for m in page.look(f"channel/{HEALTH}", user=ANA)["messages"]] == ["psst"]
    assert page.look(f"channel/{HEALTH}", user=BEN)["messages"] == []
    assert page.look(f"channel/{HEALTH}", user=DANA)["error"] == "no_such_channel"
    assert [c["id"] for c in page.look("sidebar", user=ERIK)["channels"]] == ["C0ACME"]


def test_a_thread_shows_its_parent_first(page: Page) -> None:
    parent = page.act("say", user=ANA, channel=HEALTH, text="hello @ben")["message"]
    page.act("say", user=BEN, channel=HEALTH, text="hi", thread_ts=parent["ts"])
    shown = page.look(f"thread/{HEALTH}/{parent['ts']}", user=ANA)["messages"]
    assert [m["text"] for m in shown] == ["hello <@U0BEN>", "hi"]
    (line,) = page.look(f"channel/{HEALTH}", user=ANA)["messages"]
    assert (line["reply_count"], line["reply_users"]) == (1, [BEN])


def test_a_command_answers_with_what_the_person_sees(page: Page, app: App) -> None:
    @app.command("/touch")
    def touch(ack: Ack) -> None:
        ack(text="heard")

    seen = page.act("command", user=ANA, channel=HEALTH, text="/touch acme")
    assert (seen["ok"], seen["message"]["text"], seen["message"]["ephemeral"]) == (True, "heard", True)


@hasty
def test_a_time_out_is_told_in_slack_s_words(page: Page) -> None:
    seen = page.act("command", user=ANA, channel=HEALTH, text="/touch acme")
    assert (seen["ok"], seen["error"]) == (False, "operation_timeout")
    assert seen["error_text"] == "/touch failed with the error “operation_timeout”"


def test_a_form_from_button_to_submission(page: Page, app: App, client: WebClient) -> None:
    heard: list[str] = []

    @app.action("press.me")
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        find = {"type": "external_select", "action_id": "find", "min_query_length": 0}
        blocks = [input_block(find, block_id="account"), input_block(text_input("note"), block_id="note")]
        client.views_open(trigger_id=body["trigger_id"], view=modal(*blocks))
        ack()

    @app.options("find")
    def find(ack: Ack) -> None:
        ack(options=[option("acme")])

    @app.view("form")
    def submitted(ack: Ack, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        heard.append(values["account"]["find"]["selected_option"]["value"])
        heard.append(values["note"]["note"]["value"])
        ack()

    ts = client.chat_postMessage(channel=HEALTH, text="card", blocks=[actions(button())])["ts"]
    card = {"channel": HEALTH, "ts": ts}
    view = page.act("press", user=ANA, container=card, block_id="row", action_id="press.me", value=None)["view"]
    assert page.look("views", user=ANA)["views"] == [view]
    shown = {"view_id": view["id"]}
    offered = page.act("suggest", user=ANA, container=shown, block_id="account", action_id="find", text="")["options"]
    empty = page.act("submit", user=ANA, view_id=view["id"], state={})
    assert set(empty["errors"]) == {"account", "note"}
    state = {"account": {"find": offered[0]}, "note": {"note": "fine"}}
    assert page.act("submit", user=ANA, view_id=view["id"], state=state)["ok"]
    assert heard == ["acme", "fine"]
    assert page.look("views", user=ANA)["views"] == []


def test_the_home_is_told_when_opened(page: Page, app: App, slack: Standin) -> None:
    @app.event("app_home_opened")
    def opened(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": []})

    assert page.look("home", user=ANA) == {"view": None}
    page.act("home/open", user=ANA)
    slack.until(lambda: slack.home(ANA))
    assert page.look("home", user=ANA)["view"]["type"] == "home"


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("command", {"user": ANA, "text": "/touch"}, 400, "missing"),
        ("say", {"user": ERIK, "channel": HEALTH, "text": "hi"}, 400, "not_in_channel"),
        ("travel", {"hours": 24}, 409, "no_time_machine"),
        ("travel", {"hours": "far"}, 400, "bad_hours"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    page: Page, path: str, body: dict[str, Any], status: int, error: str
) -> None:
    answer = page.act(path, **body)
    assert (answer["status"], answer["error"]) == (status, error)
    assert answer["message"]


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("submit", {"view_id": "V9"}, "not_on_top"),
        ("press", {"container": {"view_id": "V9"}, "block_id": "b", "action_id": "a"}, "no_such_view"),
        (
            "suggest",
            {"container": {"channel": HEALTH, "ts": "1.2"}, "block_id": "b", "action_id": "a"},
            "no_such_message",
        ),
    ],
)
def test_what_changed_since_one_looked_is_no_mistake_and_is_said(
    page: Page, path: str, body: dict[str, Any], error: str
) -> None:
    answer = page.act(path, user=ANA, text="", **body)
    assert answer == {"error": error, "error_text": "That has changed meanwhile. This is how it stands now."}


@pytest.mark.parametrize("headers", [{"Content-Type": "text/plain"}, {"Origin": "http://evil.example"}])
def test_forms_and_pages_of_other_sites_cannot_act(page: Page, slack: Standin, headers: dict[str, str]) -> None:
    assert page.act("say", headers=headers, user=ANA, channel=HEALTH, text="hi")["status"] in (400, 403)
    assert slack.messages(HEALTH) == []


def test_the_stream_says_what_changed(page: Page, client: WebClient) -> None:
    with page.stream() as events:
        assert next(events)["kind"] == "hello"
        ts = client.chat_postMessage(channel=HEALTH, text="quiet")["ts"]
        told = {"kind": "message", "channel": HEALTH, "ts": ts, "thread_ts": None, "change": "new"}
        assert next(events) == told
        client.chat_update(channel=HEALTH, ts=ts, text="loud")
        assert next(events) == {**told, "change": "changed"}
        client.views_publish(user_id=ANA, view={"type": "home", "blocks": []})
        assert next(events) == {"kind": "home", "user": ANA}
        page.act("read", user=ANA, channel=HEALTH)
        assert next(events) == {"kind": "read", "user": ANA, "channel": HEALTH}


def test_a_stream_ends_when_the_server_stops(page: Page, slack: Standin) -> None:
    with page.stream() as events:
        next(events)
        slack.stop()
        assert list(events) == []


def _wait(arrived: threading.Event) -> None:
    arrived.wait(10)


class TestTravel:
    @pytest.fixture
    def machine(self) -> TimeMachine:
        return TimeMachine()

    @pytest.fixture
    def slack(self, machine: TimeMachine) -> Iterator[Standin]:
        with Standin(now=machine.now) as slack:
            yield slack

    def test_a_journey_is_told_from_its_start_to_its_end(
        self, page: Page, slack: Standin, machine: TimeMachine
    ) -> None:
        half_way = threading.Event()

        def travel(hours: float) -> None:
            machine.advance(timedelta(hours=hours / 2))
            assert half_way.wait(5)
            machine.advance(timedelta(hours=hours / 2))

        slack.on_travel = travel
        before = machine.now()
        assert page.look("start")["travel"] is True
        with page.stream() as events:
            next(events)
            assert page.act("travel", hours=24) == {"ok": True}
            assert next(events)["state"] == "started"
            moving = next(events)
            assert (moving["state"], moving["hours"], moving["share"]) == ("moving", 24, 0.5)
            assert page.act("travel", hours=1)["error"] == "already_travelling"
            half_way.set()
            assert "failed" not in list(iter(lambda: next(events)["state"], "done"))
        assert machine.now() - before >= timedelta(hours=24)

    def test_stopping_does_not_wait_for_a_journey(self, page: Page, slack: Standin) -> None:
        arrived = threading.Event()
        slack.on_travel = lambda hours: _wait(arrived)
        page.act("travel", hours=24)
        slack.stop()
        assert not arrived.is_set()
        arrived.set()

    def test_a_journey_that_fails_says_why(self, page: Page, slack: Standin) -> None:
        def travel(hours: float) -> None:
            raise ValueError("no fuel")

        slack.on_travel = travel
        with page.stream() as events:
            next(events)
            page.act("travel", hours=24)
            assert next(events)["state"] == "started"
            failed = next(events)
        assert (failed["state"], failed["message"]) == ("failed", "ValueError: no fuel")
