"""Where the account's name ends that a line of words begins with: `Acme "they asked…"`, `Acme Corp they asked…`."""

from __future__ import annotations

from sqlmodel import Session

from bot.work import find
from handlers import which
from handlers.arguments import split_account
from handlers.tokens import Form, Part, cut, typed
from handlers.visit import Visit

_LONGEST_PREFIX = 4  # words that an account's name may begin with, where nothing ends it


def name_first(session: Session, visit: Visit, line: str) -> tuple[str, str]:
    """The account's name, and what follows it.

    A name that is known exactly ends by itself; else it is as many words as some account's name begins with; else all
    before the first quotes or colon. In a linked channel, only an exact name is one; once an account was picked for
    the line, so are words in quotes that nothing like them follows.
    """
    parts, is_account = cut(line), which.known(session, visit)
    is_linked = which.linked(session, visit) is not None
    exact, after = split_account(line, is_account, default_account=is_linked)
    if exact and is_account(exact):
        return exact, after
    if is_linked or not parts or (visit.chosen and _is_all(parts)):
        return "", line
    ends = _ends(parts)
    count = _begins(session, visit, line, parts[: ends or _LONGEST_PREFIX]) or ends or 1
    return typed(line, parts[:count]), line[parts[count - 1].end :].strip()


def _is_all(parts: list[Part]) -> bool:
    """Whether a line begins with the only quotation in it."""
    return [at for at, part in enumerate(parts) if part.form is Form.QUOTED] == [0]


def _ends(parts: list[Part]) -> int:
    """How many parts stand before quotes or a colon; a name in quotes is one."""
    if parts[0].form is Form.QUOTED:
        return 1
    return next((at for at, part in enumerate(parts) if part.form in (Form.QUOTED, Form.COLON)), 0)


def _begins(session: Session, visit: Visit, line: str, parts: list[Part]) -> int:
    """With how many of these parts some account's name begins."""
    counts = range(min(_LONGEST_PREFIX, len(parts)), 0, -1)
    typed_so_far = ((count, typed(line, parts[:count])) for count in counts)
    return next((count for count, name in typed_so_far if find.beginning(session, visit.team_id, name, limit=1)), 0)
