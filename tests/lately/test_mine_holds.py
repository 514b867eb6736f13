"""What a preview of one's own settings says is so once the change is made and the next tick was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.gather import policy_of
from bot.lately.figures import Mine
from bot.lately.mine import Own, mine
from bot.nudges.sweep import sweep
from bot.preferences import Event, Frequency, Preferences
from bot.work import preferences, settings
from bot.work.deed import Deed
from storage.engine import Store
from storage.tables import Message, Person, Workspace
from tests.nudges.house import ANA, BEN, CLEO, TEAM, TUESDAY, House

TODAY = "daily:2026-05-12"
UNTIL = date(2026, 5, 15)
NOBODY_S = Deed(TEAM, None, TUESDAY)

Do = Callable[[Store], Any]


def person_of(house: House, id_: str) -> Person:
    with house.store.read() as session:
        person = session.get(Person, (TEAM, id_))
        assert person is not None
        return Person(**person.model_dump())


def made(house: House, person_id: str, do: Do) -> Mine:
    """Make a change; what was said of it before."""
    before = person_of(house, person_id)
    with house.store.trial() as store:
        do(store)
        after = person_of(House(store, house.rules), person_id)
    with house.store.read() as session:
        workspace = session.get(Workspace, TEAM)
        assert workspace is not None
        told = mine(session, Own(workspace, policy_of(workspace), before, after, TUESDAY))
    do(house.store)
    return told


def tick(house: House, now: datetime = TUESDAY) -> None:
    while sweep(house.store, now, house.rules):
        pass


def say_all(house: House) -> None:
    """What waits is sent."""
    for message in house.messages(state="ready"):
        house.change(Message, (TEAM, message.id), state="sent", ts="1", sent_at=TUESDAY, not_before=TUESDAY)


def two_heard(house: House) -> tuple[str, str]:
    """Acme, for which Cleo stands in, and Globex, for which only Ben can: Ana heard of both."""
    found = house.account("Acme", silent_days=11, backup_id=CLEO), house.account("Globex", silent_days=11)
    house.settle(*found)
    say_all(house)
    return found


def hearers(house: House) -> set[str]:
    return {who for who, _, _ in house.heard()}


def test_what_was_heard_by_who_asks_for_quiet_goes_to_others(house: House) -> None:
    acme, globex = two_heard(house)

    told = made(house, ANA, lambda store: preferences.mute(store, NOBODY_S, ANA, UNTIL))
    tick(house)

    assert (told.open, told.others) == (2, {CLEO: 1, BEN: 1})
    assert {(CLEO, acme), (BEN, globex)} <= {(who, account) for who, _, account in house.heard()}


def test_what_was_heard_by_who_is_away_from_today_on_goes_to_others(house: House) -> None:
    acme, globex = two_heard(house)

    told = made(house, ANA, lambda store: settings.set_away(store, NOBODY_S, ANA, TUESDAY.date(), UNTIL))
    tick(house)

    assert told.others == {CLEO: 1, BEN: 1}
    assert {(CLEO, acme), (BEN, globex)} <= {(who, account) for who, _, account in house.heard()}


def test_what_was_heard_by_who_will_be_away_goes_to_others_on_the_day_they_leave(house: House) -> None:
    two_heard(house)
    leaves = date(2026, 5, 13)

    told = made(house, ANA, lambda store: settings.set_away(store, NOBODY_S, ANA, leaves, UNTIL))
    tick(house)
    assert hearers(house) == {ANA}

    tick(house, datetime.fromisoformat("2026-05-13T00:00+01:00"))
    assert told.others == {CLEO: 1, BEN: 1}
    assert hearers(house) == {ANA, CLEO, BEN}


def test_a_lead_who_wants_to_hear_again_hears_what_is_critical(house: House) -> None:
    never = Preferences(frequencies={Event.LEAD: Frequency.NEVER})
    house.change(Person, (TEAM, BEN), preferences=never.to_json())
    acme = house.account("Acme", silent_days=25)
    house.settle(acme)
    say_all(house)
    assert BEN not in hearers(house)

    weekly = {Event.LEAD: Frequency.WEEKLY}
    told = made(house, BEN, lambda store: preferences.set_frequencies(store, NOBODY_S, BEN, weekly))
    tick(house)

    assert told.more == 1
    assert (BEN, "daily:2026-05-18", acme) in house.heard()


def test_what_was_said_to_somebody_before_is_not_promised_to_them_again(house: House) -> None:
    acme = house.account("Acme", silent_days=25)
    house.settle(acme)
    say_all(house)
    never = Preferences(frequencies={Event.LEAD: Frequency.NEVER})
    house.change(Person, (TEAM, BEN), preferences=never.to_json())

    weekly = {Event.LEAD: Frequency.WEEKLY}
    told = made(house, BEN, lambda store: preferences.set_frequencies(store, NOBODY_S, BEN, weekly))
    tick(house)

    assert told.more == 0
    assert [slot for who, slot, _ in house.heard() if who == BEN] == [TODAY]


def test_another_lead_is_told_and_it_goes_off_the_home_of_the_one_until_now(house: House) -> None:
    on_home = Preferences(frequencies={Event.LEAD: Frequency.HOME})
    house.change(Person, (TEAM, BEN), preferences=on_home.to_json())
    acme = house.account("Acme", silent_days=25)
    house.settle(acme)
    assert (BEN, "home", acme) in house.heard()

    told = made(house, ANA, lambda store: settings.set_lead(store, NOBODY_S, ANA, CLEO))
    tick(house)

    assert told.moved == 1
    assert BEN not in hearers(house)
    assert CLEO in hearers(house)
