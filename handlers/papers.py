"""Playbooks and questions, by buttons and a form: shown, sent as a file, changed, switched off and on, brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

import structlog
from sqlmodel import Session

from bot import playbooks, shelf
from bot.exporting.papers import send
from bot.nudges.slack import Trouble
from bot.questionnaires import QUESTIONNAIRES
from bot.shelf import Paper
from bot.tend import Tend
from bot.views import papers as views
from bot.views.forms import paper as forms
from bot.views.papers import PaperShown, VersionShown
from bot.work import documents as work
from bot.work.deed import Refused
from bot.work.permission import NotAllowed, allow
from handlers.answer import NOTHING, Answer, Later, at
from handlers.form import Form
from handlers.visit import Visit
from storage import documents
from storage.tables import Document

log = structlog.get_logger()

GONE = "There is none of that name any more: /client playbooks lists them all."
TOO_LONG = "It is too long for a form. Take it as a file, change that, and drop it in our direct message."
_VERSIONS = 10


def listed(visit: Visit) -> Answer:
    """All of them."""
    with visit.tend.store.read() as session:
        found = [_shown(one) for one in shelf.papers(session, visit.team_id)]
        return Answer(views.papers(found, may_change=_may(session, visit)))


def show(visit: Visit, value: str) -> Answer:
    """Show: what is in it, and its versions."""
    with visit.tend.store.read() as session:
        paper = _read(session, visit, value)
        kept = documents.versions(session, visit.team_id, paper.kind, paper.key, _VERSIONS)
        shown = _shown(paper, kept, visit.zone)
        return Answer(views.paper(shown, visit.today, may_change=_may(session, visit)))


def fetch(visit: Visit, value: str) -> Answer:
    """As a file: it follows in the direct message."""
    with visit.tend.store.read() as session:
        paper = _read(session, visit, value)
    key = ("paper", visit.team_id, visit.person.id, paper.kind, paper.key)
    return Answer(views.on_its_way(paper.title), later=Later(key, lambda: _sent(visit, paper)))


def change(visit: Visit, value: str) -> Answer:
    """Change: its text in a form."""
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "document.put")
        paper = _read(session, visit, value)
    if len(paper.text) > forms.LONGEST:
        raise Refused(TOO_LONG)
    return Answer(view=forms.change(paper.kind, paper.key, paper.title, paper.text))


def changed(visit: Visit, form: Form) -> Answer:
    """Its text from the form."""
    kind = str(form.metadata["kind"])
    with at("text"):
        return _put(visit, lambda: work.put(visit.tend.store, visit.deed(), kind, form.text("text")))


def switch(visit: Visit, value: str) -> Answer:
    """Switch off, or on."""
    kind, key, way = value.split(":")
    return _put(visit, lambda: work.switch(visit.tend.store, visit.deed(), kind, key, on=way == "on"))


def bring_back(visit: Visit, value: str) -> Answer:
    """Make an earlier version the newest."""
    kind, key, number = value.split(":")
    return _put(visit, lambda: work.bring_back(visit.tend.store, visit.deed(), kind, key, int(number)))


def title(tend: Tend, team_id: str, new: Document) -> str:
    """What it is called now."""
    with tend.store.read() as session:
        return shelf.paper(session, team_id, new.kind, new.key).title


def _put(visit: Visit, deed: Callable[[], Document]) -> Answer:
    new = deed()
    return Answer(views.put(title(visit.tend, visit.team_id, new), new.version, is_off=new.is_off))


def _sent(visit: Visit, paper: Paper) -> Answer:
    try:
        send(visit.tend, visit.team_id, visit.person.id, paper)
    except Trouble as met:
        log.warning("paper.not_sent", code=met.code, fate=met.fate)
        return Answer(views.not_sent(), failed=True)
    return NOTHING


def _may(session: Session, visit: Visit) -> bool:
    try:
        allow(session, visit.deed(), "document.put")
    except NotAllowed:
        return False
    return True


def _read(session: Session, visit: Visit, value: str) -> Paper:
    kind, _, key = value.partition(":")
    try:
        return shelf.paper(session, visit.team_id, kind, key)
    except KeyError:
        raise Refused(GONE) from None


def _shown(paper: Paper, kept: list[Document] | None = None, zone: tzinfo | None = None) -> PaperShown:
    about, lines = _content(paper) if kept is not None else ("", [])
    return PaperShown(
        kind=paper.kind,
        key=paper.key,
        title=paper.title,
        count=paper.count,
        version=paper.version,
        is_off=paper.is_off,
        is_ours=paper.is_ours,
        about=about,
        lines=lines,
        versions=[
            VersionShown(one.version, one.put_at.astimezone(zone).date(), one.put_by, one.is_off, not one.text)
            for one in kept or ()
        ],
    )


def _content(paper: Paper) -> tuple[str, list[str]]:
    """What it says of itself, and its steps or questions, each in a line."""
    if paper.kind == playbooks.KIND:
        book = playbooks.parse(paper.text)
        return book.about, [views.step_words(one.text, one.who, one.days, one.when) for one in book.steps]
    asked = QUESTIONNAIRES[paper.key].parse(paper.text)
    return asked.about, [one.text for one in asked.questions]
