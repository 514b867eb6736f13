"""`/client contact Acme Jane Doe, VP Operations, vp@acme.test`: somebody at the client."""

from __future__ import annotations

from sqlmodel import Session

from bot.titles import ContactLevel, Role
from bot.views import problems
from bot.views.forms import contact as forms
from bot.views.forms.contact import ContactForm
from bot.work import find
from bot.work.contacts import NewContact
from handlers import deeds, which
from handlers.answer import Answer
from handlers.arguments import ContactLine, parse_contact
from handlers.visit import Visit
from storage.tables import Account

KEYS = ("level", "role", "roles")


def run(visit: Visit, rest: str) -> Answer:
    """Add the contact; a line without a name opens the form."""
    with visit.tend.store.read() as session:
        if not rest.strip() and not visit.chosen:
            linked = which.linked(session, visit)
            return Answer(view=forms.contact(ContactForm(account=_named(linked))))
        line = read(session, visit, rest)
        account, name = cut_apart(session, visit, line)
        pairs = dict(line.pairs)
        level, roles = pairs.get("level", ""), (pairs.get("role") or pairs.get("roles") or "").split(";")
        wrong = [*_not_among(level, "level", list(ContactLevel)), *_wrong_roles(roles)]
        if wrong or not name:
            reasons = wrong or [problems.WHO_IS_IT]
            form = ContactForm(
                account=_named(account), name=name, title=line.title, email=line.email, problem="\n".join(reasons)
            )
            return Answer(view=forms.contact(form))
    new = NewContact(
        account_id=account.id,
        name=name,
        title=line.title,
        email=line.email or None,
        level=ContactLevel(level.casefold()) if level else None,
        roles=[Role(_word(role)) for role in roles if role],
    )
    return deeds.save_contact(visit, new)


def read(session: Session, visit: Visit, rest: str) -> ContactLine:
    """The line, cut into account, name, title, e-mail and pairs."""
    default = which.linked(session, visit) is not None
    return parse_contact(rest, is_account=which.known(session, visit), default_account=default, keys=KEYS)


def cut_apart(session: Session, visit: Visit, line: ContactLine) -> tuple[Account, str]:
    """The account and the name in a line: of several ways to cut them apart, the first whose account is known.

    Raises `UnknownAccount` and `AmbiguousAccount` for the likeliest.
    """
    if not visit.chosen:
        for typed, name in line.candidates:
            try:
                return which.account(session, visit, typed), name
            except (find.UnknownAccount, find.AmbiguousAccount):
                continue
    return which.account(session, visit, line.account_text), line.name


def _named(account: Account | None) -> tuple[str, str] | None:
    return (account.id, account.name) if account else None


def _wrong_roles(roles: list[str]) -> list[str]:
    return [reason for role in roles if role for reason in _not_among(_word(role), "role", list(Role))]


def _not_among(text: str, what: str, words: list[ContactLevel] | list[Role]) -> list[str]:
    if not text or text.casefold() in words:
        return []
    return [problems.sentence(problems.not_one_of(text, what, words))]


def _word(role: str) -> str:
    return role.strip().casefold().replace(" ", "-").replace("_", "-")
