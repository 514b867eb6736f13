"""All that a workspace may write itself, as it stands there: playbooks and questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import playbooks
from bot.litmus import own as litmus
from bot.playbooks import Playbook
from bot.questionnaires import QUESTIONNAIRES, Questionnaire
from storage import documents
from storage.tables import Document

_SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class Paper:
    """One text. `version` 0: ours as it came; `is_off`: it is not used; `count`: its steps, or its questions."""

    kind: str
    key: str
    title: str
    text: str
    count: int
    version: int = 0
    is_off: bool = False
    is_ours: bool = True
    put_by: str | None = None
    put_at: datetime | None = None


def papers(session: Session, team_id: str) -> list[Paper]:
    """All of them: ours, or what the workspace made of them, then its own."""
    theirs = documents.current(session, team_id, playbooks.KIND)
    found = [
        _playbook(one.playbook, one.text, theirs.get(one.playbook.key)) for one in playbooks.shelf(session, team_id)
    ]
    asked = documents.current(session, team_id, litmus.KIND)
    return [*found, *(_questions(one, asked.get(key)) for key, one in QUESTIONNAIRES.items())]


def paper(session: Session, team_id: str, kind: str, key: str) -> Paper:
    """One of them. Raises `KeyError`."""
    return {(one.kind, one.key): one for one in papers(session, team_id)}[kind, key]


def _playbook(book: Playbook, text: str, own: Document | None) -> Paper:
    return _paper(playbooks.KIND, book.key, _title(book), text, len(book.steps), own)


def _title(book: Playbook) -> str:
    """What a playbook is called where nobody is meant."""
    said = book.title.replace("{contact}", _SOMEBODY)
    return said[:1].upper() + said[1:]


def _questions(of: Questionnaire, own: Document | None) -> Paper:
    text = own.text if own and own.text else of.ours()
    return _paper(litmus.KIND, of.key, of.title, text, len(of.parse(text).questions), own)


def _paper(kind: str, key: str, title: str, text: str, count: int, own: Document | None) -> Paper:
    if own is None:
        return Paper(kind, key, title, text, count)
    is_ours = not own.text
    return Paper(kind, key, title, text, count, own.version, own.is_off, is_ours, own.put_by, own.put_at)
