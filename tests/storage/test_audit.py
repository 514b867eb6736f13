from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from storage import audit
from storage.engine import Store
from storage.tables import Audit, AuditPermit

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
TEAM, OTHER = "T0TEND", "T0OTHER"


@pytest.fixture
def log(store: Store) -> Store:
    """Two workspaces with a row each."""
    with store.write() as session:
        for team_id in (TEAM, OTHER):
            audit.add(session, team_id, NOW, "U0ANA", "touch.log", account_id="acme", after={"note": "Jane is well"})
    return store


def rows(store: Store) -> list[Audit]:
    with store.read() as session:
        return list(session.exec(select(Audit).order_by(Audit.team_id)))


def do(session: Session, statement: str) -> None:
    session.execute(text(statement))


CHANGES = (
    "UPDATE audit SET after = NULL",
    "UPDATE audit SET person_id = 'U0BEN' WHERE team_id = 'T0TEND'",
    "DELETE FROM audit WHERE team_id = 'T0TEND'",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_no_row_of_the_audit_log_is_changed_or_deleted(log: Store, statement: str) -> None:
    before = rows(log)

    with pytest.raises(IntegrityError, match="append-only"), log.write() as session:
        do(session, statement)

    assert rows(log) == before


def test_no_row_is_written_over(log: Store) -> None:
    before = rows(log)
    [mine, _] = [row.model_dump() for row in before]
    over = "INSERT INTO audit SELECT * FROM audit WHERE team_id = 'T0OTHER'"
    if log.is_sqlite:
        over = over.replace("INSERT", "INSERT OR REPLACE")

    with pytest.raises(IntegrityError), log.write() as session:
        do(session, over)

    assert rows(log) == before
    assert mine["team_id"] == OTHER


def test_the_whole_log_is_not_emptied_at_once(pg_url: str) -> None:
    store = Store.open(pg_url)
    with pytest.raises(DBAPIError, match="append-only"), store.write() as session:
        do(session, "TRUNCATE audit")
    store.close()


def test_erasing_may_anonymise_rows_of_its_workspace_alone(log: Store) -> None:
    with log.write() as session, audit.permit(session, TEAM, "erase"):
        do(session, "UPDATE audit SET person_id = NULL, after = NULL WHERE team_id = 'T0TEND'")
    assert [row.person_id for row in rows(log)] == ["U0ANA", None]

    with pytest.raises(IntegrityError), log.write() as session, audit.permit(session, TEAM, "erase"):
        do(session, "UPDATE audit SET person_id = NULL")


@pytest.mark.parametrize("change", ["at = '2020-01-01'", "deed = 'x'", "id = 'x'", "account_id = 'x'"])
def test_what_was_done_when_and_to_which_account_stays_even_then(log: Store, change: str) -> None:
    with pytest.raises(IntegrityError), log.write() as session, audit.permit(session, TEAM, "erase"):
        do(session, f"UPDATE audit SET {change} WHERE team_id = 'T0TEND'")  # noqa: S608 - no text of anybody's


def test_each_of_the_two_deeds_may_do_its_own_alone(log: Store) -> None:
    with pytest.raises(IntegrityError), log.write() as session, audit.permit(session, TEAM, "erase"):
        do(session, "DELETE FROM audit WHERE team_id = 'T0TEND'")
    with pytest.raises(IntegrityError), log.write() as session, audit.permit(session, TEAM, "forget"):
        do(session, "UPDATE audit SET after = NULL WHERE team_id = 'T0TEND'")
    with log.write() as session, audit.permit(session, TEAM, "forget"):
        do(session, "DELETE FROM audit WHERE team_id = 'T0TEND'")
    assert [row.team_id for row in rows(log)] == [OTHER]


def test_a_permit_does_not_outlive_its_deed(log: Store) -> None:
    with log.write() as session:
        with audit.permit(session, TEAM, "erase"):
            do(session, "UPDATE audit SET after = NULL WHERE team_id = 'T0TEND'")
        assert list(session.exec(select(AuditPermit))) == []
        with pytest.raises(IntegrityError):
            do(session, "UPDATE audit SET before = NULL WHERE team_id = 'T0TEND'")
        session.rollback()


def test_pages_give_every_row_since_a_moment_in_the_order_in_which_they_were_added(store: Store) -> None:
    with store.write() as session:
        for n in range(2_001):
            audit.add(session, TEAM, NOW + timedelta(minutes=n), None, "touch.log", subject_id=str(n))
        audit.add(session, OTHER, NOW, None, "touch.log", subject_id="theirs")

    with store.read() as session:
        every = [[row.subject_id for row in page] for page in audit.pages(session, TEAM)]
        late = [row.subject_id for page in audit.pages(session, TEAM, NOW + timedelta(minutes=1_999)) for row in page]

    assert [len(page) for page in every] == [1_000, 1_000, 1]
    assert [one for page in every for one in page] == [str(n) for n in range(2_001)]
    assert late == ["1999", "2000"]
