"""What is on record of a workspace as CSV, noun by noun, for people and spreadsheets: names in the place of ids.

What people said in private or without their name is in none: views of a litmus test, worries of the pulse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, TextIO

from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from bot.intake import cells, files
from bot.intake.batches import batches
from bot.intake.csv_files import write
from storage import accounts, contacts, people, rows, tables
from storage.core import table as core_table
from storage.engine import Store


class Listed(NamedTuple):
    """A table and the columns of its file: those of accounts and people are told by name, without `_id`."""

    of: type[SQLModel]
    columns: str


LISTED = {
    "remarks": Listed(
        tables.Remark,
        "account id text said_by is_big link reported_by reported_at owner due_on state answer answered_by answered_at",
    ),
    "promises": Listed(
        tables.Promise,
        "account id text side person contact owner made_by made_at due_on moved state note client_told settled_on "
        "settled_by settled_at",
    ),
    "wishes": Listed(
        tables.Wish,
        "account id text contact owner every unit first_on due_on noted_by noted_at state why ended_by ended_at",
    ),
    "deliveries": Listed(tables.Delivery, "account wish_id due_on delivered_on note delivered_by recorded_at"),
    "breakdowns": Listed(
        tables.Breakdown,
        "account id text broke_on owner reported_by reported_at state recovery recovered_by recovered_at proof "
        "client_told verified_by verified_at",
    ),
    "traits": Listed(tables.Trait, "account id kind text falls_on told_by told_at"),
    "openings": Listed(tables.Opening, "account id kind text ask_on state outcome noted_by noted_at ended_by ended_at"),
    "plans": Listed(
        tables.Plan,
        "account id playbook title from_text to_text lead state opened_by opened_at ended_by ended_at outcome",
    ),
    "steps": Listed(
        tables.Step,
        "account id plan_id position text kind owner contact due_on state note client_told done_by done_at",
    ),
    "litmus": Listed(
        tables.LitmusTest,
        "account id owner due_on asked given opened_at closed_at closed_by superseded_at band score",
    ),
    "rescues": Listed(
        tables.Rescue,
        "account id plan_id why words lead sponsor helpers state worked opened_by opened_at reached_at ended_by "
        "ended_at",
    ),
    "reviews": Listed(tables.RescueReview, "account rescue_id stands next_step reviewed_by reviewed_at"),
    "losses": Listed(
        tables.Loss,
        "account id state ended_on decided_by value_minor currency reasons words attraction exit_on exit_way exit_with "
        "exit_by exit_answers overridden_by override_why is_past recorded_by recorded_at closed_by closed_at "
        "reopened_by reopened_at reopen_why",
    ),
    "audits": Listed(
        tables.LossAudit,
        "account id loss_id leader outsider due_on state findings turning_on report opened_at closed_by closed_at",
    ),
    "lessons": Listed(
        tables.Lesson,
        "account id loss_id text way condition number task owner due_on state outcome made_by made_at ended_by "
        "ended_at",
    ),
    "never-again": Listed(tables.NeverAgain, "account loss_id words posted_by posted_at"),
    "winbacks": Listed(
        tables.Winback,
        "account id loss_id decide_by wanted why must_change burdens next_on keeper state decided_by decided_at "
        "opened_at ended_at",
    ),
}

_PAGE = 500
_Names = Mapping[str, str]


def export(noun: str, store: Store, team_id: str, out: TextIO) -> int:
    """Write everything of a noun, also of those that a file brings in; how many rows."""
    return EXPORTS[noun](store, team_id, out)


def headings(listed: Listed) -> list[str]:
    """The first line of its file."""
    return listed.columns.split()


def _writes(listed: Listed) -> Callable[[Store, str, TextIO], int]:
    def written(store: Store, team_id: str, out: TextIO) -> int:
        table, count = core_table(listed.of), 0
        columns = [_column(table, heading) for heading in headings(listed)]
        write(out, headings(listed))
        with store.read() as session:
            for page in batches(rows.of_workspace(session, team_id, table), _PAGE):
                names = _named(session, team_id, page)
                for row in page:
                    write(out, [_cell(row[one], names if _is_somebody(one) else {}) for one in columns])
                count += len(page)
        return count

    return written


def _column(table: Table, heading: str) -> str:
    return heading if heading in table.c else f"{heading}_id"


def _is_somebody(column: str) -> bool:
    return column.endswith(("_id", "_by")) or column == "helpers"


def _named(session: Session, team_id: str, page: Iterable[Mapping[str, Any]]) -> _Names:
    """The names of all accounts, contacts and people of ours whose ids are in a page."""
    values = [row[column] for row in page for column in row if _is_somebody(column)]
    each = (one for value in values for one in (value if isinstance(value, list) else [value]))
    ids = {one for one in each if one and isinstance(one, str)}  # a day, too, may stand "by" something
    theirs = {id_: one.name for id_, one in contacts.many(session, team_id, ids).items()}
    ours = {id_: one.name for id_, one in people.many(session, team_id, ids).items()}
    return accounts.names(session, team_id, ids) | theirs | ours


def _cell(value: Any, names: _Names) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return cells.join(names.get(one, one) for one in value)
    return json.dumps(value, ensure_ascii=False)


EXPORTS = {noun: known.export for noun, known in files.NOUNS.items()} | {
    noun: _writes(listed) for noun, listed in LISTED.items()
}
