"""What somebody hears on their Home alone stands there, and in no message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.nudges.portfolio import refit
from bot.preferences import Event, Frequency
from bot.work import preferences
from bot.work.deed import Deed
from storage import homes, lists, outbox
from storage.engine import Store
from storage.tables import HomeMark, MessageNudge, Nudge, Person, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, CLEO, DAY, SILENCE, TEAM, TUESDAY, House, away
from tests.nudges.post import MINUTE, PostOffice, open_post_office

TODAY, TOMORROW = "daily:2026-05-12", "daily:2026-05-13"
HOME = "home"


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[PostOffice]:
    with open_post_office(sqlite_store, SILENCE) as office:
        yield office


def choose(house: House, person_id: str, often: Frequency | None, event: Event = Event.NUDGES) -> None:
    preferences.set_frequencies(house.store, Deed(TEAM, person_id, TUESDAY), person_id, {event: often})


def night(house: House, now: datetime) -> None:
    """What is put in order, when it is: once the rhythms are counted."""
    house.change(Workspace, TEAM, refit_at=now)
    while refit(house.store, now, rules=house.rules):
        pass


def on_home(house: House, person_id: str) -> list[tuple[str, str, str]]:
    """What waits on somebody: account, as whom they see it, and why."""
    with house.store.read() as session:
        found, total = lists.waiting(session, TEAM, person_id, limit=50)
    assert total == len(found)
    return [(one.nudge.account_id, one.heard_as, one.because) for one in found]


def test_it_is_sent_to_nobody_and_stands_on_the_owner_s_home(office: PostOffice) -> None:
    house = office.house
    choose(house, ANA, Frequency.HOME)
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    house.settle(acme)

    for day in range(3):
        office.tick(TUESDAY + day * DAY + MINUTE)

    assert office.posts(ANA) == office.posts(BEN) == office.posts(ALERTS) == []
    assert house.heard() == [(ANA, HOME, acme)]
    assert on_home(house, ANA) == [(acme, "owner", "")]
    assert house.messages(kind="home", state="shown") == house.messages()


def test_the_lead_is_told_of_what_lies_untouched_on_a_home(office: PostOffice) -> None:
    house = office.house
    choose(house, ANA, Frequency.HOME)
    acme = house.account("Acme", silent_days=14)
    house.settle(acme)

    for day in range(7):
        office.tick(TUESDAY + day * DAY + timedelta(hours=2))

    assert office.posts(ANA) == []
    [told] = office.posts(BEN)
    assert "nobody acted for 3 working days and you lead Ana" in str(told.blocks)
    assert "Ana hears of these on their Home alone" in str(told.blocks)


def test_a_change_holds_at_once_for_what_waits_and_back_again(house: House) -> None:
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    house.settle(acme)
    assert house.heard() == [(ANA, TODAY, acme)]

    choose(house, ANA, Frequency.HOME)
    assert house.heard() == [(ANA, HOME, acme)]
    choose(house, ANA, Frequency.NEVER)
    assert house.heard() == [(CLEO, TOMORROW, acme)]
    choose(house, ANA, Frequency.HOME)
    assert house.heard() == [(ANA, HOME, acme)]
    choose(house, ANA, None)
    assert house.heard() == [(ANA, TODAY, acme)]


def test_a_choice_of_one_rule_holds_for_its_nudges_alone(house: House) -> None:
    acme = house.account("Acme", silent_days=11)
    house.settle(acme)

    preferences.set_frequencies(house.store, Deed(TEAM, ANA, TUESDAY), ANA, {}, {"quiet": Frequency.HOME})
    assert house.heard() == [(ANA, TODAY, acme)]
    house.change(Nudge, (TEAM, house.nudge(acme).id), rule="quiet")
    preferences.set_frequencies(house.store, Deed(TEAM, ANA, TUESDAY), ANA, {}, {"senior": Frequency.NEVER})
    assert house.heard() == [(ANA, HOME, acme)]


def test_what_a_lead_or_a_backup_hears_on_their_home_stands_there_with_its_reason(house: House) -> None:
    choose(house, BEN, Frequency.HOME, Event.LEAD)
    choose(house, CLEO, Frequency.HOME)
    away(house, ANA, date(2026, 5, 11), date(2026, 5, 22))
    acme = house.account("Acme", silent_days=25, backup_id=CLEO)
    house.settle(acme)

    assert on_home(house, BEN) == [(acme, "lead", "it is critical and you lead Ana")]
    assert on_home(house, CLEO) == [(acme, "backup", "Ana is away until 22 May")]
    assert {message.recipient for message in house.messages(state="ready")} == {ALERTS}


@pytest.mark.parametrize(
    ("gone", "because"),
    [
        ({"away_from": date(2026, 5, 13), "away_until": date(2026, 5, 22)}, "Ana is away until 22 May"),
        ({"deactivated_at": TUESDAY}, "Ana is no longer here"),
    ],
)
def test_what_stands_on_the_home_of_somebody_who_goes_away_or_left_goes_to_whoever_stands_in(
    house: House, gone: dict[str, Any], because: str
) -> None:
    choose(house, ANA, Frequency.HOME)
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    house.settle(acme)
    night(house, TUESDAY)
    assert house.heard() == [(ANA, HOME, acme)]

    house.change(Person, (TEAM, ANA), **gone)
    night(house, TUESDAY + timedelta(hours=12))
    assert (CLEO, TOMORROW, acme) in house.heard()
    assert [link.because for link in house.rows(MessageNudge)] == [because]


def test_what_is_closed_is_taken_off_homes_at_night(house: House) -> None:
    choose(house, ANA, Frequency.HOME)
    acme, globex = house.account("Acme", silent_days=11), house.account("Globex", silent_days=11)
    house.settle(acme, globex)
    house.touch(acme, TUESDAY + MINUTE)
    assert len(house.rows(MessageNudge)) == 2

    night(house, TUESDAY + DAY)

    assert house.heard() == [(ANA, HOME, globex)]


def test_once_somebody_took_it_or_it_is_answered_it_waits_on_no_other_home(house: House) -> None:
    choose(house, BEN, Frequency.HOME, Event.LEAD)
    choose(house, CLEO, Frequency.HOME)
    away(house, ANA, date(2026, 5, 11), date(2026, 5, 22))
    acme = house.account("Acme", silent_days=25, backup_id=CLEO)
    house.settle(acme)

    house.change(Nudge, (TEAM, house.nudge(acme).id), taken_by=CLEO, taken_at=TUESDAY)
    assert on_home(house, BEN) == [(acme, "lead", "it is critical and you lead Ana")]
    house.change(Nudge, (TEAM, house.nudge(acme).id), taken_by=BEN, taken_at=TUESDAY)
    assert on_home(house, CLEO) == []
    house.touch(acme, TUESDAY + MINUTE)
    assert on_home(house, BEN) == []


def test_whose_home_it_stands_on_has_it_brought_up_to_date(house: House) -> None:
    choose(house, BEN, Frequency.HOME, Event.LEAD)
    with house.store.write() as session:
        homes.keep(session, TEAM, BEN, place="mine:1", is_wide=False, opened_at=TUESDAY, shown="")
    acme = house.account("Acme", silent_days=25)

    house.settle(acme)
    marked = len(house.rows(HomeMark, person_id=BEN))
    assert marked
    house.touch(acme, TUESDAY + MINUTE)
    assert len(house.rows(HomeMark, person_id=BEN)) > marked


def test_who_passes_something_on_learns_that_it_stands_on_a_home(house: House) -> None:
    choose(house, ANA, Frequency.HOME)
    acme = house.account("Acme", silent_days=15)
    house.settle(acme)

    with house.store.read() as session:
        told = outbox.hearings(session, TEAM, house.nudge(acme).id)
    assert [(who, at is None) for who, at in told] == [(ANA, True), (ALERTS, False)]


def test_who_is_to_see_to_it_is_told_of_before_a_lead_on_whose_home_it_stands_longer(house: House) -> None:
    choose(house, BEN, Frequency.HOME, Event.LEAD)
    acme = house.account("Acme", silent_days=25)
    house.settle(acme)

    with house.store.read() as session:
        told = outbox.hearings(session, TEAM, house.nudge(acme).id)
    assert [(who, at is None) for who, at in told][:2] == [(ANA, False), (BEN, True)]
