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
from handlers.arguments import split_account
from handlers.remarkline import RemarkLine, parse_remark
from handlers.remarks import pass_on
from handlers.tokens import Form, Part, cut, decode, typed
from handlers.visit import Visit
from storage.tables import Account

_LONGEST_PREFIX = 4  # words that an account's name may begin with, where nothing ends it


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
    name, rest = _split(session, visit)
    said = parse_remark(rest)
    if not visit.line and not visit.chosen:
        return which.linked(session, visit), said
    try:
        return which.account(session, visit, name), said
    except (UnknownAccount, AmbiguousAccount):
        if choices.carries(visit.typed):
            raise
        return None, parse_remark(visit.line)


def _split(session: Session, visit: Visit) -> tuple[str, str]:
    """The account's name, and what follows it.

    A name that is known exactly ends by itself; else it is as many words as some account's name begins with; else all
    before the first quotes or colon. In a linked channel, only an exact name is one.
    """
    parts, is_account = cut(visit.line), which.known(session, visit)
    is_linked = which.linked(session, visit) is not None
    exact, after = split_account(visit.line, is_account, default_account=is_linked)
    if exact and is_account(exact):
        return exact, after
    if is_linked or not parts:
        return "", visit.line
    ends = _ends(parts)
    count = _begins(session, visit, parts[: ends or _LONGEST_PREFIX]) or ends or 1
    return typed(visit.line, parts[:count]), visit.line[parts[count - 1].end :].strip()


def _ends(parts: list[Part]) -> int:
    """How many parts stand before quotes or a colon; a name in quotes is one."""
    if parts[0].form is Form.QUOTED:
        return 1
    return next((at for at, part in enumerate(parts) if part.form in (Form.QUOTED, Form.COLON)), 0)


def _begins(session: Session, visit: Visit, parts: list[Part]) -> int:
    """With how many of these parts some account's name begins."""
    counts = range(min(_LONGEST_PREFIX, len(parts)), 0, -1)
    typed_so_far = ((count, typed(visit.line, parts[:count])) for count in counts)
    return next((count for count, name in typed_so_far if find.beginning(session, visit.team_id, name, limit=1)), 0)


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
