"""Hostile text in files: taken in as CSV; given out as CSV, JSON lines and a ZIP, all of which read back."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlmodel import select

from bot import directory
from bot.exporting.archive import export_workspace
from bot.exporting.audit_log import export_audit
from bot.intake import cells, csv_files, files
from bot.work.checks import clean
from bot.work.deed import Deed
from storage import workspaces
from storage.engine import Store
from storage.tables import Account, AccountAlias, Audit, Contact, Touch
from tests.databases import make_sqlite_template
from tests.faults.hostile.stage import Stage

Rows = Sequence[dict[str, str]]

OWNER = "ana@brightside.test"
SILENT = "Silent"  # an account of Ana's whose clocks ring
ACCOUNTS = 26  # with it more than a page of a list shows
_SPOKEN_TO, _LOST = 9, 3  # how many of them have a past, and how many of those are no more
_NOTE = 2_900  # characters of the 3,000 that are kept
_PLAIN = {
    "accounts": {"name": "From a file {}"},
    "contacts": {"account": "From a file 0", "name": "Jane {}"},
    "touches": {"account": "From a file 0", "occurred_at": "2026-05-01", "external_id": "{}"},
}
_COLUMNS: dict[tuple[str, str], Any] = {
    ("accounts", "name"): Account.name,
    ("contacts", "name"): Contact.name,
    ("contacts", "title"): Contact.title,
    ("touches", "note"): Touch.note,
}
_TABLES: Sequence[tuple[str, str, Any]] = (
    ("accounts", "name", Account.name),
    ("account_aliases", "alias", AccountAlias.alias),
    ("contacts", "name", Contact.name),
    ("contacts", "title", Contact.title),
    ("touches", "note", Touch.note),
)


def take_in(stage: Stage, text: str, folder: Path) -> str:
    """Import a text in every column of every noun; then accounts that it names, with people and a past, some lost.

    The name of one that has just gone quiet.
    """
    text = text.encode(errors="ignore").decode()  # no file holds half an emoji
    for noun, file in files.NOUNS.items():
        stage.fields |= {f"{noun}.csv {column}" for column in file.columns.all}
        plain = [{column: cell.format(place) for column, cell in _PLAIN[noun].items()} for place in range(20)]
        _import(stage, noun, plain[:1], folder, refusable=False)
        _import(stage, noun, [{**row, at: text} for row, at in zip(plain[1:], file.columns.all, strict=False)], folder)
    names = [SILENT, *(f"{text[:60]}{number}" for number in range(ACCOUNTS))]
    people = [f"{text[:60]}{letter}" for letter in "xy"]
    old = {"owner": OWNER, "tier": "key", "client_since": "2020-01-01"}
    ended = {**old, "status": "lost", "lost_on": "2026-04-20"}
    standing = [old] * (_SPOKEN_TO - _LOST) + [ended] * _LOST + [{"owner": OWNER}] * len(names)
    known = [{"name": name, **stands} for name, stands in zip(names, standing, strict=False)]
    met = [{"account": name, "name": one, "title": text[:150]} for name in names[:_SPOKEN_TO] for one in people]
    touched = {"contacts": cells.join(people), "note": text[:_NOTE]}
    past = [
        {"account": name, "occurred_at": f"2026-{day}", **touched}
        for name in names[:_SPOKEN_TO]
        for day in ("01-06", "01-22", "02-07", "02-23", "03-11")
    ]
    past.append({"account": names[1], "occurred_at": "2026-04-28", **touched})  # a little too long ago
    _import(stage, "accounts", known, folder, refusable=False)
    _import(stage, "contacts", met, folder, refusable=False)
    _import(stage, "touches", past, folder, refusable=False)
    return as_read(names[1])


def give_out(stage: Stage, folder: Path) -> None:
    """Export everything in every form that there is, and read it back."""
    with stage.office.store.read() as session:
        audit = [_told(row.deed, row.before, row.after) for row in session.exec(select(Audit))]
        stored = [list(session.exec(select(column))) for _, _, column in _TABLES]
    _compare(stage, "audit.jsonl", _audit_as_json(stage), audit)
    _compare(stage, "audit.csv", _audit_as_csv(stage), audit)
    export_workspace(stage.office.store, stage.office.team_id, folder / "all.zip", stage.office.now)
    with ZipFile(folder / "all.zip") as archive:
        for (table, column, _), expected in zip(_TABLES, stored, strict=True):
            rows = [json.loads(line) for line in archive.read(f"{table}.jsonl").decode().split("\n")[:-1]]
            _compare(stage, f"{table}.jsonl", [row[column] for row in rows], expected)
    _move_house(stage, folder)


def _move_house(stage: Stage, folder: Path) -> None:
    """What is exported as CSV, imported elsewhere and exported there, is the same."""
    here, team_id, now = stage.office.store, stage.office.team_id, stage.office.now
    there = Store.open(f"sqlite:///{make_sqlite_template(folder)}")
    with there.write() as session:
        workspaces.ensure(session, team_id, now, name="There")
    directory.sync_people(replace(stage.office.tend, store=there), team_id)
    for noun in files.NOUNS:
        given = _exported(noun, here, team_id)
        (folder / "moved.csv").write_text(given, encoding="utf-8", newline="")
        report = files.import_file(noun, there, Deed(team_id, None, now), folder / "moved.csv")
        stage.faults += [f"{noun}.csv, read back: {bad}" for bad in report.bad]
        _compare(stage, f"{noun}.csv", _rows(_exported(noun, there, team_id)), _rows(given))
    there.close()


def _import(stage: Stage, noun: str, rows: Rows, folder: Path, *, refusable: bool = True) -> None:
    """Import rows; all that went in stands in the database as it was, and no refusal is alive in a terminal."""
    path, known = folder / "in.csv", files.NOUNS[noun].columns
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, known.all)
        writer.writeheader()
        writer.writerows(rows)
    stage.acts += 1
    report = files.import_file(noun, stage.office.store, Deed(stage.office.team_id, None, stage.office.now), path)
    bad = {row.line: row.reason for row in report.bad}
    stage.faults += [f"{noun}.csv: left out: {reason}" for reason in bad.values() if not refusable]
    stage.faults += [
        f"{noun}.csv: alive in a terminal: {reason!r:.200}" for reason in bad.values() if _is_alive(reason)
    ]
    for said, row in zip(csv_files.read(path, known), rows, strict=True):
        if said.line not in bad:
            _look_up(stage, noun, row)


def _look_up(stage: Stage, noun: str, row: dict[str, str]) -> None:
    for name, typed in row.items():
        column = _COLUMNS.get((noun, name))
        kept = clean(cells.unguard(typed.strip(" "))) if name == "note" else as_read(typed)
        if column is not None and stage.count(column, kept):
            stage.kept += 1
        elif column is not None:
            stage.faults.append(f"{noun}.csv {name}: not kept as it was: {typed!r:.200}")


def as_read(cell: str) -> str:
    """A name in a cell, as it is kept."""
    return " ".join(clean(cells.unguard(cell.strip(" "))).split())


def _is_alive(line: str) -> bool:
    return any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in line)


def _exported(noun: str, store: Store, team_id: str) -> str:
    out = io.StringIO()
    files.export(noun, store, team_id, out)
    return out.getvalue()


def _rows(text: str) -> list[str]:
    return [json.dumps(row) for row in csv.reader(io.StringIO(text, newline=""))]


def _audit_as_json(stage: Stage) -> list[str]:
    rows = (json.loads(line) for line in _audit(stage, as_json=True).split("\n")[:-1])
    return [_told(row["deed"], row["before"], row["after"]) for row in rows]


def _audit_as_csv(stage: Stage) -> list[str]:
    rows = csv.DictReader(io.StringIO(_audit(stage, as_json=False), newline=""))
    return [_told(row["deed"], _cell(row["before"]), _cell(row["after"])) for row in rows]


def _audit(stage: Stage, *, as_json: bool) -> str:
    out = io.StringIO()
    export_audit(stage.office.store, stage.office.team_id, out, as_json=as_json)
    return out.getvalue()


def _cell(text: str) -> Any:
    return json.loads(cells.unguard(text)) if text else None


def _told(*parts: Any) -> str:
    return json.dumps(parts, sort_keys=True)


def _compare(stage: Stage, what: str, found: Iterable[str], expected: Iterable[str]) -> None:
    stage.looks += 1
    one, other = sorted(found), sorted(expected)
    if one != other:
        strange = [*(line for line in one if line not in other), *(line for line in other if line not in one)]
        stage.faults.append(f"{what} does not read back: {strange[:2]!r:.300}")
