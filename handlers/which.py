"""Which account is meant: the one picked, the one typed, or the one of the channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace
from itertools import combinations

from sqlmodel import Session

from bot.work import find
from bot.work.deed import Refused
from handlers.arguments import split_account
from handlers.tokens import FURTHEST_NAME, Form, cut, quote, stretches
from handlers.tokens import typed as typed_text
from handlers.visit import Visit
from storage import account_parts, accounts, names
from storage.tables import Account

_CHANNEL_FIRST = re.compile(r"(?P<before>\s*(?:\w+\s+)?)<#(?P<channel>[CG][A-Z0-9]+)(?:\|[^>]*)?>")


def linked(session: Session, visit: Visit) -> Account | None:
    """The account that the channel is linked to."""
    return accounts.by_channel(session, visit.team_id, visit.channel_id) if visit.channel_id else None


def known(session: Session, visit: Visit) -> Callable[[str], bool]:
    """Whether a text of the line is exactly an account's name or alias: all such texts are looked up at once."""
    keys = {names.key(text) for text in stretches(visit.line)} - {""}
    found = accounts.known_keys(session, visit.team_id, keys) | _beginnings(session, visit)

    def is_account(text: str) -> bool:
        name_key = names.key(text)
        if name_key in keys or not name_key:
            return name_key in found
        return accounts.by_key(session, visit.team_id, name_key) is not None

    return is_account


def _beginnings(session: Session, visit: Visit) -> set[str]:
    """What the names of the account that was picked begin with, word by word."""
    picked = accounts.get(session, visit.team_id, visit.chosen) if visit.chosen else None
    if picked is None:
        return set()
    aliases = account_parts.aliases(session, picked.team_id, [picked.id]).get(picked.id, [])
    words = [names.key(name).split() for name in (picked.name, *aliases)]
    return {" ".join(of_name[:count]) for of_name in words for count in range(1, len(of_name) + 1)}


def by_channel(visit: Visit) -> Visit:
    """The same visit with the account's name for a channel that stands first, or behind one word, and is linked."""
    found = _CHANNEL_FIRST.match(visit.line)
    if found is None:
        return visit
    with visit.tend.store.read() as session:
        account = accounts.by_channel(session, visit.team_id, found["channel"])
    if account is None:
        return visit
    return replace(visit, line=f"{found['before']}{quote(account.name)}{visit.line[found.end() :]}")


def none_named(session: Session, visit: Visit, typed: str) -> bool:
    """Whether there is no account to go by: none typed, none picked, and the channel is not linked to one."""
    return not (typed.strip() or visit.chosen or linked(session, visit))


def account(session: Session, visit: Visit, typed: str) -> Account:
    """The account that was meant. Raises `UnknownAccount` and `AmbiguousAccount`."""
    if visit.chosen is None:
        return find.account(session, visit.team_id, typed, visit.channel_id)
    chosen = accounts.get(session, visit.team_id, visit.chosen)
    if chosen is None:
        raise Refused("That account is no longer on record.")
    return chosen


def leading(session: Session, visit: Visit, rest: str, keys: Container[str] = ()) -> tuple[Account, str]:
    """The account that a line begins with, and what follows it; a name that is not known ends before one of `keys`.

    Raises `UnknownAccount` and `AmbiguousAccount`.
    """
    default = linked(session, visit) is not None
    typed, after = split_account(rest, known(session, visit), default_account=default, keys=keys)
    surer = told_apart(session, visit, rest, typed)
    if surer is not visit:
        typed, after = split_account(rest, known(session, surer), default_account=default, keys=keys)
    return account(session, surer, typed), after


def told_apart(session: Session, visit: Visit, line: str, named: str) -> Visit:
    """The same visit, with the account chosen whose name goes on with the word behind the name found in a line.

    With "Hart Lost" and no account "Hart", that is "Hart Lost Ltd". Raises `AmbiguousAccount` where there are both.
    """
    follows = _following(line, named) if visit.chosen is None else ""
    longer = find.beginning(session, visit.team_id, f"{named} {follows}") if follows else []
    if not longer:
        return visit
    exact = accounts.by_key(session, visit.team_id, names.key(named))
    candidates = {**({exact.id: exact.name} if exact else {}), **dict(longer)}
    if len(candidates) > 1:
        raise find.AmbiguousAccount(f"{named} {follows}", list(candidates.items()))
    return replace(visit, chosen=longer[0][0])


def _following(line: str, named: str) -> str:
    """The word behind a name in a line, if no quotes and no comma end the name."""
    parts, key = cut(line)[:FURTHEST_NAME], names.key(named)
    for start, end in combinations(range(len(parts)), 2) if key else ():
        if names.key(typed_text(line, parts[start:end])) == key:
            goes_on = parts[end].form is Form.WORD and not (parts[end - 1].quoted or parts[end - 1].ends_phrase)
            return parts[end].text if goes_on else ""
    return ""
