"""What the commands of the command line share."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from bot import logs
from bot.settings import Settings

console = Console(soft_wrap=True)
errors = Console(stderr=True, soft_wrap=True)

Team = Annotated[str, typer.Option(help="The workspace's id, where Tend serves several.")]


def settings() -> Settings:
    """The settings, and logs as they say. Raises `SettingsError`."""
    read = Settings.load()
    logs.configure(read.log_level, read.log_format, read.secrets())
    return read
