"""`/heard Acme "they asked who else uses the new team"`: pass on what a client said, in one line."""

from __future__ import annotations

from sqlmodel import Session

from bot.views import choices
from bot.views.forms import remark as forms
from bot.views.forms.remark import RemarkForm
from bot.work import find
from bot.work.find import Ambiguous, AmbiguousAccount, Unknown, UnknownAccount
from bot.work.remarks import NewRemark
from handlers import which
from handlers.answer import Answer
from handlers.namefirst import name_first
from handlers.remarkline import RemarkLine, parse_remark
from handlers.remarks import pass_on
from handlers.tokens import decode
from handlers.visit import Visit
from storage.tables import Account


def heard(visit: Visit) -> Answer:
    """Pass the line on; without words, open the form. Raises accounts in doubt that buttons can carry on with."""
    with visit.tend.store.read() as session:
        account, said = _read(session, visit)
        said_by = _who(session, account, said.who) if account else None
    text = said.text if said_by else said.whole
    if account is None or not text:
        return Answer(view=forms.pass_on(_form(account, said, text, said_by, visit)))
    new = NewRemark(account.id, text, said.is_big, said_by[0] if said_by else None)
    return pass_on(visit, new)


def _read(session: Session, visit: Visit) -> tuple[Account | None, RemarkLine]:
    name, rest = name_first(session, visit, visit.line)
    said = parse_remark(rest)
    if not visit.line and not visit.chosen:
        return which.linked(session, visit), said
    try:
        return which.account(session, visit, name), said
    except (UnknownAccount, AmbiguousAccount):
        if choices.carries(visit.typed):
            raise
        return None, parse_remark(visit.line)


def _who(session: Session, account: Account, who: str) -> tuple[str, str] | None:
    """The contact who said it, where what stands before the colon is one's name."""
    if not who:
        return None
    try:
        found = find.contact(session, account.team_id, account.id, who)
    except (Unknown, Ambiguous):
        return None
    return found.id, found.name


def _form(
    account: Account | None, said: RemarkLine, text: str, said_by: tuple[str, str] | None, visit: Visit
) -> RemarkForm:
    is_lost = account is None and visit.line != ""
    return RemarkForm(
        account=(account.id, account.name) if account else None,
        text=decode(visit.line) if is_lost else text,
        said_by=said_by,
        is_big=said.is_big,
    )
