"""The commands that take data out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot import app
from bot.exporting import nouns
from bot.exporting.archive import export_account, export_workspace
from bot.exporting.audit_log import export_audit
from bot.shell import Team, console, finding, moment, settings
from bot.views import exports, mrkdwn
from bot.work import find
from bot.work.deed import Refused

export = typer.Typer(help="Take data out: as CSV, or all of it.", no_args_is_help=True)
audit = typer.Typer(
    help="Who did what, when, and what it was before and after; audits of losses are in `tend export audits`.",
    no_args_is_help=True,
)

_HELP = {"audits": "Export the audits of losses as CSV; who did what is in `tend audit export`."}
_JSON_LINES = (".jsonl", ".ndjson")
_File = Annotated[Path | None, typer.Argument(help="Without one, to the screen.")]
_Archive = Annotated[Path, typer.Argument(help="A new file, like tend.zip: JSON lines for each table.")]


def _day(typed: str) -> date:
    """Raises `typer.BadParameter`: what was read, and an example."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        told = f"“{mrkdwn.cut(typed, 60)}” is no day that I can read here; write it like 2026-05-12."
        raise typer.BadParameter(told) from None


_Day = Annotated[date | None, typer.Option(metavar="DAY", parser=_day, help="The first day, like 2026-05-12.")]


def _csv(noun: str) -> None:
    """The command that exports a noun."""

    def written(file: _File = None, team: Team = "") -> None:
        read = settings()
        with app.open_store(read) as store:
            team_id = app.team_of(read, store, team)
            with _to(file) as out:
                count = nouns.export(noun, store, team_id, out)
        if file is not None:
            _wrote(exports.counted(noun, count), file)

    export.command(noun, help=_HELP.get(noun, f"Export the {noun} as CSV."))(written)


for _noun in nouns.EXPORTS:
    _csv(_noun)


@export.command("account")
def account(name: str, file: _Archive, team: Team = "") -> None:
    """Export everything of one account."""
    read = settings()
    with app.open_store(read) as store:
        team_id = app.team_of(read, store, team)
        with store.read() as session, finding(name):
            known = find.account(session, team_id, name)
        count = export_account(store, team_id, known.id, file, moment(store))
    _wrote(f"{mrkdwn.count(count, 'row')} of {known.name}", file)


@export.command("workspace")
def workspace(file: _Archive, team: Team = "") -> None:
    """Export everything of the workspace, Slack's tokens aside."""
    read = settings()
    with app.open_store(read) as store:
        team_id = app.team_of(read, store, team)
        count = export_workspace(store, team_id, file, moment(store))
    _wrote(mrkdwn.count(count, "row"), file)


@audit.callback()
def _audit() -> None:
    """Keep `export` a command of its own, also while it is the only one."""


@audit.command("export")
def audit_export(
    file: Annotated[Path | None, typer.Argument(help="CSV, or JSON lines where it ends in .jsonl.")] = None,
    since: _Day = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, whatever the file is called.")] = False,
    team: Team = "",
) -> None:
    """Export the audit log, to a file or to the screen."""
    read = settings()
    as_json = as_json or (file is not None and file.suffix in _JSON_LINES)
    with app.open_store(read) as store:
        team_id = app.team_of(read, store, team)
        with _to(file) as out:
            count = export_audit(store, team_id, out, since=since, as_json=as_json)
    if file is not None:
        _wrote(mrkdwn.count(count, "deed"), file)


def _wrote(what: str, file: Path) -> None:
    console.print(f"Wrote {what} to {file}.", markup=False, highlight=False)


@contextmanager
def _to(file: Path | None) -> Iterator[TextIO]:
    """A file to write text to, or the screen. Raises `Refused` where the file cannot be written."""
    if file is None:
        yield sys.stdout
        return
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror or error}.") from None
