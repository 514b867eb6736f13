"""Nudges whose posts are to be brought up to date, remembered until their messages are locked.

A transaction locks all messages at once, in the order of their ids (`storage.outbox.lock_in_play`): whoever locked some
of them before would wait in a circle with somebody who locks the others first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session

_ASKED = "revisions"


def ask(session: Session, team_id: str, nudge_ids: Iterable[str]) -> None:
    """Have every post that carries one of the nudges brought up to date when the transaction is settled."""
    _by_team(session)[team_id].update(nudge_ids)


def asked(session: Session, team_id: str) -> set[str]:
    """What was asked for so far; it is to be asked for no more."""
    return _by_team(session).pop(team_id, set())


def _by_team(session: Session) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = session.info.setdefault(_ASKED, defaultdict(set))
    return found
