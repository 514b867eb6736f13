"""Once a quarter a round of the pulse begins by itself: once, however many replicas there are, and never for nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from bot.nudges.portfolio import refit
from bot.work import pulse
from bot.work.deed import Deed
from storage.engine import Store
from storage.tables import Account, Audit, Campaign, Message, PulseAnswer, Workspace
from tests.nudges.house import ANA, BEN, CHRIS, CLEO, TEAM, TUESDAY, House

NIGHT = datetime(2026, 5, 13, 2, 0, tzinfo=UTC)  # 3 o'clock in Lisbon, on a Wednesday
SATURDAY = NIGHT + timedelta(days=3)


def rounds(house: House) -> list[Campaign]:
    return sorted(house.rows(Campaign, kind="pulse"), key=lambda one: one.opened_at)


def questions(house: House) -> dict[str, datetime]:
    """When whom is asked at the earliest."""
    asked = [one for one in house.rows(Message) if (one.body or {}).get("about") == "pulse"]
    return {one.recipient: one.not_before for one in asked}


def night(house: House, now: datetime, store: Store | None = None) -> None:
    """Everything that is done in a night, by one replica."""
    while refit(store or house.store, now, {}):
        pass


@pytest.fixture
def house(house: House) -> House:
    """As everywhere by default."""
    house.change(Workspace, TEAM, policy={})
    return house


def owned(house: House) -> None:
    house.account("Acme", silent_days=1)
    house.account("Globex", silent_days=1, owner_id=CLEO)
    house.account("Gone", silent_days=1, owner_id=BEN, status="lost")


def sets(house: House, days: int) -> None:
    house.change(Workspace, TEAM, policy={"pulse_every_days": days})


def test_a_round_begins_by_itself_and_every_owner_is_asked_in_their_own_morning(house: House) -> None:
    owned(house)
    night(house, NIGHT)
    [one] = rounds(house)
    assert (one.opened_by, one.opened_at) == (None, NIGHT)
    assert questions(house) == {
        ANA: datetime(2026, 5, 13, 9, tzinfo=ZoneInfo("Europe/Lisbon")),
        CLEO: NIGHT,  # 11 o'clock in Tokyo
    }
    [entry] = house.rows(Audit, deed="pulse.ask")
    assert (entry.person_id, entry.subject_id, entry.after) == (None, one.id, {"asked": 2})


def test_after_the_version_that_asks_by_itself_came_the_first_round_is_a_quarter_away(house: House) -> None:
    owned(house)
    house.change(Workspace, TEAM, reminds_from=NIGHT - timedelta(days=2))
    for days in range(92):
        night(house, NIGHT + timedelta(days=days))
    assert [(one.opened_at - NIGHT).days for one in rounds(house)] == [88]


def test_what_begins_on_a_weekend_is_asked_on_the_next_working_day(house: House) -> None:
    owned(house)
    night(house, SATURDAY)
    assert questions(house)[ANA] == datetime(2026, 5, 18, 9, tzinfo=ZoneInfo("Europe/Lisbon"))


def test_the_next_one_begins_a_quarter_later_and_none_between(house: House) -> None:
    owned(house)
    for days in range(0, 181, 5):
        night(house, NIGHT + timedelta(days=days))
    assert [(one.opened_at - NIGHT).days for one in rounds(house)] == [0, 90, 180]


def test_a_restart_or_another_count_in_the_same_night_begins_none(house: House) -> None:
    owned(house)
    for minutes in (0, 1, 60, 600):
        house.change(Workspace, TEAM, refit_at=None)
        night(house, NIGHT + timedelta(minutes=minutes))
    assert len(rounds(house)) == 1


def test_two_replicas_in_the_same_night_begin_one_between_them(house: House) -> None:
    owned(house)
    other = Store.open(house.store.engine.url.render_as_string(hide_password=False))
    together = Barrier(2)

    def replica(store: Store) -> None:
        together.wait()
        night(house, NIGHT, store)

    try:
        with ThreadPoolExecutor(2) as crowd:
            list(crowd.map(replica, (house.store, other)))
    finally:
        other.close()
    assert len(rounds(house)) == 1
    assert len(house.rows(PulseAnswer)) == 2


def test_a_round_that_a_lead_began_is_counted_from(house: House) -> None:
    owned(house)
    asked = pulse.ask(house.store, Deed(TEAM, CHRIS, TUESDAY))
    for days in (0, 50, 88, 89):
        night(house, NIGHT + timedelta(days=days))
    assert [(one.id == asked.campaign.id, one.opened_by) for one in rounds(house)] == [(True, CHRIS), (False, None)]


def test_a_new_workspace_is_left_alone_for_a_quarter(house: House) -> None:
    owned(house)
    house.change(Workspace, TEAM, installed_at=NIGHT - timedelta(days=89))
    night(house, NIGHT)
    assert rounds(house) == []
    night(house, NIGHT + timedelta(days=1))
    assert len(rounds(house)) == 1


def test_by_hand_only_and_other_days_are_settings(house: House) -> None:
    owned(house)
    sets(house, 0)
    night(house, NIGHT)
    assert rounds(house) == []
    sets(house, 30)
    for days in range(1, 35):
        night(house, NIGHT + timedelta(days=days))
    assert [(one.opened_at - NIGHT).days for one in rounds(house)] == [1, 31]


def test_where_nobody_owns_an_account_none_begins_until_somebody_does(house: House) -> None:
    house.account("Acme", silent_days=1, owner_id=None)
    house.account("Gone", silent_days=1, owner_id=BEN, status="lost")
    night(house, NIGHT)
    assert (rounds(house), questions(house), house.rows(Audit)) == ([], {}, [])
    house.change(Account, (TEAM, "A-Acme"), owner_id=ANA)
    night(house, NIGHT + timedelta(days=1))
    assert list(questions(house)) == [ANA]


def test_a_workspace_that_sleeps_is_not_asked(house: House) -> None:
    owned(house)
    house.change(Workspace, TEAM, asleep_since=TUESDAY)
    night(house, NIGHT)
    assert rounds(house) == []
