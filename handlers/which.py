"""Which account is meant: the one picked, the one typed, or the one of the channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace

from sqlmodel import Session

from bot.work import find
from bot.work.deed import Refused
from handlers.arguments import split_account
from handlers.tokens import Form, cut, quote, stretches
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
    found = accounts.known_keys(session, visit.team_id, keys)

    def is_account(text: str) -> bool:
        name_key = names.key(text)
        if name_key in keys or not name_key:
            return name_key in found
        return accounts.by_key(session, visit.team_id, name_key) is not None

    return is_account


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
    longer = _going_on(session, visit, rest, typed, after)
    if not longer:
        return account(session, visit, typed), after
    exact = accounts.by_key(session, visit.team_id, names.key(typed))
    candidates = {**({exact.id: exact.name} if exact else {}), **dict(longer)}
    if visit.chosen is None and len(candidates) > 1:
        raise find.AmbiguousAccount(f"{typed} {after}", list(candidates.items()))
    found = account(session, replace(visit, chosen=visit.chosen or next(iter(candidates))), typed)
    return found, _behind_name(session, found, typed, after) if found.id in dict(longer) else after


def _going_on(session: Session, visit: Visit, rest: str, typed: str, after: str) -> find.Named:
    """The accounts whose names go on, behind the name that was found, with the word that follows: "Hart" and "Lost"."""
    parts = cut(after)
    if not typed or not parts or parts[0].form is not Form.WORD or cut(rest)[0].quoted:
        return []
    return find.beginning(session, visit.team_id, f"{typed} {parts[0].text}")


def _behind_name(session: Session, found: Account, typed: str, after: str) -> str:
    """What follows the words that go on with an account's name."""
    called = [found.name, *account_parts.aliases(session, found.team_id, [found.id]).get(found.id, [])]
    keys = [names.key(name) for name in called]
    ends = [part.end for part in cut(after)]
    within = [end for end in ends if any(key.startswith(names.key(f"{typed} {after[:end]}")) for key in keys)]
    return after[max(within, default=0) :].strip()
