"""The commands that bring data back, and erase it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import app
from bot.anonymous import SOMEBODY
from bot.restore import restore
from bot.shell import Team, console, finding, moment, settings
from bot.work import erasure, find
from bot.work.deed import Deed
from storage.engine import Store

erase = typer.Typer(help="Take somebody's name out of everything, for good.", no_args_is_help=True)

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")]


@erase.command("contact")
def erase_contact(account: str, name: str, yes: Yes = False, team: Team = "") -> None:
    """Erase a person at a client; what was logged, every clock and every count stay."""
    read = settings()
    with app.open_store(read) as store:
        team_id = app.team_of(read, store, team)
        with store.read() as session, finding(name):
            known = find.contact(session, team_id, find.account(session, team_id, account).id, name)
        _be_sure(known.name, yes=yes)
        erasure.contact(store, Deed(team_id, None, moment(store)), known.id)


@erase.command("person")
def erase_person(who: str, yes: Yes = False, team: Team = "") -> None:
    """Erase a colleague, by e-mail, Slack id or name; what they logged, every clock and every count stay."""
    read = settings()
    with app.open_store(read) as store:
        team_id = app.team_of(read, store, team)
        with store.read() as session, finding(who):
            known = find.person(session, team_id, who)
        _be_sure(known.name, yes=yes)
        erasure.person(store, Deed(team_id, None, moment(store)), known.id)


def _be_sure(name: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(f"{name} becomes “{SOMEBODY}” everywhere. This cannot be undone. Go on?", abort=True)


def restore_(file: Path) -> None:
    """Put a backup in the place of the database (SQLite). The bot must be stopped; the old database is kept.

    Its name tells when that was: in UTC by this machine's clock, like the times of its files, also of a playground.
    """
    store = Store.open(settings().database_url.get_secret_value())
    kept = restore(store, file, app.system_now())
    store.close()
    console.print(f"Restored from {file}, checked and brought up to date.")
    if kept:
        console.print(f"What was there before is kept as {kept}.")
