"""Finding accounts, contacts and people by what somebody typed. Nothing is guessed silently: doubts are raised."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlmodel import Session

from bot.name_index import Named as NamedAccount
from bot.name_index import NameIndex
from bot.near import near
from storage import accounts, contacts, names, people, workspaces
from storage.memory import INFO, Memory
from storage.tables import Account, Contact, Person

Named = list[tuple[str, str]]
_WORDS_READ = 400  # of a text that may name accounts
_SHORTEST_WORD = 4  # letters of a word that may stand for a name
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|((?=[A-Z]+\d)[UW][A-Z0-9]{3,})")


class Unknown(Exception):
    """Nothing has this name. `nearest` are (id, name) of what was perhaps meant."""

    def __init__(self, typed: str, nearest: Named) -> None:
        super().__init__(typed)
        self.typed = typed
        self.nearest = nearest

    @property
    def names(self) -> list[str]:
        """What was perhaps meant, by name."""
        return [name for _, name in self.nearest]


class Ambiguous(Exception):
    """Several have this name. `candidates` are their (id, name)."""

    def __init__(self, typed: str, candidates: Named) -> None:
        super().__init__(typed)
        self.typed = typed
        self.candidates = candidates

    @property
    def names(self) -> list[str]:
        """What could be meant, by name."""
        return [name for _, name in self.candidates]


class UnknownAccount(Unknown):
    """No account has this name."""


class AmbiguousAccount(Ambiguous):
    """Several accounts could be meant."""


class UnknownContact(Unknown):
    """Nobody at the client has this name."""


class AmbiguousContact(Ambiguous):
    """Several people at the client could be meant."""


class UnknownPerson(Unknown):
    """None of ours has this name."""


class AmbiguousPerson(Ambiguous):
    """Several of ours could be meant."""


def account(session: Session, team_id: str, typed: str, channel_id: str | None = None) -> Account:
    """The account with this name or alias, the only one that begins with it, or the only one a small typo away.

    Nothing typed means the account that the channel is linked to. Raises `UnknownAccount` or `AmbiguousAccount`.
    """
    name_key = names.key(typed)
    if not name_key:
        linked = accounts.by_channel(session, team_id, channel_id) if channel_id else None
        if linked is None:
            raise UnknownAccount(typed, [])
        return linked
    exact = accounts.by_key(session, team_id, name_key)
    if exact:
        return exact
    known = _index(session, team_id)
    candidates = known.beginning(name_key, limit=6)
    if len(candidates) > 1:
        raise AmbiguousAccount(typed, candidates)
    ids = [id_ for id_, _ in candidates] or known.a_typo_away(name_key)
    found = accounts.get(session, team_id, ids[0]) if len(ids) == 1 else None
    if found is None:
        raise UnknownAccount(typed, nearest(session, team_id, typed))
    return found


def nearest(session: Session, team_id: str, typed: str, limit: int = 3) -> Named:
    """(id, name) of the accounts whose names are near to this one, best first."""
    name_key = names.key(typed)
    return _index(session, team_id).nearest(name_key, limit) if name_key else []


def search(session: Session, team_id: str, typed: str, limit: int) -> Named:
    """(id, name) of the accounts one of whose names or aliases holds what was typed, also with a typo; best first."""
    return _index(session, team_id).search(names.key(typed), limit)


def beginning(session: Session, team_id: str, typed: str, limit: int = 5) -> Named:
    """(id, name) of the accounts one of whose names or aliases begins with what was typed, by name."""
    return _index(session, team_id).beginning(names.key(typed), limit)


def named_in(session: Session, team_id: str, text: str) -> Named:
    """(id, name) of the accounts that a text names, in its order: by a whole name or an alias.

    Where there is none: by the first word of a name, if it has a capital and begins the name of one account alone.
    """
    known, words = _index(session, team_id), text.split()[:_WORDS_READ]
    ids = known.named_in(names.key(" ".join(words)).split())
    if not ids:
        capital = [names.key(word) for word in words if word[:1].isupper() and len(word) >= _SHORTEST_WORD]
        alone = [known.beginning_with_word(word) for word in dict.fromkeys(capital) if word]
        ids = list(dict.fromkeys(next(iter(few)) for few in alone if len(few) == 1))
    shown = accounts.names(session, team_id, ids)
    return [(id_, shown[id_]) for id_ in ids if id_ in shown]


def contact(session: Session, team_id: str, account_id: str, typed: str) -> Contact:
    """Who has this name, first name or e-mail at a client; who left is found by their full name alone.

    Raises `UnknownContact` or `AmbiguousContact`.
    """
    everybody = contacts.of_account(session, team_id, account_id)
    by_email = [one for one in everybody if one.email and one.email == typed.strip().lower()]
    if by_email:
        return by_email[0]
    here = [one for one in everybody if one.left_at is None]
    name_key = names.key(typed)
    exact = [one for one in everybody if one.name_key == name_key]
    ids = [one.id for one in exact] or _part_of(name_key, [(one.id, one.name_key) for one in here])
    by_id = {one.id: one for one in everybody}
    if len(ids) > 1:
        raise AmbiguousContact(typed, [(id_, by_id[id_].name) for id_ in ids])
    if not ids:
        alike = _most_alike(name_key, [(one.id, one.name_key) for one in here], 3)
        raise UnknownContact(typed, [(id_, by_id[id_].name) for id_ in alike])
    return by_id[ids[0]]


def person(session: Session, team_id: str, typed: str) -> Person:
    """Whom of ours a mention, Slack id, e-mail, name or first name means.

    Raises `UnknownPerson` or `AmbiguousPerson`. An id that Slack was never asked about is unknown.
    """
    mention = _MENTION.fullmatch(typed.strip())
    if mention:
        known = people.get(session, team_id, mention[1] or mention[2])
        return _known(known, typed)
    if "@" in typed.strip()[1:]:
        return _known(people.by_email(session, team_id, typed.strip()), typed)
    here = [one for one in people.all_of(session, team_id) if not (one.deactivated_at or one.is_bot)]
    keyed = [(one.id, names.key(one.name)) for one in here]
    name_key = names.key(typed)
    ids = [id_ for id_, key in keyed if key == name_key] or _part_of(name_key, keyed)
    by_id = {one.id: one for one in here}
    if len(ids) > 1:
        raise AmbiguousPerson(typed, [(id_, by_id[id_].name) for id_ in ids])
    if not ids:
        ours = [(id_, key) for id_, key in keyed if not (by_id[id_].is_guest or by_id[id_].is_stranger)]
        raise UnknownPerson(typed, [(id_, by_id[id_].name) for id_ in _most_alike(name_key, ours, 3)])
    return by_id[ids[0]]


def _index(session: Session, team_id: str) -> NameIndex:
    """The names of all accounts as they are, kept in this process until one of them changes."""
    memory: Memory = session.info.get(INFO) or Memory()

    def read() -> NameIndex:
        return NameIndex(NamedAccount(*row) for row in accounts.named(session, team_id))

    return memory.recall((NameIndex, team_id), workspaces.names_stamp(session, team_id), read)


def _known(found: Person | None, typed: str) -> Person:
    if found is None:
        raise UnknownPerson(typed, [])
    return found


def _part_of(name_key: str, keyed: Iterable[tuple[str, str]]) -> list[str]:
    """Ids of names that this begins, or one of whose words it begins; the former go before the latter."""
    if not name_key:
        return []
    keyed = list(keyed)
    whole_words = [id_ for id_, key in keyed if f" {name_key} " in f" {key} "]
    return whole_words or [id_ for id_, key in keyed if f" {name_key}" in f" {key}"]


def _most_alike(name_key: str, known: Iterable[tuple[str, str]], limit: int) -> list[str]:
    known = list(known)
    forms = [key for _, key in known]
    return list(dict.fromkeys(known[place][0] for place in near(name_key, forms, limit * 3)))[:limit]
