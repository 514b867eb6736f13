"""Rounds of questions: litmus tests of one account or many, and the pulse of the owners."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from storage.tables import Account, Campaign, LitmusTest, Person


def get(session: Session, team_id: str, campaign_id: str) -> Campaign | None:
    """The round with an id."""
    return session.get(Campaign, (team_id, campaign_id))


def lock(session: Session, team_id: str, campaign_id: str) -> Campaign | None:
    """The round, kept from everybody else until the transaction ends."""
    mine = select_rows(Campaign).where(Campaign.team_id == team_id, Campaign.id == campaign_id).with_for_update()
    return session.exec(mine, execution_options={"populate_existing": True}).first()


def newest(session: Session, team_id: str, kind: str, limit: int = 1) -> list[Campaign]:
    """The last rounds of a kind, the newest first."""
    mine = select_rows(Campaign).where(Campaign.team_id == team_id, Campaign.kind == kind)
    return list(session.exec(mine.order_by(col(Campaign.opened_at).desc(), col(Campaign.id)).limit(limit)))


def add(
    session: Session,
    team_id: str,
    campaign_id: str,
    kind: str,
    *,
    why: str,
    due_on: date,
    by: str | None,
    at: datetime,
    questions: dict[str, Any] | None = None,
) -> Campaign:
    """Open a round."""
    fields: dict[str, Any] = {"kind": kind, "why": why, "due_on": due_on, "opened_by": by, "opened_at": at}
    campaign = Campaign(team_id=team_id, id=campaign_id, questions=questions, **fields)
    session.add(campaign)
    session.flush()
    return campaign


def progress(session: Session, team_id: str, campaign_id: str) -> tuple[int, int, int, int]:
    """Of a round: tests, and those closed; views asked for, and those given. What came to nothing aside."""
    is_closed = col(LitmusTest.closed_at)
    sums = (func.coalesce(func.sum(col(LitmusTest.asked)), 0), func.coalesce(func.sum(col(LitmusTest.given)), 0))
    mine = select(func.count(), func.count(is_closed), *sums).where(col(LitmusTest.team_id) == team_id)
    row = session.execute(mine.where(col(LitmusTest.campaign_id) == campaign_id, col(LitmusTest.state) != "dropped"))
    tests, closed, asked, given = row.one()
    return tests, closed, int(asked), int(given)


def to_test(session: Session, team_id: str, tiers: Collection[str]) -> list[Any]:
    """Accounts of some tiers that are not lost and have no test open: `id` and `owner_id`, by id, locked."""
    mine = select(col(Account.id), col(Account.owner_id)).where(col(Account.team_id) == team_id)
    living = mine.where(col(Account.tier).in_(tiers), col(Account.status) != "lost").order_by(col(Account.id))
    session.execute(living.with_for_update()).all()
    testing = and_(
        col(LitmusTest.team_id) == col(Account.team_id),
        col(LitmusTest.account_id) == col(Account.id),
        col(LitmusTest.state) == "open",
    )
    return list(session.execute(living.where(~select(col(LitmusTest.id)).where(testing).exists())))


def keepers(session: Session, team_id: str, campaign_id: str) -> list[str]:
    """Who owns an account that was tested in a round."""
    tested = and_(col(LitmusTest.team_id) == col(Account.team_id), col(LitmusTest.account_id) == col(Account.id))
    mine = select(col(Account.owner_id)).join(LitmusTest, tested).where(col(LitmusTest.team_id) == team_id)
    within = mine.where(col(LitmusTest.campaign_id) == campaign_id, col(LitmusTest.state) == "closed")
    owned = within.where(col(Account.owner_id).is_not(None)).distinct()
    return list(session.execute(owned.order_by(col(Account.owner_id))).scalars())


def waiting(session: Session, team_id: str, campaign_id: str) -> list[str]:
    """The accounts with a test of a round that is open, by id."""
    mine = select(col(LitmusTest.account_id)).where(*_open_tests(team_id, campaign_id))
    return list(session.execute(mine.order_by(col(LitmusTest.account_id))).scalars())


def end(session: Session, team_id: str, campaign_id: str, on: date) -> None:
    """Let the last day of a round's open tests be one that has gone by. Their accounts are locked."""
    session.execute(update(LitmusTest).where(*_open_tests(team_id, campaign_id)).values(due_on=on))


def _open_tests(team_id: str, campaign_id: str) -> tuple[Any, ...]:
    mine = (col(LitmusTest.team_id) == team_id, col(LitmusTest.campaign_id) == campaign_id)
    return (*mine, col(LitmusTest.state) == "open")


def owners(session: Session, team_id: str) -> list[str]:
    """Who of ours owns an account that is not lost, and is here."""
    here = and_(col(Person.team_id) == col(Account.team_id), col(Person.id) == col(Account.owner_id))
    flags = (Person.is_bot, Person.is_guest, Person.is_stranger)
    mine = select(col(Account.owner_id)).join(Person, here).where(col(Account.team_id) == team_id)
    present = (*(col(flag).is_(False) for flag in flags), col(Person.deactivated_at).is_(None))
    living = mine.where(col(Account.status) != "lost", *present, col(Person.erased_at).is_(None))
    return list(session.execute(living.distinct().order_by(col(Account.owner_id))).scalars())
