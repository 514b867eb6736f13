"""The commands that take data out, bring it back and erase it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot import app
from bot.anonymous import SOMEBODY
from bot.exporting.audit_log import export_audit
from bot.restore import restore
from bot.shell import Team, console, settings
from bot.work import erasure, find
from bot.work.deed import Deed, Refused
from storage.engine import Store

audit = typer.Typer(help="Who did what, when, and what it was before and after.", no_args_is_help=True)
erase = typer.Typer(help="Take somebody's name out of everything, for good.", no_args_is_help=True)

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")]

_JSON_LINES = (".jsonl", ".ndjson")
_Day = Annotated[
    datetime | None, typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="The first day, like 2026-05-12.")
]


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
        with to(file) as out:
            count = export_audit(store, team_id, out, since=since.date() if since else None, as_json=as_json)
    if file is not None:
        console.print(f"{count} deeds written to {file}.")


@erase.command("contact")
def erase_contact(account: str, name: str, yes: Yes = False, team: Team = "") -> None:
    """Erase a person at a client; what was logged, every clock and every count stay."""
    read = settings()
    with app.open_store(read) as store:
        team_id = app.team_of(read, store, team)
        with store.read() as session, _told(name):
            known = find.contact(session, team_id, find.account(session, team_id, account).id, name)
        _be_sure(known.name, yes=yes)
        erasure.contact(store, Deed(team_id, None, app.system_now()), known.id)


@erase.command("person")
def erase_person(who: str, yes: Yes = False, team: Team = "") -> None:
    """Erase a colleague, by e-mail, Slack id or name; what they logged, every clock and every count stay."""
    read = settings()
    with app.open_store(read) as store:
        team_id = app.team_of(read, store, team)
        with store.read() as session, _told(who):
            known = find.person(session, team_id, who)
        _be_sure(known.name, yes=yes)
        erasure.person(store, Deed(team_id, None, app.system_now()), known.id)


def _be_sure(name: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(f"{name} becomes “{SOMEBODY}” everywhere. This cannot be undone. Go on?", abort=True)


@contextmanager
def _told(typed: str) -> Iterator[None]:
    """Say who was not found. Raises `Refused`."""
    try:
        yield
    except (find.Unknown, find.Ambiguous) as doubt:
        near = doubt.nearest if isinstance(doubt, find.Unknown) else doubt.candidates
        perhaps = f" Perhaps {', '.join(name for _, name in near)}?" if near else ""
        raise Refused(f"I am not sure who or what “{doubt.typed or typed}” is.{perhaps}") from None


def restore_(file: Path) -> None:
    """Put a backup in the place of the database (SQLite). The bot must be stopped; the old database is kept."""
    store = Store.open(settings().database_url.get_secret_value())
    kept = restore(store, file, app.system_now())
    store.close()
    console.print(f"Restored from {file}, checked and brought up to date.")
    if kept:
        console.print(f"What was there before is kept as {kept}.")


@contextmanager
def to(file: Path | None) -> Iterator[TextIO]:
    """A file to write text to, or the screen. Raises `Refused` where the file cannot be written."""
    if file is None:
        yield sys.stdout
        return
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror or error}.") from None
