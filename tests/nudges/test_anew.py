"""What somebody asked for holds for what waits already."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.preferences import Event, Frequency
from bot.work import preferences
from bot.work.deed import Deed
from storage.tables import Message, MessageNudge
from tests.nudges.house import ALERTS, ANA, BEN, CLEO, TEAM, TUESDAY, House

TODAY, TOMORROW, MONDAY = "daily:2026-05-12", "daily:2026-05-13", "daily:2026-05-18"
DEED = Deed(TEAM, ANA, TUESDAY)
UNTIL = date(2026, 5, 15)


def test_what_waits_for_somebody_who_wants_quiet_goes_to_the_backup_at_once_and_comes_back(house: House) -> None:
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    globex = house.account("Globex", silent_days=11)
    house.settle(acme, globex)

    preferences.mute(house.store, DEED, ANA, UNTIL)
    assert house.heard() == sorted([(CLEO, TOMORROW, acme), (BEN, TODAY, globex)])
    assert {hung.because for hung in house.rows(MessageNudge)} == {"Ana asked for quiet until 15 May"}

    preferences.mute(house.store, DEED, ANA, None)
    assert house.heard() == sorted([(ANA, TODAY, acme), (ANA, TODAY, globex)])


def test_what_was_said_already_is_not_said_again_to_whoever_stands_in(house: House) -> None:
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    house.settle(acme)
    [message] = house.messages()
    house.change(Message, (TEAM, message.id), state="sent", ts="1", sent_at=TUESDAY)

    preferences.set_frequencies(house.store, DEED, ANA, {Event.NUDGES: Frequency.WEEKLY})

    assert house.heard() == [(ANA, TODAY, acme)]


def test_another_hour_holds_for_the_next_message(house: House) -> None:
    acme = house.account("Acme", silent_days=11)
    house.settle(acme)

    preferences.set_hour(house.store, DEED, ANA, 16)
    assert [m.not_before for m in house.messages(state="ready")] == [datetime(2026, 5, 12, 15, 0, tzinfo=UTC)]

    preferences.set_hour(house.store, DEED, ANA, None)
    assert [m.not_before for m in house.messages(state="ready")] == [datetime(2026, 5, 12, 8, 0, tzinfo=UTC)]


def test_what_comes_weekly_waits_for_monday_and_channels_hear_it_as_ever(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.settle(acme)

    preferences.set_frequencies(house.store, DEED, ANA, {Event.NUDGES: Frequency.WEEKLY})
    assert house.heard() == sorted([(ALERTS, "nudge:N:due", acme), (ANA, MONDAY, acme)])

    preferences.set_frequencies(house.store, DEED, ANA, {Event.NUDGES: None})
    assert house.heard() == sorted([(ALERTS, "nudge:N:due", acme), (ANA, TODAY, acme)])


def test_what_is_being_sent_is_left_to_whoever_sends_it(house: House) -> None:
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    house.settle(acme)
    [message] = house.messages()
    soon = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
    house.change(Message, (TEAM, message.id), leased_by="me", leased_until=soon)

    preferences.set_hour(house.store, DEED, ANA, 7)

    assert house.heard() == [(ANA, TODAY, acme)]
