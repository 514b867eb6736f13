"""What somebody asked for holds for what waits already."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from bot.nudges.sweep import sweep
from bot.preferences import CHOICES, Event, Frequency
from bot.work import channels, preferences, settings
from bot.work.deed import Deed
from storage import outbox
from storage.tables import Message, MessageNudge, Nudge, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, CHRIS, CLEO, SHARED, TEAM, TUESDAY, House, build
from tests.work.scene import fresh

TODAY, TOMORROW, MONDAY = "daily:2026-05-12", "daily:2026-05-13", "daily:2026-05-18"
DEED, NOBODY_S = Deed(TEAM, ANA, TUESDAY), Deed(TEAM, None, TUESDAY)
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


def test_what_waits_for_a_channel_is_taken_off_when_the_channel_wants_it_no_more_and_comes_back(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.settle(acme)
    for_both = sorted([(ALERTS, "nudge:N:due", acme), (ANA, TODAY, acme)])
    assert house.heard() == for_both

    for chosen, heard in (("critical", [(ANA, TODAY, acme)]), (None, for_both)):
        channels.choose(house.store, NOBODY_S, ALERTS, {"hears": chosen})
        while sweep(house.store, TUESDAY, house.rules):
            pass
        assert house.heard() == heard


def test_what_waits_for_a_channel_that_is_given_up_is_not_said_there(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.settle(acme)
    assert house.heard() == sorted([(ALERTS, "nudge:N:due", acme), (ANA, TODAY, acme)])

    settings.set_alert_channel(house.store, NOBODY_S, SHARED)
    assert house.heard() == sorted([(SHARED, "nudge:N:due", acme), (ANA, TODAY, acme)])

    settings.set_alert_channel(house.store, NOBODY_S, None)
    assert house.heard() == [(ANA, TODAY, acme)]


def test_a_channel_that_is_chosen_hears_at_the_next_tick_what_is_due(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.change(Workspace, TEAM, alert_channel_id=None)
    house.settle(acme)
    assert house.heard() == [(ANA, TODAY, acme)]

    settings.set_alert_channel(house.store, NOBODY_S, ALERTS)
    sweep(house.store, TUESDAY, house.rules)

    assert house.heard() == sorted([(ALERTS, "nudge:N:due", acme), (ANA, TODAY, acme)])


def test_what_is_being_sent_is_left_to_whoever_sends_it(house: House) -> None:
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    house.settle(acme)
    [message] = house.messages()
    soon = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
    house.change(Message, (TEAM, message.id), leased_by="me", leased_until=soon)

    preferences.set_hour(house.store, DEED, ANA, 7)

    assert house.heard() == [(ANA, TODAY, acme)]


wishes = st.one_of(
    st.tuples(st.just("hour"), st.sampled_from([None, 0, 7, 16, 23])),
    st.tuples(st.just("mute"), st.sampled_from([None, date(2026, 5, 12), UNTIL, date(2026, 6, 9)])),
    *(st.tuples(st.just(event.value), st.sampled_from(CHOICES[event])) for event in (Event.NUDGES, Event.LEAD)),
)


def wish(house: House, person_id: str, what: str, wanted: object) -> None:
    if what == "hour":
        preferences.set_hour(house.store, NOBODY_S, person_id, wanted)  # type: ignore[arg-type]
    elif what == "mute":
        preferences.mute(house.store, NOBODY_S, person_id, wanted)  # type: ignore[arg-type]
    else:
        preferences.set_frequencies(house.store, NOBODY_S, person_id, {Event(what): wanted})  # type: ignore[dict-item]


@tried(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wished=st.lists(st.tuples(st.sampled_from([ANA, BEN, CLEO, CHRIS]), wishes), min_size=1, max_size=6),
    has_channel=st.booleans(),
)
def test_whatever_people_wish_for_every_open_nudge_is_said_or_about_to_be(
    sqlite_template: Path, wished: list[tuple[str, tuple[str, object]]], has_channel: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(fresh(Path(folder), sqlite_template)) as store:
        house = build(store)
        house.change(Workspace, TEAM, alert_channel_id=ALERTS if has_channel else None)
        ids = [house.account(f"Client {days}", silent_days=days, backup_id=CLEO) for days in (11, 15, 30)]
        house.settle(*ids)
        for person_id, (what, wanted) in wished:
            wish(house, person_id, what, wanted)
            hung = {link.nudge_id for link in house.rows(MessageNudge) if is_alive(house, link.message_id)}
            assert hung == {nudge.id for nudge in house.rows(Nudge)}
        house.settle(*ids, now=TUESDAY + timedelta(hours=1))
        assert {account for _, _, account in house.heard()} == set(ids)


def is_alive(house: House, message_id: str) -> bool:
    [message] = house.rows(Message, id=message_id)
    return message.state in outbox.TO_HEAR
