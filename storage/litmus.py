"""Litmus tests and the views that people give in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, union, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from storage.core import table as core_table
from storage.tables import Account, LitmusTest, LitmusView, Person, Touch, TouchPerson


def get(session: Session, team_id: str, test_id: str) -> LitmusTest | None:
    """The test with an id."""
    return session.get(LitmusTest, (team_id, test_id))


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, LitmusTest]:
    """Those that exist among the given ids."""
    found = session.exec(select_rows(LitmusTest).where(LitmusTest.team_id == team_id, col(LitmusTest.id).in_(ids)))
    return {one.id: one for one in found}


def open_of(session: Session, team_id: str, account_id: str) -> LitmusTest | None:
    """The test of an account that waits for views."""
    found: LitmusTest | None = session.exec(_tests(team_id, account_id).where(LitmusTest.state == "open")).first()
    return found


def history(session: Session, team_id: str, account_id: str, limit: int) -> list[LitmusTest]:
    """The last tests of an account that were closed with a result, the newest first."""
    told = (LitmusTest.state == "closed", col(LitmusTest.given) > 0)
    newest = _tests(team_id, account_id).where(*told).order_by(col(LitmusTest.closed_at).desc(), col(LitmusTest.id))
    return list(session.exec(newest.limit(limit)))


def of_round(session: Session, team_id: str, campaign_id: str) -> list[tuple[LitmusTest, str]]:
    """The tests of a round with the names of their accounts, by name; those that came to nothing aside."""
    named = and_(col(Account.team_id) == col(LitmusTest.team_id), col(Account.id) == col(LitmusTest.account_id))
    mine = select_rows(LitmusTest, Account.name).join(Account, named)
    within = mine.where(LitmusTest.team_id == team_id, LitmusTest.campaign_id == campaign_id)
    return list(session.exec(within.where(LitmusTest.state != "dropped").order_by(Account.name_key)))


def is_waited_for(session: Session, team_id: str, campaign_id: str) -> bool:
    """Whether a test of a round is open still."""
    mine = select_rows(LitmusTest.id).where(LitmusTest.team_id == team_id, LitmusTest.campaign_id == campaign_id)
    return session.exec(mine.where(LitmusTest.state == "open").limit(1)).first() is not None


def view(session: Session, team_id: str, test_id: str, person_id: str) -> LitmusView | None:
    """What somebody was asked in a test, and has answered if they have."""
    mine = select_rows(LitmusView).where(LitmusView.team_id == team_id, LitmusView.test_id == test_id)
    return session.exec(mine.where(LitmusView.person_id == person_id)).first()


def asked_by(session: Session, team_id: str, view_id: str) -> LitmusTest | None:
    """The test in which a view was asked for."""
    view = session.get(LitmusView, (team_id, view_id))
    return get(session, team_id, view.test_id) if view else None


def views(session: Session, team_id: str, test_id: str) -> list[LitmusView]:
    """Everybody who was asked in a test. What they answered is nobody's to read before it is closed."""
    mine = select_rows(LitmusView).where(LitmusView.team_id == team_id, LitmusView.test_id == test_id)
    return list(session.exec(mine.order_by(LitmusView.person_id)))


def waiting(session: Session, team_id: str, person_id: str, limit: int) -> list[tuple[LitmusTest, str]]:
    """The open tests that wait for somebody's view, with the names of their accounts: the first to close first."""
    named = and_(col(Account.team_id) == col(LitmusTest.team_id), col(Account.id) == col(LitmusTest.account_id))
    asked = and_(col(LitmusView.team_id) == col(LitmusTest.team_id), col(LitmusView.test_id) == col(LitmusTest.id))
    mine = select_rows(LitmusTest, Account.name).join(LitmusView, asked).join(Account, named)
    theirs = (LitmusView.team_id == team_id, LitmusView.person_id == person_id, col(LitmusView.given_at).is_(None))
    ordered = mine.where(*theirs, LitmusTest.state == "open").order_by(col(LitmusTest.due_on), col(Account.name_key))
    return list(session.exec(ordered.limit(limit)))


def asked_of(session: Session, team_id: str, campaign_id: str, person_id: str) -> tuple[int, int]:
    """How many views somebody was asked for in a round, and how many of them they gave."""
    part = and_(col(LitmusView.team_id) == col(LitmusTest.team_id), col(LitmusView.test_id) == col(LitmusTest.id))
    counted = select(func.count(), func.count(col(LitmusView.given_at))).select_from(LitmusView)
    mine = counted.join(LitmusTest, part).where(col(LitmusView.team_id) == team_id)
    row = session.execute(
        mine.where(col(LitmusTest.campaign_id) == campaign_id, col(LitmusView.person_id) == person_id)
    ).one()
    return row[0], row[1]


def open_many(session: Session, team_id: str, tests: Sequence[dict[str, Any]], asked: Sequence[dict[str, Any]]) -> None:
    """Open tests and ask for views: rows of both tables. No account has one open; the caller holds them all."""
    if tests:
        session.execute(
            insert(core_table(LitmusTest)), [{"state": "open", "given": 0, **row, "team_id": team_id} for row in tests]
        )
    if asked:
        session.execute(insert(core_table(LitmusView)), [{"words": "", **row, "team_id": team_id} for row in asked])


def supersede(session: Session, team_id: str, account_id: str, but: str, at: datetime) -> None:
    """Only one test of an account counts from now on."""
    earlier = (col(LitmusTest.team_id) == team_id, col(LitmusTest.account_id) == account_id, col(LitmusTest.id) != but)
    standing = (col(LitmusTest.superseded_at).is_(None), col(LitmusTest.state) != "open")
    session.execute(update(LitmusTest).where(*earlier, *standing).values(superseded_at=at))


def forget_unanswered(session: Session, team_id: str, test_id: str) -> None:
    """Wait for no more views in a test."""
    mine = (col(LitmusView.team_id) == team_id, col(LitmusView.test_id) == test_id)
    session.execute(delete(LitmusView).where(*mine, col(LitmusView.given_at).is_(None)))


def touched_by(session: Session, team_id: str, account_ids: Collection[str], since: datetime) -> dict[str, set[str]]:
    """By account: who of ours logged a touch since a moment or took part in one, and is still here."""
    live = (col(Touch.team_id) == team_id, col(Touch.account_id).in_(account_ids), col(Touch.undone_at).is_(None))
    recent = (*live, col(Touch.occurred_at) >= since)
    part = and_(col(TouchPerson.team_id) == col(Touch.team_id), col(TouchPerson.touch_id) == col(Touch.id))
    logged: Any = select(col(Touch.account_id), col(Touch.logged_by).label("person_id")).where(*recent)
    took_part: Any = select(col(Touch.account_id), col(TouchPerson.person_id)).join(TouchPerson, part).where(*recent)
    either = union(logged, took_part).subquery()
    known = and_(col(Person.team_id) == team_id, col(Person.id) == either.c.person_id)
    flags = (Person.is_bot, Person.is_guest, Person.is_stranger)
    here = (*(col(flag).is_(False) for flag in flags), col(Person.deactivated_at).is_(None))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in session.execute(select(either).join(Person, known).where(*here, col(Person.erased_at).is_(None))):
        found[row.account_id].add(row.person_id)
    return found


def coverage(session: Session, team_id: str, tier: str, since: datetime) -> tuple[int, int]:
    """How many accounts of a tier are not lost, and how many of them were tested since a moment."""
    standing = and_(
        col(LitmusTest.team_id) == col(Account.team_id),
        col(LitmusTest.account_id) == col(Account.id),
        col(LitmusTest.superseded_at).is_(None),
        col(LitmusTest.closed_at) >= since,
    )
    counted = select(func.count(), func.count(col(LitmusTest.id))).select_from(Account)
    living = (col(Account.team_id) == team_id, col(Account.tier) == tier, col(Account.status) != "lost")
    row = session.execute(counted.outerjoin(LitmusTest, standing).where(*living)).one()
    return row[0], row[1]


def weakest(session: Session, team_id: str, among: Collection[str], limit: int) -> list[tuple[LitmusTest, str]]:
    """The last tests of accounts that stand in some bands, with the accounts' names: the lowest score first."""
    named = and_(col(Account.team_id) == col(LitmusTest.team_id), col(Account.id) == col(LitmusTest.account_id))
    mine = select_rows(LitmusTest, Account.name).join(Account, named).where(LitmusTest.team_id == team_id)
    told = mine.where(col(LitmusTest.superseded_at).is_(None), col(LitmusTest.band).in_(among))
    return list(
        session.exec(
            told.where(Account.status != "lost").order_by(col(LitmusTest.score), col(Account.name_key)).limit(limit)
        )
    )


def before(session: Session, team_id: str, test: LitmusTest) -> LitmusTest | None:
    """The last test of an account with a result that was closed before another one."""
    earlier = _tests(team_id, test.account_id).where(col(LitmusTest.given) > 0, LitmusTest.state == "closed")
    mine = earlier.where(LitmusTest.id != test.id, col(LitmusTest.closed_at) <= test.closed_at)
    found: LitmusTest | None = session.exec(mine.order_by(col(LitmusTest.closed_at).desc()).limit(1)).first()
    return found


def bands(session: Session, team_id: str) -> dict[str, int]:
    """How many accounts that are not lost stand in each band by their last test."""
    named = and_(col(Account.team_id) == col(LitmusTest.team_id), col(Account.id) == col(LitmusTest.account_id))
    mine = select(col(LitmusTest.band), func.count()).join(Account, named).where(col(LitmusTest.team_id) == team_id)
    told = (col(LitmusTest.superseded_at).is_(None), col(LitmusTest.band).is_not(None), col(Account.status) != "lost")
    return {row[0]: row[1] for row in session.execute(mine.where(*told).group_by(col(LitmusTest.band)))}


def _tests(team_id: str, account_id: str) -> Any:
    return select_rows(LitmusTest).where(LitmusTest.team_id == team_id, LitmusTest.account_id == account_id)
