"""A workspace's own playbooks and questions: put, and switched off and on. Every version is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session

from bot import playbooks, questionnaires
from bot.litmus import own as litmus
from bot.toml_text import Mistakes
from bot.work import checks, desk
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.permission import allow
from storage import documents, workspaces
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Document

MOST = 20_000  # characters of one document
_TOLD = 10  # mistakes in a refusal


#: By kind: the key of a text, which is checked by that; and the keys of ours.
_KEYS: Mapping[str, Callable[[str], str]] = {
    playbooks.KIND: lambda text: playbooks.parse(text).key,
    litmus.KIND: questionnaires.checked,
}
_OURS: Mapping[str, tuple[str, ...]] = {
    playbooks.KIND: playbooks.OURS,
    litmus.KIND: tuple(questionnaires.QUESTIONNAIRES),
}


def put(store: Store, deed: Deed, kind: str, text: str) -> Document:
    """Put a workspace's own version of a document, which counts from now on.

    Raises `Refused`, with every mistake and its line, and `AlreadyDone` where it stands so already.
    """
    said = text.strip() + "\n"
    key = _key(kind, said)
    with store.write() as session:
        desk.begin(session, deed, None)
        before = _newest(session, deed, kind, key)
        if before is not None and before.text == said and not before.is_off:
            raise AlreadyDone(before.id)
        return _add(session, deed, kind, key, said, before, is_off=False)


def switch(store: Store, deed: Deed, kind: str, key: str, *, on: bool) -> Document:
    """Switch a document off, or on again. Raises `Refused`, and `AlreadyDone` where it is so already."""
    with store.write() as session:
        desk.begin(session, deed, None)
        before = _newest(session, deed, kind, key)
        if before is None and key not in _OURS[kind]:
            raise Refused(f"There is no {kind} “{checks.brief(key)}”.")
        if on is not (before is not None and before.is_off):
            raise AlreadyDone(before.id if before else None)
        return _add(session, deed, kind, key, before.text if before else "", before, is_off=not on)


def bring_back(store: Store, deed: Deed, kind: str, key: str, number: int) -> Document:
    """Make an earlier version the newest again; 0 is ours as it came. Raises `Refused`."""
    with store.write() as session:
        desk.begin(session, deed, None)
        before = _newest(session, deed, kind, key)
        earlier = documents.version(session, deed.team_id, kind, key, number)
        if earlier is None and (number != 0 or key not in _OURS[kind]):
            raise Refused(f"There is no version {number} of “{checks.brief(key)}”.")
        return _add(session, deed, kind, key, earlier.text if earlier else "", before, is_off=False)


def _key(kind: str, text: str) -> str:
    if len(text) > MOST:
        raise Refused(f"That has {len(text):,} characters; {MOST:,} is the most that a {kind} can have.")
    try:
        return _KEYS[kind](text)
    except Mistakes as found:
        told = found.sentences[:_TOLD]
        more = [f"And {len(found.sentences) - _TOLD} more."] if len(found.sentences) > _TOLD else []
        raise Refused("\n".join([*told, *more])) from None


def _newest(session: Session, deed: Deed, kind: str, key: str) -> Document | None:
    """The newest version; the workspace is locked."""
    workspaces.lock(session, deed.team_id)
    allow(session, deed, "document.put")
    return documents.newest(session, deed.team_id, kind, key)


def _add(
    session: Session, deed: Deed, kind: str, key: str, text: str, before: Document | None, *, is_off: bool
) -> Document:
    new = Document(
        team_id=deed.team_id,
        id=new_id(),
        kind=kind,
        key=key,
        version=before.version + 1 if before else 1,
        text=text,
        is_off=is_off,
        put_by=deed.person_id,
        put_at=deed.now,
    )
    session.add(new)
    session.flush()
    fields = {"version", "is_off", "kind", "key"}
    was = before.model_dump(include=fields) if before else None
    desk.record(session, deed, "document.put", subject_id=new.id, before=was, after=new.model_dump(include=fields))
    return new
