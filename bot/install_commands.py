"""The commands of whoever runs Tend for several workspaces."""

from __future__ import annotations

from typing import Annotated

import typer
from cryptography.fernet import Fernet

from bot import app
from bot.installing import stay
from bot.shell import console, settings
from bot.views import mrkdwn
from bot.work.deed import Refused
from storage import workspaces


def new_key() -> None:
    """Print a new key for TEND_ENCRYPTION_KEYS."""
    console.print(Fernet.generate_key().decode(), markup=False, highlight=False)


def forget(
    team: Annotated[str, typer.Argument(help="The workspace's id.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete everything of a workspace, for good."""
    with app.open_store(settings()) as store:
        with store.read() as session:
            workspace = workspaces.get(session, team)
        if workspace is None:
            raise Refused(f"There is no workspace {team} here, so nothing was deleted.")
        question = f"Delete everything of {workspace.name or team} ({team}), tokens and audit log too, for good?"
        if not yes and not typer.confirm(question):
            raise Refused("Nothing was deleted.")
        rows = stay.forget(store, team)
    told = f"Deleted {mrkdwn.count(rows, 'row')} of {team}. Backups still have them."
    console.print(told, markup=False, highlight=False)
    if workspace.uninstalled_at is None:
        console.print("Tend is still installed there: remove it in Slack too.")
