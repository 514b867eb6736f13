"""`/client plan Acme`: from where to where, in which steps; `/client plan Acme onboarding` opens that one."""

from __future__ import annotations

from sqlmodel import Session

from bot import playbooks
from bot.nudges.plans import shown
from bot.playbooks import Shelved
from bot.views import plans as views
from bot.views.forms import account as forms
from bot.work.checks import brief
from bot.work.deed import Refused
from handlers import plans as plan_buttons
from handlers import which
from handlers.answer import Answer
from handlers.tokens import decode
from handlers.visit import Visit
from storage import plans
from storage.tables import Account

_USUAL = "relationship"
_BY_THEMSELVES = frozenset({"rescue", "closing", "winback", "contact_left", "lesson"})  # something else lays them
_MOST = 20
_WORDS = 6  # of a title


def run(visit: Visit, rest: str) -> Answer:
    """Show the plans of the account; without one, or where a playbook is named that it has none of, offer to lay it."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("plan", "The plan for a client"))
        books = playbooks.shelf(session, visit.team_id)
        account, wanted = _read(session, visit, rest, books)
        found = plans.of_account(session, visit.team_id, account.id, limit=_MOST)
        waiting = {plan.playbook for plan in found if plan.state == "open"}
        if wanted and wanted.playbook.key not in waiting:
            return plan_buttons.form_for(session, visit, account, wanted)
        if not waiting:
            return plan_buttons.form_for(session, visit, account, _usual(books))
        return _shown(session, visit, account, books)


def _shown(session: Session, visit: Visit, account: Account, books: list[Shelved]) -> Answer:
    found = plans.of_account(session, visit.team_id, account.id, limit=_MOST)
    waiting = {plan.playbook for plan in found if plan.state == "open"}
    others = [
        (one.playbook.key, one.playbook.title)
        for one in books
        if not one.is_off and one.playbook.key not in waiting | _BY_THEMSELVES
    ]
    listed = shown(session, visit.team_id, found, visit.zone)
    return Answer(views.plans(account.name, account.id, listed, visit.today, others))


def _read(session: Session, visit: Visit, rest: str, books: list[Shelved]) -> tuple[Account, Shelved | None]:
    """The account, and the playbook that is named behind it. Raises `Refused` for what is none."""
    words = [] if which.known(session, visit)(rest.strip()) else rest.split()
    for count in range(1, min(len(words), _WORDS) + 1):
        named = _named(" ".join(words[-count:]), books)
        if named and (len(words) > count or which.linked(session, visit) or visit.chosen):
            return which.leading(session, visit, " ".join(words[:-count]))[0], named
    account, typed = which.leading(session, visit, rest)
    if not typed.strip():
        return account, None
    known = ", ".join(one.playbook.key for one in books if not one.is_off)
    raise Refused(f"I know no playbook “{brief(decode(typed))}”; these are on: {known}.")


def _named(typed: str, books: list[Shelved]) -> Shelved | None:
    """The playbook of a key or title."""
    key = _key(typed)
    found = (one for one in books if key in (_key(one.playbook.key), _key(one.playbook.title)))
    return next(found, None)


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _usual(books: list[Shelved]) -> Shelved:
    return next(one for one in books if one.playbook.key == _USUAL)
