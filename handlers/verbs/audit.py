"""`/client audit Acme`: what is learned from a loss; `/client audit Acme lead @erik`: who leads it.

Where everybody of ours was there: `/client audit Acme from outside: Jane Roe, Roe Advisers`.
"""

from __future__ import annotations

import re

from bot.views.forms import account as forms
from handlers import audits, ours, which
from handlers.answer import Answer
from handlers.visit import Visit
from storage import losses

_LEAD = re.compile(r"\blead(?:s|er)?\b[:\s]*(?P<who>.*)", re.IGNORECASE)
_OUTSIDE = re.compile(r"\b(?:from\s+)?outside\b[:\s]*(?P<who>.*)", re.IGNORECASE)
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def run(visit: Visit, rest: str) -> Answer:
    """Show the audit; with “lead” and a person, or “from outside” and a name, have them lead it."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("audit", "The audit of a loss"))
        account, after = which.leading(session, visit, rest, {"lead", "leader", "leads", "from", "outside"})
        loss = losses.standing(session, visit.team_id, account.id)
        audit = losses.audit_of(session, visit.team_id, loss.id) if loss else None
    named, outside = _LEAD.search(after), _OUTSIDE.match(after.strip())
    if outside and audit:
        name = outside["who"].strip()
        return audits.invite(visit, audit.id, name) if name else audits.outside(visit, audit.id)
    if named is None or audit is None:
        return audits.show(visit, account.id)
    if not named["who"].strip():
        return audits.choose(visit, audit.id)
    leader_id = _person(visit, named["who"].strip())
    ours.meet(visit, [leader_id])
    return audits.appoint(visit, audit.id, leader_id)


def _person(visit: Visit, typed: str) -> str:
    mention = _MENTION.fullmatch(typed)
    if mention:
        return mention[1]
    is_me = typed.casefold() in ("me", "@me")
    return visit.person.id if is_me else ours.named(visit, f"@{typed.removeprefix('@')}")
