"""Who of ours had a part on an account and has none any more, from the audit log and from touches taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.audits.neutral import Tie
from bot.audits.parts import PARTS, PLACES, Part, lasted, parts, within
from storage import audit, ties, touches
from storage.tables import Account, Audit

_TOUCH = "touch"
_TIES = {_TOUCH: Tie.TOUCHED, "rescue": Tie.HELPED}


@dataclass(frozen=True, slots=True)
class Former:
    """`undone`: ids of touches that were taken back and count all the same; `people`: by tie, whom it holds."""

    undone: Sequence[str]
    people: Mapping[Tie, set[str]]


def former(session: Session, account: Account, ended: datetime | None, until: datetime | None = None) -> Former:
    """What was more than a slip until it was put right. `ended`: when the account did; `until`: nothing begun later.

    What there was to see to only once it had ended says nothing, and neither do the steps of its closing.
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
    closing = ties.closing_steps(session, account.team_id, account.id)
    other = [row for row in rows if not row.deed.startswith(f"{_TOUCH}.") and row.subject_id not in closing]
    yield from parts(other, PARTS, began)
    told = _wherever_they_stood(session, account, [row for row in rows if row.deed.startswith(f"{_TOUCH}.")])
    stays = [stay for stay in parts(told, PLACES, began) if stay.person_id == account.id]
    for part in [*parts(told, PARTS, began), *_loggers(told)]:
        yield from within(part, [stay for stay in stays if stay.subject_id == part.subject_id])


def _loggers(rows: Sequence[Audit]) -> Iterator[Part]:
    for row in rows:
        if row.deed == "touch.log" and row.person_id and row.subject_id:
            yield Part(_TOUCH, row.subject_id, row.person_id, row.at)


def _wherever_they_stood(session: Session, account: Account, rows: list[Audit]) -> list[Audit]:
    """All that was done to the touches of some rows, also on the accounts to which they went and from which they came.

    A row stands with the account to which a touch went, and says from which it came.
    """
    ids = {row.subject_id for row in rows if row.subject_id}
    now = {one.account_id for one in touches.many(session, account.team_id, ids).values()}
    known, told = {account.id}, rows
    unknown = (now | _came_from(told)) - known
    while unknown:
        found = audit.of_nouns(session, account.team_id, unknown, [_TOUCH])
        told = [*told, *(row for row in found if row.subject_id in ids)]
        known |= unknown
        unknown = _came_from(told) - known
    return sorted(told, key=lambda row: (row.at, row.id))


def _came_from(rows: Sequence[Audit]) -> set[str]:
    return {str(row.before["account_id"]) for row in rows if row.before and row.before.get("account_id")}
