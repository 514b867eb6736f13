"""Who of ours had a part on an account and has none any more, from the audit log and from touches taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.audits.neutral import Tie
from bot.audits.parts import PARTS, Part, lasted, parts
from storage import audit, ties, touches
from storage.tables import Account, Audit

_TIES = {"touch": Tie.TOUCHED, "rescue": Tie.HELPED}


@dataclass(frozen=True, slots=True)
class Former:
    """`undone`: ids of touches that were taken back and count all the same; `people`: by tie, whom it holds."""

    undone: Sequence[str]
    people: Mapping[Tie, set[str]]


def former(session: Session, account: Account, ended: datetime | None, until: datetime | None = None) -> Former:
    """What was more than a slip until it was put right. `ended`: when the account did; `until`: nothing begun later.

    What there was to see to only once it had ended, like the steps of a closing, says nothing.
    """
    people: dict[Tie, set[str]] = {}
    for part in _parts(session, account):
        tie = _TIES.get(part.noun, Tie.SAW_TO)
        latest = ended if tie is Tie.SAW_TO else until
        in_time = part.since is None or latest is None or part.since < latest
        if part.until is not None and in_time and part.says(ended):
            people.setdefault(tie, set()).add(part.person_id)
    taken_back = ties.undone(session, account.team_id, account.id)
    stood = [one.id for one in taken_back if one.undone_at and lasted(one.logged_at, one.undone_at, ended)]
    return Former(stood, people)


def _parts(session: Session, account: Account) -> Iterator[Part]:
    rows = audit.of_nouns(session, account.team_id, [account.id], PARTS)
    began = ties.began(session, account.team_id, account.id)
    told = [*parts(rows, began), *_loggers(rows)]
    moved = _moved(session, account, {part.subject_id for part in told if part.noun == "touch"})
    for part in told:
        yield replace(part, until=moved[part.subject_id]) if part.until is None and part.subject_id in moved else part


def _loggers(rows: Sequence[Audit]) -> Iterator[Part]:
    for row in rows:
        if row.deed == "touch.log" and row.person_id and row.subject_id:
            yield Part("touch", row.subject_id, row.person_id, row.at)


def _moved(session: Session, account: Account, touch_ids: set[str]) -> dict[str, datetime]:
    """When touches that were logged on an account went to another one, as they did not belong there."""
    now = touches.many(session, account.team_id, touch_ids)
    elsewhere = {one.id: one.account_id for one in now.values() if one.account_id != account.id}
    if not elsewhere:
        return {}
    rows = audit.of_nouns(session, account.team_id, set(elsewhere.values()), ["touch"])
    left = [row for row in rows if row.subject_id in elsewhere and (row.before or {}).get("account_id") == account.id]
    return {row.subject_id: row.at for row in reversed(left) if row.subject_id}
