"""Tend at work, over HTTP and beside Socket Mode, asked as a load balancer and Prometheus ask it."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot import web
from bot.app import CannotStart, Running, running
from bot.playground.standin import SIGNING_SECRET, Standin
from bot.settings import Settings
from bot.slack import SlackClients
from bot.tend import Tend
from storage import health, workspaces
from storage.engine import Store
from storage.tables import Account, Clock, Message
from tests.handlers.office import ANA, GENERAL
from tests.storage.forms import back_to

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"
NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)


pytestmark = pytest.mark.usefixtures("no_environment")


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin(manifest=MANIFEST) as standin:
        yield standin


def settings(slack: Standin, database_url: str, **more: Any) -> Settings:
    token = SecretStr(slack.bot_token)
    return Settings.load(slack_bot_token=token, slack_api_url=slack.api_url, database_url=database_url, **more)


@contextmanager
def by_http(slack: Standin, database_url: str) -> Iterator[Running]:
    with running(settings(slack, database_url, slack_signing_secret=SecretStr(SIGNING_SECRET), port=0)) as bot:
        assert bot.server is not None
        slack.tell_by_http(f"http://127.0.0.1:{bot.server.port}{web.EVENTS}")
        yield bot


def ask(port: int, path: str, body: bytes | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", body, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def port_of(bot: Running) -> int:
    assert bot.server is not None
    return bot.server.port


def test_with_a_signing_secret_slack_speaks_to_us_by_http_and_no_socket_is_opened(
    slack: Standin, sqlite_url: str
) -> None:
    with by_http(slack, sqlite_url) as bot:
        assert "Acme" in slack.command(ANA, GENERAL, "/client add Acme tier:key").text
        assert slack.calls("apps.connections.open") == []
        assert ask(port_of(bot), web.EVENTS, b"{}")[0] == 401
        assert ask(port_of(bot), web.EVENTS)[0] == 405
        assert ask(port_of(bot), "/")[0] == 404


def test_slack_is_told_that_the_address_is_ours(slack: Standin, sqlite_url: str) -> None:
    with by_http(slack, sqlite_url) as bot:
        posts = slack.tell_by_http(f"http://127.0.0.1:{port_of(bot)}{web.EVENTS}")
        told = posts.send("events_api", {"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}).result()

    assert told.payload == {"challenge": "3eZbrw1aB"}


def test_with_socket_mode_a_port_shows_only_how_tend_fares(slack: Standin, sqlite_url: str) -> None:
    with running(settings(slack, sqlite_url, slack_app_token=SecretStr(slack.app_token), port=0)) as bot:
        assert slack.connections == 1
        assert ask(port_of(bot), "/healthz") == (200, "alive")
        assert ask(port_of(bot), web.EVENTS, b"{}")[0] == 404


def test_with_socket_mode_and_no_port_nothing_is_served(slack: Standin, sqlite_url: str) -> None:
    with running(settings(slack, sqlite_url, slack_app_token=SecretStr(slack.app_token))) as bot:
        assert bot.server is None


def test_a_port_that_is_taken_is_told_by_its_name(slack: Standin, sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = settings(slack, sqlite_url, slack_signing_secret=SecretStr(SIGNING_SECRET), port=port)
        with pytest.raises(CannotStart, match=f"PORT {port}"), running(told):
            pass


def test_a_bot_at_work_is_ready_and_tells_what_it_counted(slack: Standin, sqlite_url: str) -> None:
    with by_http(slack, sqlite_url) as bot:
        slack.until(lambda: bot.schedule.ticker.alive_at is not None)
        slack.command(ANA, GENERAL, "/client help")
        status, told = ask(port_of(bot), "/readyz")
        assert (status, json.loads(told)["wrong"]) == (200, {})
        metrics = ask(port_of(bot), "/metrics")[1]

    for name in ("tend_commands_total", "tend_slack_calls_total", "tend_outbox_depth", "process_resident_memory_bytes"):
        assert f"\n{name}" in metrics
    assert slack.team_id not in metrics
    assert "tend_database_up 1.0" in metrics


@contextmanager
def served(store: Store, last_tick: datetime | None = NOW) -> Iterator[int]:
    tend = Tend(store, lambda: NOW, SlackClients("http://127.0.0.1:9/", "xoxb-none"))
    with web.serve("127.0.0.1", 0, web.Health(tend, lambda: last_tick)) as server:
        yield server.port


def ready(port: int) -> tuple[int, dict[str, str]]:
    status, told = ask(port, "/readyz")
    wrong: dict[str, str] = json.loads(told)["wrong"]
    return status, wrong


def test_a_bot_whose_ticks_stay_out_is_not_ready(store: Store) -> None:
    with served(store, NOW - timedelta(minutes=4)) as port:
        assert ready(port) == (503, {"tick": "the last one was 240 s ago"})
    with served(store, None) as port:
        assert ready(port) == (503, {"tick": "none yet"})


def test_a_bot_is_not_ready_for_a_database_of_another_release(store: Store) -> None:
    back_to(store, "0003")
    with served(store) as port:
        status, wrong = ready(port)

    assert status == 503
    assert "at 0003" in wrong["migrations"]


def test_a_bot_is_not_ready_when_nothing_can_be_written(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE pulse"))
    with served(store) as port:
        status, wrong = ready(port)

    assert status == 503
    assert "cannot be used" in wrong["database"]


def test_a_database_that_gives_no_answer_is_told_in_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.health.PATIENCE_S", 0.2)
    with served(store) as port, store.write() as session:
        health.beat(session, NOW)
        assert ready(port) == (503, {"database": "no answer within 0.2 s"})


def test_a_clock_that_nobody_looks_at_is_told(store: Store) -> None:
    with store.write() as session:
        workspaces.ensure(session, "T0TEND", NOW)
        session.add(
            Account(
                team_id="T0TEND", id="acme", name="Acme", name_key="acme", owner_id=ANA, created_at=NOW, updated_at=NOW
            )
        )
        session.flush()
        session.add(Clock(team_id="T0TEND", account_id="acme", rule="quiet", rings_at=NOW - timedelta(hours=2)))
    with served(store) as port:
        assert ready(port) == (503, {"clocks": "one rang 7200 s ago and was not looked at"})
        assert "tend_clock_oldest_due_seconds 7200.0" in ask(port, "/metrics")[1]

    with store.write() as session:
        workspaces.lock(session, "T0TEND").asleep_since = NOW
    with served(store) as port:
        assert ready(port) == (200, {})


def message(minutes: int, *, tried: bool = False, **more: Any) -> Message:
    """One that has been due for so long; where it was tried, it is tried again in a while."""
    at = NOW - timedelta(minutes=minutes)
    row: dict[str, Any] = {
        "team_id": "T0TEND",
        "kind": "notice",
        "recipient": ANA,
        "slot": f"s{minutes}",
        "state": "ready",
        "created_at": at,
        "not_before": NOW + timedelta(minutes=9) if tried else at,
        "due_at": at if tried else None,
    }
    return Message(**row | more)


def waiting(store: Store, *messages: Message) -> None:
    """Put messages into the outbox."""
    with store.write() as session:
        workspaces.ensure(session, "T0TEND", NOW)
        session.add_all(messages)


def test_what_waits_to_be_sent_is_shown_though_it_was_tried_in_vain(store: Store) -> None:
    waiting(
        store,
        message(10, tried=True),
        message(3, state="ambiguous"),
        message(-5),
        message(60, state="sent"),
        message(99, recipient=""),
    )
    with served(store) as port:
        metrics = ask(port, "/metrics")[1]
        assert json.loads(ask(port, "/readyz")[1])["oldest_message_s"] == 600

    assert "tend_outbox_depth 2.0" in metrics
    assert "tend_outbox_oldest_seconds 600.0" in metrics


def test_a_message_that_nobody_tries_to_send_is_told(store: Store) -> None:
    waiting(store, message(120))
    with served(store) as port:
        assert ready(port) == (503, {"messages": "one has been due for 7200 s, and nobody tried to send it"})

    with store.write() as session:
        workspaces.lock(session, "T0TEND").asleep_since = NOW
    with served(store) as port:
        assert ready(port) == (200, {})


def test_where_slack_does_not_serve_one_workspace_the_bot_is_ready_for_the_others(store: Store) -> None:
    waiting(store, message(180, tried=True), message(120), message(90, recipient=""))
    with served(store) as port:
        assert ready(port) == (200, {})
        assert json.loads(ask(port, "/readyz")[1])["oldest_message_s"] == 10_800


def test_what_is_due_and_will_be_sent_at_the_next_tick_is_nothing_wrong(store: Store) -> None:
    waiting(store, message(1), message(-61))
    with served(store) as port:
        assert ready(port) == (200, {})


def test_what_was_counted_is_shown_even_without_a_database(sqlite_store: Store) -> None:
    with served(sqlite_store) as port:
        with sqlite_store.engine.begin() as connection:
            connection.execute(text("ALTER TABLE messages RENAME TO elsewhere"))
        metrics = ask(port, "/metrics")[1]

    assert "tend_database_up 0.0" in metrics
    assert "tend_slack_calls" in metrics


def test_whoever_asks_often_costs_one_write_a_second(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[datetime] = []
    monkeypatch.setattr(health, "beat", lambda _session, now: beats.append(now))
    monkeypatch.setattr("bot.web.health.LOOKED_AT_S", 60.0)
    with served(sqlite_store) as port:
        assert {ready(port)[0] for _ in range(20)} == {200}

    assert len(beats) == 1
