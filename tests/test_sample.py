from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func
from sqlmodel import select

from bot.sample import lay_out
from storage.engine import Store
from storage.tables import Account, Clock, Nudge, Touch
from tests.handlers.office import Office


@pytest.fixture
def playing(sqlite_store: Store) -> Iterator[Office]:
    with Office(sqlite_store) as office:
        lay_out(office.tend, office.team_id, office.now)
        yield office


def lost(office: Office) -> dict[str, tuple[date, date, date]]:
    """By name: the first contact, the last, and the end."""
    told = select(Account, func.min(Touch.occurred_at)).join(Touch, Touch.account_id == Account.id)  # type: ignore[arg-type]
    with office.store.read() as session:
        rows = session.exec(told.where(Account.status == "lost").group_by(Account.team_id, Account.id)).all()
    return {
        account.name: (first.date(), account.last_contact_at.date(), account.lost_on)
        for account, first in rows
        if account.last_contact_at and account.lost_on
    }


def test_two_accounts_were_lost_after_a_long_history(playing: Office) -> None:
    assert sorted(lost(playing)) == ["Juniper Mobility", "Kestrel Hotels"]
    for first_on, last_on, _ in lost(playing).values():
        assert last_on - first_on > timedelta(days=270)


def test_one_had_been_quiet_for_weeks_and_one_was_lost_out_of_the_blue(playing: Office) -> None:
    silence = {name: (lost_on - last_on).days for name, (_, last_on, lost_on) in lost(playing).items()}
    assert silence["Kestrel Hotels"] > 60
    assert silence["Juniper Mobility"] < 9


def test_lost_accounts_are_left_in_peace_from_the_first_day_on(playing: Office) -> None:
    playing.wait_days(1)
    with playing.store.read() as session:
        gone = {one.id: one.name for one in session.exec(select(Account).where(Account.status == "lost"))}
        spoken_of = {nudge.account_id for nudge in session.exec(select(Nudge))}
        watched = {clock.account_id for clock in session.exec(select(Clock))}
        living = session.exec(select(func.count()).where(Account.status != "lost")).one()
    assert living == 15
    assert spoken_of
    assert not gone.keys() & (spoken_of | watched)
    said = playing.says("/client list")
    assert not any(name in said for name in gone.values())
