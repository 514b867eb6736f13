"""`/client erase Acme: Jane Doe`, `/client erase @ben`: somebody is to be forgotten."""

from __future__ import annotations

import re

from sqlmodel import Session

from bot.views import problems, refusals
from bot.views.forms import erase as forms
from bot.work import find
from bot.work.deed import Refused
from bot.work.find import Ambiguous, Unknown
from bot.work.permission import allow
from handlers.answer import Answer
from handlers.verbs.contact import cut_apart, read
from handlers.visit import Visit
from storage.tables import Person

_COLLEAGUE = re.compile(r"<?@.+|[UW][A-Z0-9]{5,}|[^\s@]+@[^\s@]+")


def run(visit: Visit, rest: str) -> Answer:
    """Ask whether they are sure; nothing is erased before."""
    typed = rest.strip()
    with visit.tend.store.read() as session:
        if _COLLEAGUE.fullmatch(typed) and (ours := _colleague(session, visit, typed)):
            allow(session, visit.deed(), "person.erase")
            return Answer(view=forms.person(ours.id))
        if not typed and not visit.chosen:
            raise Refused(refusals.ERASE_WHOM)
        account, name = cut_apart(session, visit, read(session, visit, rest))
        allow(session, visit.deed(), "contact.erase", account=account)
        try:
            known = find.contact(session, visit.team_id, account.id, name)
        except (Unknown, Ambiguous) as doubt:
            near = doubt.nearest if isinstance(doubt, Unknown) else doubt.candidates
            raise Refused(problems.unsure_at(name, account.name, [found for _, found in near])) from doubt
        return Answer(view=forms.contact(known.id, known.name, account.name))


def _colleague(session: Session, visit: Visit, typed: str) -> Person | None:
    """Who of ours is meant; None where it can be a contact. Raises `Refused` for a mention of nobody that is known."""
    try:
        return find.person(session, visit.team_id, typed)
    except (Unknown, Ambiguous) as doubt:
        if not typed.startswith(("@", "<@")):
            return None
        near = doubt.nearest if isinstance(doubt, Unknown) else doubt.candidates
        raise Refused(problems.unsure_of(typed, [found for _, found in near])) from doubt
