from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from slack_bolt import BoltRequest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from handlers import errors, table
from handlers.answer import Answer
from handlers.in_time import InTime
from storage.engine import Store
from storage.tables import Touch
from tests.handlers.office import ANA, Office


def touches(office: Office) -> list[Touch]:
    with office.store.read() as session:
        return list(session.exec(select(Touch)))


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Somebody else is writing."""
    with store.write():
        yield


def test_what_takes_too_long_is_acknowledged_with_a_word_and_answered_afterwards(sqlite_store: Store) -> None:
    with Office(sqlite_store, patience_s=0.5) as office:
        office.account("Acme")
        with held(office.store):
            seen = office.type("/touch Acme call")
            assert not seen.timed_out
            assert "One moment" in seen.text
        office.slack.until(lambda: any("Logged: call" in m.text for m in office.slack.ephemeral(ANA)))
        assert len(touches(office)) == 1


def test_a_form_that_takes_too_long_closes_and_is_answered_afterwards(sqlite_store: Store) -> None:
    with Office(sqlite_store, patience_s=0.5) as office:
        acme = office.account("Acme")
        opened = office.type("/touch").view
        assert opened is not None
        account = {"text": {"type": "plain_text", "text": "Acme"}, "value": acme}
        with held(office.store):
            assert office.submit(opened, account=account, kind="call").ok
        office.slack.until(lambda: any("Logged: call" in m.text for m in office.slack.ephemeral(ANA)))


def test_a_form_that_proves_wrong_too_late_gives_back_what_was_typed(sqlite_store: Store) -> None:
    with Office(sqlite_store, patience_s=0.5) as office:
        acme = office.account("Acme")
        opened = office.type("/client add").view
        assert opened is not None
        with held(office.store):
            assert office.submit(opened, name="Acme", value="99000 EUR").ok
        office.slack.until(lambda: any("could not save" in m.text for m in office.slack.ephemeral(ANA)))
        said = office.read(office.slack.ephemeral(ANA)[-1])
        assert "already" in said
        assert "Annual value: `99000 EUR`" in said
        assert "Tier: `standard`" in said
        assert acme


def test_an_answer_that_its_url_no_longer_takes_comes_as_a_direct_message(office: Office) -> None:
    office.account("Acme")
    logged = office.type("/touch Acme call")
    opened = office.press(logged.message, "touch.edit").view  # type: ignore[arg-type]
    assert opened is not None
    office.now = office.now.replace(hour=12)
    assert office.submit(opened, note="later").ok
    assert "Corrected: call" in office.read(office.slack.dm(ANA)[-1])


def test_a_form_that_slack_does_not_open_is_told_with_what_was_typed(office: Office) -> None:
    office.account("Acme")
    office.slack.faults.add("views.open", "expired_trigger_id", times=1)
    said = office.says("/touch Acme: they like us")
    assert "did not open the form in time" in said
    assert "`Acme: they like us`" in said


def test_the_same_request_twice_logs_one_touch(office: Office) -> None:
    office.account("Acme")
    body = {
        "command": "/touch",
        "text": "Acme call",
        "team_id": office.team_id,
        "user_id": ANA,
        "channel_id": "C0GENERAL",
        "trigger_id": "1.2.3",
        "response_url": "",
    }
    answers = [office.app.dispatch(BoltRequest(body=dict(body), mode="socket_mode")) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert "Logged" in str(answers[0].body)
    assert "Logged" in str(answers[1].body)
    assert len(touches(office)) == 1


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> Iterator[Callable[[Exception], Office]]:
    """An office whose `/client` fails."""
    offices: list[Office] = []

    def breaks_with(error: Exception) -> Office:
        def fail(_visit: object) -> Answer:
            raise error

        monkeypatch.setitem(table.COMMANDS, "/client", fail)
        offices.append(Office(sqlite_store).__enter__())
        return offices[0]

    yield breaks_with
    for office in offices:
        office.__exit__(None, None, None)


def test_what_nobody_foresaw_gets_a_reference_that_is_in_the_log(
    broken: Callable[[Exception], Office], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.ERROR):
        said = broken(KeyError("secret")).says("/client list")
    reference = said.split("`")[1]
    assert len(reference) == 6
    assert "secret" not in said
    logged = "".join(str(vars(record)) for record in caplog.records)
    assert reference in logged + capsys.readouterr().out


def test_a_busy_database_is_told_kindly(broken: Callable[[Exception], Office]) -> None:
    busy = OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
    said = broken(busy).says("/client list")
    assert "saved nothing" in said


def test_work_that_is_done_in_time_is_returned() -> None:
    late: list[int] = []
    assert InTime(30)(lambda: 7, late.append) == 7
    assert late == []


def test_work_that_is_late_is_handed_over_when_it_is_there() -> None:
    from threading import Event

    go, late, told = Event(), [], Event()

    def tell(value: Any) -> None:
        late.append(value)
        told.set()

    def work() -> int:
        go.wait(10)
        return 7

    assert InTime(0.01)(work, tell) is None
    go.set()
    assert told.wait(10)
    assert late == [7]


def test_while_something_is_late_nothing_new_is_waited_for_long() -> None:
    from threading import Event

    in_time, go, told = InTime(1.5), Event(), Event()
    assert in_time(lambda: go.wait(10), lambda _: None) is None

    began = monotonic()
    assert in_time(lambda: go.wait(10), lambda _: told.set()) is None
    assert monotonic() - began < 1.5
    assert in_time(lambda: 7, lambda _: None) == 7

    go.set()
    assert told.wait(10)


@pytest.mark.parametrize(
    ("code", "words"),
    [("SQLITE_BUSY_SNAPSHOT", "busy"), ("SQLITE_FULL", "disk"), ("SQLITE_IOERR_WRITE", "could not use")],
)
def test_what_the_database_did_not_take_is_told_with_why_and_what_was_typed(code: str, words: str) -> None:
    refused = sqlite3.OperationalError("no")
    refused.sqlite_errorname = code
    answer = errors.told(OperationalError("COMMIT", {}, refused), None, "Acme call: all well")

    assert answer.post is not None
    assert words in answer.post.text
    assert "saved nothing" in answer.post.text
    assert "Acme call: all well" in str(answer.post.blocks)


def test_what_breaks_outside_a_handler_is_still_acknowledged() -> None:
    told = errors.last_resort(KeyError("x"), {"command": "/touch"})
    assert told.status == 200
    assert "noted it down" in str(told.body)
    assert errors.last_resort(KeyError("x"), {"type": "view_submission"}).body == ""
