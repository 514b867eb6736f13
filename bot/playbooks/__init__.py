"""Playbooks: templates of dated steps, ours as files, a workspace's own as documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from sqlmodel import Session

from bot.playbooks.shape import Playbook, PlaybookStep, When, Who
from bot.toml_text import Mistakes, read
from storage import documents
from storage.tables import Document

__all__ = [
    "KIND",
    "OURS",
    "Mistakes",
    "Playbook",
    "PlaybookStep",
    "Shelved",
    "When",
    "Who",
    "find",
    "load",
    "ours",
    "parse",
    "shelf",
]

KIND = "playbook"  # of documents
OURS = ("onboarding", "relationship", "contact_left", "rescue", "closing", "winback", "lesson")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A playbook as a workspace has it. `version` 0: ours as it came; `is_off`: nothing is laid from it."""

    playbook: Playbook
    text: str
    version: int = 0
    is_off: bool = False
    put_by: str | None = None

    @property
    def is_ours(self) -> bool:
        """Whether its words are ours."""
        return self.playbook.key in OURS and self.text == ours(self.playbook.key)


def parse(text: str) -> Playbook:
    """The playbook that a text is. Raises `Mistakes`, each with its line."""
    return read(text, Playbook)


def load(session: Session, team_id: str, key: str) -> Playbook:
    """The workspace's own playbook of a key, else ours; without steps where it is switched off.

    Raises `KeyError` where there is none of that key.
    """
    shelved = find(session, team_id, key)
    return shelved.playbook.model_copy(update={"steps": ()}) if shelved.is_off else shelved.playbook


def find(session: Session, team_id: str, key: str) -> Shelved:
    """A playbook as the workspace has it. Raises `KeyError` where there is none of that key."""
    return _shelved(key, documents.newest(session, team_id, KIND, key))


def shelf(session: Session, team_id: str) -> list[Shelved]:
    """All playbooks of a workspace: ours, or what it made of them, then its own by their keys."""
    theirs = documents.current(session, team_id, KIND)
    keys = [*OURS, *sorted(theirs.keys() - set(OURS))]
    return [_shelved(key, theirs.get(key)) for key in keys]


@cache
def ours(key: str) -> str:
    """The text of a playbook as it came. Raises `KeyError` where there is none of that key."""
    if key not in OURS:
        raise KeyError(key)
    return (Path(__file__).parent / f"{key}.toml").read_text(encoding="utf-8")


def _shelved(key: str, own: Document | None) -> Shelved:
    if own is None:
        return Shelved(_parsed(ours(key)), ours(key))
    text = own.text or ours(key)
    return Shelved(_parsed(text), text, own.version, own.is_off, own.put_by)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Playbook:
    return parse(text)
