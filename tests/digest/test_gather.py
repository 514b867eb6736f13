from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel

from bot.digest.gather import Gathering
from bot.digest.readers import About
from bot.playground.blocks import problems_with
from bot.policy import Level, Policy
from bot.views import plain
from bot.views.digest import Digest, digest
from bot.views.digest.table import ROWS
from bot.views.digest.told import Whose
from bot.worktime import Calendar
from storage.core import table
from storage.digests import Scope
from storage.engine import Store
from storage.tables import Account, Clock, Nudge, Person, Touch, Workspace

NOW = datetime(2026, 5, 11, 8, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
ALL = About(Whose.EVERYBODYS, Scope())
TEAM = "T0TEND"


SPOKEN = {True: NOW - timedelta(days=31), False: NOW - timedelta(days=1)}  # whether an account waits -> when
YESTERDAY = NOW - timedelta(days=1)


def fill(store: Store, accounts: int) -> None:
    """Every other account waits since yesterday, spoken to a month ago; the others were spoken to yesterday."""
    ids = [f"a{n:05}" for n in range(accounts)]
    account = Account(team_id=TEAM, name="", name_key="", owner_id="U0ANA", created_at=LONG_AGO, updated_at=LONG_AGO)
    clock = Clock(team_id=TEAM, account_id="", rule="quiet", level="due")
    said: dict[str, Any] = {"level": "due", "reason": "No word for 30 days.", "opened_at": YESTERDAY}
    nudge = Nudge(team_id=TEAM, account_id="", rule="quiet", episode=1, raised_at=YESTERDAY, **said)
    call: dict[str, Any] = {"kind": "call", "direction": "two-way", "occurred_at": YESTERDAY, "logged_at": YESTERDAY}
    touch = Touch(team_id=TEAM, account_id="", source="csv", logged_by="U0ANA", **call)
    with store.write() as session:
        session.add(Workspace(team_id=TEAM, installed_at=LONG_AGO))
        session.add(Person(team_id=TEAM, id="U0ANA", name="Ana Lima", seen_at=NOW))
        named = [{"id": id_, "name": f"Client {id_}", "name_key": id_} for id_ in ids]
        spoken = [{**one, "last_contact_at": SPOKEN[place % 2 == 0]} for place, one in enumerate(named)]
        _insert(session, account, spoken)
        _insert(session, clock, [{"account_id": id_} for id_ in ids[::2]])
        _insert(session, nudge, [{"account_id": id_, "id": id_} for id_ in ids[::2]])
        _insert(session, touch, [{"account_id": id_, "id": id_} for id_ in ids[1::2]])


def _insert(session: Session, like: SQLModel, rows: list[dict[str, Any]]) -> None:
    alike = like.model_dump()
    if rows:
        session.execute(insert(table(type(like))), [{**alike, **row} for row in rows])


def gathered(store: Store, about: About = ALL, *, is_report: bool = False) -> Digest:
    since = NOW - timedelta(days=7)
    with store.read() as session:
        return Gathering(session, TEAM, about, Policy(), Calendar(), since, NOW, is_report).digest()


@pytest.mark.parametrize("accounts", [0, 1, 7, 300, pytest.param(10_000, marks=pytest.mark.long)])
def test_however_many_accounts_there_are_all_are_counted_and_slack_takes_it(sqlite_store: Store, accounts: int) -> None:
    fill(sqlite_store, accounts)
    told = gathered(sqlite_store, is_report=True)

    waiting = (accounts + 1) // 2
    assert (told.accounts, told.waiting, told.changes.entered.total) == (accounts, waiting, waiting)
    assert told.changes.touches == told.changes.spoken_to == accounts - waiting
    assert len(told.rows) == min(waiting, ROWS)
    for form in plain.forms(digest(told)):
        assert problems_with(form.blocks, "message") == []
        assert len(form.text) <= 4000


def test_what_comes_first_is_told_as_it_is_today(sqlite_store: Store) -> None:
    fill(sqlite_store, 1)
    told = gathered(sqlite_store)

    assert "31 days" in told.first[0].card.reason
    assert [(row.level, row.quiet_days, row.owner) for row in told.rows] == [(Level.DUE, 31, "Ana Lima")]
    assert [week.waiting for week in told.weeks] == [0] * 7 + [1]


def test_one_account_is_told_alone(sqlite_store: Store) -> None:
    fill(sqlite_store, 4)
    told = gathered(sqlite_store, About(Whose.ACCOUNT, Scope(account_id="a00002"), "Client a00002"))

    assert (told.accounts, told.levels, told.rows) == (1, {Level.DUE: 1}, ())
    assert [item.card.account_id for item in told.first] == ["a00002"]
    assert sum(month.touches for month in told.months) == 0


@pytest.mark.parametrize(("came", "told_of"), [(LONG_AGO, ["They wrote."]), (YESTERDAY, [])])
def test_what_settled_about_one_account_is_told_unless_it_came_since_the_digest_before(
    sqlite_store: Store, came: datetime, told_of: list[str]
) -> None:
    fill(sqlite_store, 1)
    with sqlite_store.write() as session:
        session.exec(update(Account).values(created_at=came))
        session.exec(update(Nudge).values(closed_at=YESTERDAY, closed_why="They wrote."))
    told = gathered(sqlite_store, About(Whose.ACCOUNT, Scope(account_id="a00000"), "Client a00000"))
    assert told.closed == told_of


@pytest.mark.parametrize(
    ("about", "is_told"),
    [
        (About(Whose.EVERYBODYS, Scope(), is_private=True), True),
        (About(Whose.TEAMS, Scope(owner_ids=["U0ANA"]), is_private=True), True),
        (About(Whose.OWN, Scope(owner_ids=["U0ANA"]), is_private=True), False),
        (ALL, False),
    ],
)
def test_whose_hands_are_full_is_told_to_who_leads_and_never_in_a_channel(
    sqlite_store: Store, about: About, is_told: bool
) -> None:
    fill(sqlite_store, 8)
    told = gathered(sqlite_store, about)
    assert (told.attention is not None) is is_told
    assert told.losses is None
    assert gathered(sqlite_store, about, is_report=True).losses is not None


def test_what_is_urgent_is_what_is_done_first_on_an_account(sqlite_store: Store) -> None:
    fill(sqlite_store, 1)
    with sqlite_store.write() as session:
        session.exec(update(Nudge).values(level="critical"))
        said: dict[str, Any] = {"level": "due", "reason": "In rescue.", "opened_at": NOW, "raised_at": NOW}
        session.add(Nudge(team_id=TEAM, id="r", account_id="a00000", rule="rescue", episode=1, manner="urgent", **said))
    assert [item.card.rule for item in gathered(sqlite_store).first] == ["rescue"]


def test_who_sees_to_it_is_told_beside_whose_the_account_is(sqlite_store: Store) -> None:
    fill(sqlite_store, 1)
    with sqlite_store.write() as session:
        session.exec(update(Nudge).values(rule="step", subject="s1", hearer_id="U0BEN"))
    [item] = gathered(sqlite_store).first
    assert (item.card.owner_id, item.card.hearer_id) == ("U0ANA", "U0BEN")
