"""What a change of somebody's own settings means."""

from __future__ import annotations

from dataclasses import replace as with_fields
from datetime import date, datetime
from typing import Any

from bot.gather import policy_of
from bot.lately.figures import Figure, Mine, Month
from bot.lately.mine import Own, mine
from bot.preferences import Event, Frequency, Preferences
from storage.tables import Message, Person, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, CLEO, TEAM, TUESDAY, House

NUDGES = Event.NUDGES


def told(house: House, preferences: Preferences | None = None, **columns: Any) -> Mine:
    """What it means for Ana."""
    with house.store.read() as session:
        before, workspace = session.get(Person, (TEAM, ANA)), session.get(Workspace, TEAM)
        assert before is not None
        assert workspace is not None
        kept = preferences.to_json() if preferences else before.preferences
        after = Person(**{**before.model_dump(), "preferences": kept, **columns})
        return mine(session, Own(workspace, policy_of(workspace), before, after, TUESDAY))


def two(house: House) -> None:
    """Acme, for which Cleo stands in, and Globex, for which only Ben can."""
    house.settle(house.account("Acme", silent_days=11, backup_id=CLEO), house.account("Globex", silent_days=11))


def sent(house: House, at: datetime) -> None:
    """What waits for Ana was sent at a moment."""
    for message in house.messages(recipient=ANA):
        house.change(Message, (TEAM, message.id), state="sent", ts="1", sent_at=at, not_before=at)


def test_who_is_left_in_peace_is_told_who_hears_what_is_open(house: House) -> None:
    two(house)
    quiet = told(house, Preferences(muted_until=date(2026, 5, 15)))
    assert (quiet.open, quiet.others) == (2, {CLEO: 1, BEN: 1})
    later = told(house, away_from=date(2026, 6, 1), away_until=date(2026, 6, 12))
    assert (later.open, later.others) == (2, {CLEO: 1, BEN: 1})


def test_who_hears_it_anyway_does_not_stand_in_where_somebody_does(house: House) -> None:
    house.settle(house.account("Acme", silent_days=15, backup_id=CLEO))
    assert {message.recipient for message in house.messages()} == {ANA, ALERTS}
    assert told(house, Preferences(muted_until=date(2026, 5, 15))).others == {CLEO: 1}


def test_an_absence_that_is_over_before_the_next_message_changes_nothing(house: House) -> None:
    two(house)
    found = told(house, away_from=date(2026, 5, 9), away_until=date(2026, 5, 10))
    assert (found.open, dict(found.others), found.moved) == (2, {}, 0)


def test_what_was_heard_in_a_month_is_told_as_it_would_have_been(house: House) -> None:
    two(house)
    sent(house, TUESDAY)

    never = told(house, Preferences(frequencies={NUDGES: Frequency.NEVER}))
    assert never.got == Month(messages=1, cards=2)
    assert never.would == Month(others={CLEO: 1, BEN: 1})
    home = told(house, Preferences(rules={"silence": Frequency.HOME}))
    assert home.would == Month(home=2)
    weekly = told(house, Preferences(frequencies={NUDGES: Frequency.WEEKLY}))
    assert weekly.would == Month(messages=1, cards=2)
    assert dict(weekly.others) == {}


def test_what_was_declined_comes_back_from_those_who_stood_in(house: House) -> None:
    house.change(Person, (TEAM, ANA), preferences=Preferences(frequencies={NUDGES: Frequency.NEVER}).to_json())
    two(house)
    found = told(house, Preferences(frequencies={NUDGES: Frequency.WEEKLY}))
    assert (found.open, found.more, found.got) == (0, 2, Month())


def test_the_next_message_comes_at_the_hour_and_on_the_day_that_are_chosen(house: House) -> None:
    was, will = told(house, Preferences(daily_hour=8)).coming
    assert (f"{was:%a %H}", f"{will:%a %H}") == ("Tue 09", "Wed 08")
    was, will = told(house, working_days=[3]).coming
    assert (f"{was:%a %H}", f"{will:%a %H}") == ("Tue 09", "Thu 09")


def test_a_message_that_was_said_today_does_not_come_again(house: House) -> None:
    two(house)
    sent(house, TUESDAY)
    was, will = told(house, Preferences(daily_hour=16)).coming
    assert (f"{was:%a %H}", f"{will:%a %H}") == ("Wed 09", "Wed 16")


def test_who_hears_of_their_accounts_on_their_home_alone_has_no_next_message(house: House) -> None:
    on_home = Preferences(daily_hour=8, frequencies={NUDGES: Frequency.HOME})
    was, will = told(house, on_home).coming
    assert (was is not None, will) == (True, None)
    assert told(house, with_fields(on_home, frequencies={NUDGES: Frequency.NEVER})).coming[1] is None
    will = told(house, with_fields(on_home, rules={"quiet": Frequency.WEEKLY})).coming[1]
    assert f"{will:%a %H}" == "Mon 08"


def test_messages_on_days_that_are_no_longer_worked_are_counted(house: House) -> None:
    two(house)
    sent(house, TUESDAY)
    assert told(house, working_days=[0, 2]).off_days == 1
    assert told(house, working_days=[1]).off_days == 0


def test_digests_are_those_that_came_or_would_have_come(house: House) -> None:
    row: dict[str, Any] = {"team_id": TEAM, "kind": "digest", "recipient": ANA, "state": "sent", "created_at": TUESDAY}
    for slot in ("digest:2026-W19", "digest:2026-W20", "report:2026-05"):
        house.add(Message(**row, slot=slot, not_before=TUESDAY, sent_at=TUESDAY))

    monthly = told(house, Preferences(frequencies={Event.DIGEST: Frequency.MONTHLY}))
    assert monthly.digests == Figure(before=3, after=1)


def test_another_lead_hears_what_the_one_until_now_would_have_heard(house: House) -> None:
    house.settle(house.account("Acme", silent_days=25))
    found = told(house, lead_id=CLEO)
    assert (found.open, found.moved) == (1, 1)
    assert dict(found.others) == {}
    assert with_fields(found, moved=0) == with_fields(told(house), moved=0)
    assert ALERTS not in found.others
