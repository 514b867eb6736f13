"""Which nouns can be imported and exported, for whoever names them as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from bot.intake import accounts, contacts, touches
from bot.intake.batches import Progress, silent
from bot.intake.csv_files import Columns, ImportReport, Row, read
from bot.work.deed import Deed
from storage.engine import Store


class _Importer(Protocol):
    def __call__(
        self, store: Store, deed: Deed, rows: Iterable[Row], *, dry_run: bool = False, progress: Progress = silent
    ) -> ImportReport: ...


@dataclass(frozen=True)
class Noun:
    """What a file holds, and how it goes in and out."""

    columns: Columns
    import_: _Importer
    export: Callable[[Store, str, TextIO], int]


NOUNS = {
    "accounts": Noun(accounts.COLUMNS, accounts.import_accounts, accounts.export_accounts),
    "contacts": Noun(contacts.COLUMNS, contacts.import_contacts, contacts.export_contacts),
    "touches": Noun(touches.COLUMNS, touches.import_touches, touches.export_touches),
}


def import_file(
    noun: str, store: Store, deed: Deed, path: Path, *, dry_run: bool = False, progress: Progress = silent
) -> ImportReport:
    """Import a file. Raises `Refused` when it is no such file; single bad rows are in the report."""
    known = NOUNS[noun]
    return known.import_(store, deed, read(path, known.columns), dry_run=dry_run, progress=progress)


def export(noun: str, store: Store, team_id: str, out: TextIO) -> int:
    """Write everything of a noun; how many rows."""
    return NOUNS[noun].export(store, team_id, out)


def count_lines(path: Path) -> int:
    """About how many rows a file has, for a progress bar; 0 when it cannot be read."""
    try:
        with path.open("rb") as lines:
            return max(sum(1 for _ in lines) - 1, 0)
    except OSError:
        return 0
