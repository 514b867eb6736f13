"""Files for imports, as text."""

from __future__ import annotations

import io
from typing import Any

from bot.intake import accounts, contacts, csv_files, touches
from bot.intake.csv_files import ImportReport
from tests.work.scene import TEAM, Scene


def import_accounts(scene: Scene, text: str, **how: Any) -> ImportReport:
    return accounts.import_accounts(scene.store, scene.deed(None), _rows(text, accounts.COLUMNS), **how)


def import_contacts(scene: Scene, text: str, **how: Any) -> ImportReport:
    return contacts.import_contacts(scene.store, scene.deed(None), _rows(text, contacts.COLUMNS), **how)


def import_touches(scene: Scene, text: str, **how: Any) -> ImportReport:
    return touches.import_touches(scene.store, scene.deed(None), _rows(text, touches.COLUMNS), **how)


def export(scene: Scene, function: Any) -> str:
    out = io.StringIO()
    function(scene.store, TEAM, out)
    return out.getvalue()


def _rows(text: str, columns: Any) -> Any:
    return csv_files.rows(io.StringIO(text, newline=""), columns)
