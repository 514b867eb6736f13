from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

from bot.exporting.audit_log import COLUMNS, export_audit
from storage import workspaces
from storage.engine import Store
from tests.work.scene import ANA, NOW, TEAM, scene


def lines(store: Store, since: date | None = None) -> list[dict[str, Any]]:
    out = io.StringIO()
    count = export_audit(store, TEAM, out, since=since, as_json=True)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(told) == count
    return told


def test_every_deed_is_told_with_who_did_it_and_what_it_was_before_and_after(store: Store) -> None:
    house = scene(store)
    acme = house.account("Acme")
    jane = house.contact(acme, "Jane Doe", title="CFO")
    house.touch(acme, note="she is well")

    added, known, logged = lines(store)

    assert (added["deed"], added["account"], added["before"]) == ("account.add", "Acme", None)
    assert (known["deed"], known["subject_id"], known["after"]["title"]) == ("contact.add", jane.id, "CFO")
    assert (logged["deed"], logged["after"]["note"]) == ("touch.log", "she is well")
    assert {(row["person_id"], row["person"], row["at"]) for row in (added, known, logged)} == {
        (ANA, "Ana Souza", NOW.isoformat())
    }


def test_the_same_rows_come_as_csv_and_no_cell_is_a_formula(store: Store) -> None:
    house = scene(store)
    house.account("=cmd()")
    out = io.StringIO()

    assert export_audit(store, TEAM, out) == 1

    header, row = csv.reader(io.StringIO(out.getvalue()))
    assert tuple(header) == COLUMNS
    told = dict(zip(header, row, strict=True))
    assert told["account"] == "'=cmd()"
    assert json.loads(told["after"])["name"] == "=cmd()"
    assert told["before"] == ""


def test_since_begins_with_the_day_where_the_workspace_is(store: Store) -> None:
    house = scene(store)  # in Lisbon, an hour ahead of UTC
    house.now = datetime(2026, 5, 11, 22, 59, tzinfo=UTC)
    house.account("Acme")
    house.now = datetime(2026, 5, 11, 23, 0, tzinfo=UTC)
    house.account("Globex")

    assert [row["account"] for row in lines(store, since=date(2026, 5, 12))] == ["Globex"]
    assert len(lines(store, since=date(2026, 5, 11))) == 2


def test_another_workspaces_rows_stay_there(store: Store) -> None:
    scene(store).account("Acme")
    with store.write() as session:
        workspaces.ensure(session, "T0OTHER", NOW)
    out = io.StringIO()

    assert export_audit(store, "T0OTHER", out, as_json=True) == 0
    assert out.getvalue() == ""
