"""The command line: run, play, import, export, backtest, audit, erase, doctor, backup, restore."""

from __future__ import annotations

import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot import app, backtest, backup, data_commands, doctor, export_commands, install_commands, logs
from bot.backtest import as_json, policies, policy_file, terminal
from bot.intake import files
from bot.leaving import leave_within
from bot.one_bot import AnotherIsRunning
from bot.settings import Settings, SettingsError
from bot.shell import Team, console, errors, moment
from bot.shell import settings as _settings
from bot.views import backtest_cells as cells
from bot.work.deed import Deed, Refused
from storage.engine import UNREACHABLE, Store

_WITHOUT_SLACK = (
    "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, so this is the playground: made-up clients, gone when it stops."
)
_TO_CONNECT = "To connect a workspace: README, “Set up in Slack”."
_UNTOUCHED = f"The database of DATABASE_URL is not touched: it is used once both tokens are set. {_TO_CONNECT}"
WRONG = 1
MISCONFIGURED = 2

cli = typer.Typer(
    help="Tend keeps you from losing clients without seeing it coming.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # secrets are among them
)
cli.add_typer(export_commands.export, name="export")
cli.add_typer(export_commands.audit, name="audit")
cli.add_typer(data_commands.erase, name="erase")
cli.command("new-key")(install_commands.new_key)
cli.command("forget")(install_commands.forget)
cli.command("restore")(data_commands.restore_)


class Noun(StrEnum):
    """What can be imported."""

    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    TOUCHES = "touches"


@cli.command()
def run() -> None:
    """Run the bot; without Slack tokens, the playground."""
    settings = _settings()
    if not settings.has_slack:
        console.print(_WITHOUT_SLACK)
        console.print(_UNTOUCHED if "database_url" in settings.model_fields_set else _TO_CONNECT)
        _play(settings, port=0, data=None, browser=True)
        return
    with app.running(settings) as bot:
        console.print(f"Tend is at work in {bot.where}. Stop it with Ctrl+C.")
        _wait_for_a_signal()
        leave_within()


@cli.command()
def play(
    port: Annotated[int, typer.Option(help="Where the page is served on 127.0.0.1; 0: any free port.")] = 0,
    data: Annotated[Path | None, typer.Option(help="Keep the database in this folder.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Open the playground: Tend with a stand-in for Slack, a sample portfolio and a time machine."""
    _play(_settings(), port=port, data=data, browser=browser)


@cli.command("import")
def import_(
    noun: Noun,
    file: Path,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")] = False,
    team: Team = "",
) -> None:
    """Import a CSV file. Bad rows are told by their line; the others go in."""
    settings = _settings()
    with app.open_store(settings) as store:
        deed = Deed(app.team_of(settings, store, team), None, moment(store))
        with _bar(f"{noun} from {file.name}", files.count_lines(file)) as progress:
            report = files.import_file(noun, store, deed, file, dry_run=dry_run, progress=progress)
    for bad in report.bad:
        errors.print(f"line {bad.line}: {bad.reason}", style="yellow", markup=False, highlight=False)
    done = "would be " if dry_run else ""
    console.print(
        f"{report.added} {done}added, {report.changed} {done}changed, {report.unchanged} unchanged, "
        f"{len(report.bad)} left out."
    )
    if report.bad:
        raise typer.Exit(WRONG)


@cli.command("backtest")
def backtest_(
    policy: Annotated[Path | None, typer.Option(help="A changed policy (TOML): before and after.")] = None,
    as_machine: Annotated[bool, typer.Option("--json", help="The same for machines, on standard output.")] = False,
    team: Team = "",
) -> None:
    """Replay the past: what would the rules have said, and when? Nothing is changed."""
    settings = _settings()
    with app.open_store(settings) as store:
        team_id = app.team_of(settings, store, team)
        tried = policies.with_change(store, team_id, policy_file.read(policy) if policy else {})
        with _bar("Replaying the past", backtest.replay_size(store, team_id, len(tried))) as progress:
            told = backtest.backtest(store, team_id, moment(store), tried, progress) or []
    before, after = (*told, None, None)[:2]
    if as_machine:
        sys.stdout.write(as_json.as_json(before, after) + "\n")
    elif before is None:
        console.print(cells.NOTHING)
    else:
        terminal.show(console, before, after, str(policy))


@cli.command("doctor")
def doctor_() -> None:
    """Look at settings, database, Slack token and scopes, and channels; say in words what to do."""
    settings = _settings()
    worst = doctor.Health.GOOD
    store = Store.open(settings.database_url.get_secret_value())
    for finding in doctor.examine(settings, app.unconnected(settings, store)):
        mark, style = _MARKS[finding.health]
        console.print(f"{mark} {finding.about}: {finding.says}", style=style, markup=False, highlight=False)
        if finding.advice:
            console.print(f"    → {finding.advice}", markup=False, highlight=False)
        worst = max(worst, finding.health, key=list(doctor.Health).index)
    store.close()
    if worst is doctor.Health.BAD:
        raise typer.Exit(WRONG)


@cli.command("backup")
def backup_(file: Path) -> None:
    """Copy the database to a file while the bot runs (SQLite)."""
    store = Store.open(_settings().database_url.get_secret_value())
    backup.backup(store, file)
    store.close()
    console.print(f"Backed up to {file}, and checked.")


_MARKS = {
    doctor.Health.GOOD: ("✓", "green"),
    doctor.Health.LOOK: ("!", "yellow"),
    doctor.Health.BAD: ("✗", "red"),
}


def main() -> None:
    """Run the command line; what goes wrong is told in a sentence, never as a traceback."""
    try:
        cli(standalone_mode=True)
    except SettingsError as error:
        errors.print("These settings (.env or environment) need a look:")
        for mistake in error.mistakes:
            errors.print(f"  • {mistake}", markup=False, highlight=False)
        sys.exit(MISCONFIGURED)
    except (app.CannotStart, AnotherIsRunning, Refused) as error:
        errors.print(str(error), markup=False, highlight=False)
        sys.exit(WRONG)
    except UNREACHABLE as error:
        errors.print(f"The database of DATABASE_URL does not answer: {error.orig}", markup=False, highlight=False)
        sys.exit(WRONG)


def _play(settings: Settings, *, port: int, data: Path | None, browser: bool) -> None:
    from bot.play import playground

    level = settings.log_level if "log_level" in settings.model_fields_set else "WARNING"
    logs.configure(level, settings.log_format or "text", settings.secrets())
    with playground(port=port, data=data) as opened:
        console.print("The playground is open in your browser, or at this address:")
        console.print(opened.url, markup=False, highlight=False)
        console.print("There, press +1 hour to see a day's message come. More to try: README, “Two commands”.")
        console.print("Nothing leaves this machine. Stop it with Ctrl+C.")
        if browser:
            webbrowser.open(opened.url)
        _wait_for_a_signal()


def _wait_for_a_signal() -> None:
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)


if __name__ == "__main__":
    main()
