"""Whoever dies over a list, or does not reach Slack, is followed by another; nothing is imported or said twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.importing import work
from bot.importing.chat import Chat
from bot.importing.errand import Errand
from bot.importing.lease import LEASE
from bot.nudges.schedule import tick
from bot.workers import Workers
from storage.engine import Store
from tests.handlers import lists
from tests.handlers.lists import CLIENTS, drop, press, said, thread, words
from tests.handlers.office import Office


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    with Office(sqlite_store) as office:
        yield office


class Killed(BaseException):
    """The process is gone: nothing is put in order behind it."""


def killed(monkeypatch: pytest.MonkeyPatch, of: type, name: str) -> None:
    """The process dies the first time that it comes to some place."""
    before = getattr(of, name)

    def die(*_: Any, **__: Any) -> None:
        monkeypatch.setattr(of, name, before)
        raise Killed

    monkeypatch.setattr(of, name, die)


def drop_only(office: Office) -> None:
    """A file is dropped, and Tend comes as far with it as it can."""
    heard = office.slack.socket.acknowledgements
    office.slack.drop(lists.ADMIN, office.slack.world.dm(lists.ADMIN).id, "clients.csv", CLIENTS)
    office.slack.until(lambda: office.slack.socket.acknowledgements > heard, lists.WAIT_S)
    assert office.tend.imports.rest(lists.WAIT_S)


def later(office: Office, by: timedelta = LEASE) -> None:
    """Time passes, and the bot, or another one, ticks."""
    office.now += by + timedelta(seconds=1)
    tick(office.tend, office.now)
    assert office.tend.imports.rest(lists.WAIT_S)


def test_who_dies_before_a_word_was_said_is_followed_by_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, Errand, "_check")
    drop_only(office)
    assert said(office) == []

    tick(office.tend, office.now)
    assert office.tend.imports.rest(lists.WAIT_S)
    assert said(office) == []  # it may be at work still
    later(office)
    assert "2 would be added" in words(office, said(office)[0])


def test_who_dies_after_the_import_is_followed_and_what_went_in_by_then_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = drop(office, CLIENTS)
    killed(monkeypatch, Errand, "_say")
    press(office, card, "start")
    assert lists.names(office) == ["Acme", "Globex"]
    assert thread(office, card) == []

    later(office)
    [result] = thread(office, card)
    assert "2 added" in office.read(result)
    assert lists.row(office).step == "done"
    assert len(lists.audited(office, "import")) == 1


def test_who_dies_in_the_middle_is_followed_and_it_is_said_that_it_was_interrupted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = drop(office, "name\n" + "".join(f"Client {n}\n" for n in range(120)))
    before = Errand._bring_in

    def die(errand: Any, source: Any, meaning: Any, *, dry_run: bool) -> None:
        monkeypatch.setattr(Errand, "_bring_in", before)
        monkeypatch.setattr(errand, "_go_on", _after(2))
        before(errand, source, meaning, dry_run=dry_run)

    monkeypatch.setattr(Errand, "_bring_in", die)
    press(office, card, "start")
    assert len(lists.names(office)) == 100

    later(office)
    [result] = thread(office, card)
    assert "20 added, 100 unchanged" in office.read(result)
    assert "I was interrupted in the middle" in office.read(result)
    assert len(lists.names(office)) == 120


def _after(times: int) -> Any:
    left = iter(range(times - 1))

    def go_on() -> None:
        if next(left, None) is None:
            raise Killed

    return go_on


def test_asked_to_stop_it_stops_between_two_batches_and_the_next_process_goes_on(
    office: Office, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = drop(office, "name\n" + "".join(f"Client {n}\n" for n in range(120)))
    before, begun = Errand._bring_in, Event()

    def slowly(errand: Any, source: Any, meaning: Any, *, dry_run: bool) -> Any:
        begun.set()
        office.tend.imports._stop.wait(lists.WAIT_S)
        return before(errand, source, meaning, dry_run=dry_run)

    monkeypatch.setattr(Errand, "_bring_in", slowly)
    office.press(card, "import.start", lists.ADMIN)
    assert begun.wait(lists.WAIT_S)
    assert office.tend.imports.close(lists.WAIT_S)
    assert len(lists.names(office)) == 50

    monkeypatch.setattr(Errand, "_bring_in", before)
    anew = replace(office.tend, imports=Workers())
    tick(anew, office.now)
    assert anew.imports.rest(lists.WAIT_S)
    assert len(lists.names(office)) == 120


def test_the_first_word_is_said_once_also_where_nobody_noted_that_it_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, Chat, "_keep")
    drop_only(office)
    assert len(said(office)) == 1

    later(office)
    assert len(said(office)) == 1
    assert "2 would be added" in words(office, said(office)[0])


def test_while_slack_takes_no_word_it_is_tried_again_later(office: Office) -> None:
    office.slack.faults.add("chat.postMessage", "500", times=1)
    with capture_logs() as logs:
        drop_only(office)
    assert said(office) == []
    assert [line["event"] for line in logs if "put_off" in line["event"]] == ["import.put_off"]

    later(office, timedelta(minutes=1))
    assert "2 would be added" in words(office, said(office)[0])


def test_after_a_few_times_it_is_left(office: Office) -> None:
    office.slack.faults.add("chat.postMessage", "500", times=None)
    drop_only(office)
    for _ in range(work.ATTEMPTS):
        later(office, timedelta(minutes=10))

    assert lists.row(office).step == "done"
    assert lists.row(office).attempts == 0


def test_what_nobody_foresaw_is_told_with_a_reference(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr("bot.importing.source.parse", broken)
    with capture_logs() as logs:
        card = drop(office, CLIENTS)
    [line] = [line for line in logs if line["event"] == "import.failed"]

    assert line["reference"] in words(office, card)
    assert lists.row(office).step == "done"


def test_where_there_is_nothing_to_do_a_tick_begins_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(office.tend.imports, "begin", begun.append)
    tick(office.tend, office.now)

    assert begun == []


def test_what_was_pasted_is_forgotten_once_it_is_done(office: Office) -> None:
    card = lists.write(office, "Acme\nGlobex", lists.ADMIN)
    press(office, card, "start")

    assert (lists.row(office).pasted, lists.row(office).report) == ("", None)
