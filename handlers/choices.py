"""Menus that are searched as somebody types: accounts, and contacts of the account that was chosen, or of any."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from bot.views import inputs
from bot.work import find
from bot.work.checks import clean
from handlers.form import Form
from handlers.visit import Visit
from storage import choices as stored
from storage import names
from storage.choices import Offered

_LIKELY = 10  # accounts whose contacts are offered while nothing is chosen or typed


def accounts(visit: Visit, typed: str, _form: Form) -> list[dict[str, Any]]:
    """Accounts whose name or alias holds what was typed, also with a typo; nothing typed: the likeliest."""
    part = clean(typed)
    with visit.tend.store.read() as session:
        if names.key(part):
            return inputs.menu(find.search(session, visit.team_id, part, inputs.OPTIONS_LIMIT))
        return inputs.menu(stored.likely(session, visit.team_id, visit.person.id, inputs.OPTIONS_LIMIT))


def contacts(visit: Visit, typed: str, form: Form) -> list[dict[str, Any]]:
    """People who are still at the account that the form is about; before one is chosen, people at any account."""
    account_id = form.choice("account") or form.metadata.get("account")
    words = names.key(clean(typed)).split()
    with visit.tend.store.read() as session:
        if account_id is not None:
            here = stored.contacts(session, visit.team_id, words, inputs.OPTIONS_LIMIT, account_ids=[str(account_id)])
            return inputs.menu((one.contact_id, inputs.contact_words(one.name, one.title)) for one in here)
        anywhere = _anywhere(session, visit, words)
    return inputs.menu((one.contact_id, inputs.contact_words(one.name, one.title, one.account)) for one in anywhere)


def _anywhere(session: Session, visit: Visit, words: list[str]) -> list[Offered]:
    """People by their names; then people at accounts whose names hold one of the words, and theirs the others."""
    limit = inputs.OPTIONS_LIMIT
    if not words:
        near = stored.likely(session, visit.team_id, visit.person.id, _LIKELY)
        return stored.contacts(session, visit.team_id, (), limit, account_ids=[id_ for id_, _ in near])
    found = stored.contacts(session, visit.team_id, words, limit)
    for word in words if len(found) < limit else ():
        at = [id_ for id_, _ in find.search(session, visit.team_id, word, _LIKELY)]
        others = [other for other in words if other != word]
        found += stored.contacts(session, visit.team_id, others, limit, account_ids=at)
    return list(dict.fromkeys(found))
