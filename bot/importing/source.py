"""The list that somebody handed over, as it can be read now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.client import Client
from bot.importing import fetch
from bot.intake import pasted
from bot.intake.decoding import decode
from bot.intake.mapping import Meaning, guess
from bot.intake.sheet import Sheet, parse
from bot.nudges.slack import Fate, Trouble
from bot.workers import GoOn
from storage.tables import Import


class NotFetched(Exception):
    """Slack did not give the file just now."""


@dataclass(frozen=True, slots=True)
class Source:
    """A list. `encoding`: how its text was read, empty where it was pasted; not `is_sure`: that was guessed."""

    sheet: Sheet
    encoding: str = ""
    is_sure: bool = True

    def meaning(self, row: Import) -> Meaning:
        """Which column is which: as was chosen, else as can be guessed."""
        if row.noun and row.columns is not None and row.header == self.sheet.header:
            return Meaning(row.noun, row.columns, row.currency)
        return guess(self.sheet, row.name)


def open_(row: Import, client: Client, go_on: GoOn, found: Callable[[], None]) -> Source:
    """Read a list; `found` hears that there is a file that may be one, before it is read.

    Raises `Refused` where it is none, and `NotFetched`.
    """
    if row.file_id is None:
        return Source(pasted.read(row.pasted))
    try:
        file = fetch.look(client, row.file_id)
    except Trouble as met:
        raise _passing(met) from met
    found()
    try:
        content = fetch.read(client, file, go_on)
    except Trouble as met:
        raise _passing(met) from met
    text = decode(content)
    return Source(parse(text.text), text.encoding, text.is_sure)


def _passing(met: Trouble) -> Exception:
    return met if met.fate is Fate.REVOKED else NotFetched(str(met))
