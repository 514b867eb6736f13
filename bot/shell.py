"""What the commands of the command line share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import clock_ahead, logs
from bot.app import system_now
from bot.settings import Settings
from bot.work import find
from bot.work.deed import Refused
from storage.engine import Store

console = Console(soft_wrap=True)
errors = Console(stderr=True, soft_wrap=True)

_HOW_TO_FIND = (
    "Colleagues are found by e-mail, Slack id or name; the names of clients and of their people are in what "
    "tend export accounts FILE and tend export contacts FILE write."
)

Team = Annotated[str, typer.Option(help="The workspace's id, where Tend serves several.")]


def settings() -> Settings:
    """The settings, and logs as they say. Raises `SettingsError`."""
    read = Settings.load()
    logs.configure(read.log_level, read.log_format, read.secrets())
    return read


def moment(store: Store) -> datetime:
    """When it is: now, or in the database of a playground, its own moment."""
    file = store.engine.url.database if store.is_sqlite else None
    return system_now() + (clock_ahead.of(Path(file)) if file else timedelta())


@contextmanager
def finding(typed: str) -> Iterator[None]:
    """Say who was not found. Raises `Refused`."""
    try:
        yield
    except (find.Unknown, find.Ambiguous) as doubt:
        near = doubt.nearest if isinstance(doubt, find.Unknown) else doubt.candidates
        perhaps = f"Perhaps {', '.join(name for _, name in near)}?" if near else _HOW_TO_FIND
        raise Refused(f"I am not sure who or what “{doubt.typed or typed}” is. {perhaps}") from None
