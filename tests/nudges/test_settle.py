from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.policy import Level
from storage import nudges
from storage.tables import Account, Clock, Message, MessageNudge, Nudge, Person, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, CHRIS, CLEO, DAY, TEAM, TUESDAY, House, away, link

TODAY, TOMORROW = "daily:2026-05-12", "daily:2026-05-13"


def test_an_account_that_is_calm_rings_at_its_next_level(house: House) -> None:
    acme = house.account("Acme", silent_days=3)

    [move] = house.settle(acme)

    assert (move.level_after, move.opened_nudge) == (None, None)
    assert house.clock(acme).rings_at == TUESDAY + 7 * DAY
    assert house.messages() == []


def test_an_early_nudge_is_heard_by_the_owner_alone_in_their_next_morning(house: House) -> None:
    acme = house.account("Acme", silent_days=11)

    [move] = house.settle(acme)

    assert move.opened_nudge == house.nudge(acme).id
    assert house.heard() == [(ANA, TODAY, acme)]
    [message] = house.messages()
    assert message.not_before == datetime(2026, 5, 12, 8, 0, tzinfo=UTC)


def test_a_due_nudge_is_heard_in_the_alert_channel_too(house: House) -> None:
    acme = house.account("Acme", silent_days=15)

    house.settle(acme)

    assert house.heard() == sorted([(ANA, TODAY, acme), (ALERTS, "nudge:N:due", acme)])


def test_an_account_with_a_channel_of_its_own_is_spoken_of_there(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.add(link(acme, "C5ACME"))

    house.settle(acme)

    assert ("C5ACME", "nudge:N:due", acme) in house.heard()
    assert not any(recipient == ALERTS for recipient, _, _ in house.heard())


def test_a_critical_nudge_is_heard_by_the_lead_too(house: House) -> None:
    acme = house.account("Acme", silent_days=30)

    house.settle(acme)

    assert [recipient for recipient, _, _ in house.heard()] == sorted([ANA, BEN, ALERTS])
    [hearing] = house.rows(MessageNudge, heard_as="lead")
    assert hearing.because == "it is critical and you lead Ana"


def test_settling_twice_changes_nothing(house: House) -> None:
    acme, globex = house.account("Acme", silent_days=15), house.account("Globex", silent_days=30)
    house.settle(acme, globex)
    tables = (Clock, Nudge, Message, MessageNudge)
    before = [[row.model_dump() for row in house.rows(table)] for table in tables]

    moves = house.settle(acme, globex)

    assert [[row.model_dump() for row in house.rows(table)] for table in tables] == before
    assert all(move.opened_nudge is None and not move.closed_nudges for move in moves)


def test_everything_of_one_owner_goes_into_one_message_a_day(house: House) -> None:
    ids = [house.account(f"Client {n}", silent_days=11) for n in range(20)]

    house.settle(*ids)

    assert len(house.messages(recipient=ANA)) == 1
    assert len(house.rows(MessageNudge)) == 20


def test_a_nudge_that_gets_worse_is_said_again_once(house: House) -> None:
    acme = house.account("Acme", silent_days=11)
    house.settle(acme)
    [first] = house.messages()
    house.change(Message, (TEAM, first.id), state="sent", ts="1", sent_at=TUESDAY)

    later = TUESDAY + 4 * DAY  # Saturday
    house.settle(acme, now=later)
    house.settle(acme, now=later)

    nudge = house.nudge(acme)
    assert (nudge.level, nudge.episode, nudge.raised_at) == ("due", 1, later)
    again = [(ANA, "daily:2026-05-18", acme), (ALERTS, "nudge:N:due", acme)]
    assert house.heard() == sorted([(ANA, TODAY, acme), *again])


def test_a_nudge_that_gets_worse_before_it_was_said_is_said_once_at_its_new_level(house: House) -> None:
    acme = house.account("Acme", silent_days=13)
    house.settle(acme)

    house.settle(acme, now=TUESDAY + DAY)

    assert house.heard() == sorted([(ANA, TODAY, acme), (ALERTS, "nudge:N:due", acme)])
    assert {hung.level for hung in house.rows(MessageNudge)} == {"due"}


def test_a_touch_closes_the_nudge_and_says_who_spoke_and_when(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.settle(acme)
    for message in house.messages():
        house.change(Message, (TEAM, message.id), state="sent", ts="1", sent_at=TUESDAY)

    [move] = house.touch(acme, TUESDAY + timedelta(hours=3))

    nudge = house.nudge(acme)
    assert nudge.closed_why == "spoken to on 12 May, by Ana"
    assert nudge.closed_by == ANA
    assert nudge.touch_id is not None
    assert move.closed_nudges == (nudge.id,)
    assert (move.level_before, move.level_after) == (Level.DUE, None)
    assert {message.revise_at for message in house.messages()} == {TUESDAY + timedelta(hours=3)}


def test_a_back_dated_touch_never_moves_a_clock_backwards(house: House) -> None:
    acme = house.account("Acme", silent_days=3)
    house.settle(acme)
    before = house.clock(acme).rings_at

    [move] = house.touch(acme, TUESDAY - 40 * DAY, now=TUESDAY)

    assert house.clock(acme).rings_at == before == move.rings_after


def test_a_back_dated_touch_that_leaves_it_due_does_not_silence_the_warning(house: House) -> None:
    acme = house.account("Acme", silent_days=30)
    house.settle(acme)
    for message in house.messages():
        house.change(Message, (TEAM, message.id), state="sent", ts="1", sent_at=TUESDAY)

    [move] = house.touch(acme, TUESDAY - 16 * DAY, now=TUESDAY)

    nudge = house.nudge(acme)
    assert move.closed_nudges == ()
    assert (nudge.closed_at, nudge.level, nudge.reason) == (None, "due", "Silent for 16 days.")
    assert {message.revise_at for message in house.messages()} == {TUESDAY}


def test_a_new_silence_after_a_touch_is_a_new_episode(house: House) -> None:
    acme = house.account("Acme", silent_days=11)
    house.settle(acme)
    house.touch(acme, TUESDAY)

    house.settle(acme, now=TUESDAY + 10 * DAY)

    assert [(n.episode, n.closed_at is None) for n in sorted(house.rows(Nudge), key=lambda n: n.episode)] == [
        (1, False),
        (2, True),
    ]


def test_a_clock_that_vanishes_closes_its_nudge_and_goes(house: House) -> None:
    acme = house.account("Acme", silent_days=11)
    house.settle(acme)

    house.rules = {}
    [move] = house.settle(acme)

    assert house.nudge(acme).closed_why == "no longer applies"
    assert (move.level_after, move.rings_after) == (None, None)
    assert house.rows(Clock) == []


def test_a_clock_that_comes_again_goes_on_counting_its_episodes(house: House) -> None:
    acme, rules = house.account("Acme", silent_days=11), house.rules
    house.settle(acme)
    house.rules = {}
    house.settle(acme)

    house.rules = rules
    house.settle(acme)

    assert sorted(nudge.episode for nudge in house.rows(Nudge)) == [1, 2]


def test_a_nudge_that_nobody_touched_for_three_working_days_is_heard_by_the_lead(house: House) -> None:
    acme = house.account("Acme", silent_days=14)
    house.settle(acme)
    friday = datetime(2026, 5, 14, 23, 0, tzinfo=UTC)  # the start of Friday in Lisbon
    assert house.clock(acme).rings_at == friday

    house.settle(acme, now=friday)

    assert (BEN, "daily:2026-05-15", acme) in house.heard()
    [hearing] = house.rows(MessageNudge, heard_as="lead")
    assert hearing.because == "nobody acted for 3 working days and you lead Ana"
    assert house.clock(acme).rings_at == TUESDAY + 7 * DAY


def test_an_early_nudge_stays_with_the_owner_however_long_it_lies(house: House) -> None:
    acme = house.account("Acme", silent_days=10)

    house.settle(acme)
    house.settle(acme, now=TUESDAY + 3.9 * DAY)

    assert house.heard() == [(ANA, TODAY, acme)]


def test_an_attempt_is_an_act_and_starts_the_wait_for_the_lead_anew(house: House) -> None:
    acme = house.account("Acme", silent_days=14)
    house.settle(acme)

    house.touch(acme, TUESDAY + DAY, direction="to-client", counts=False)

    assert house.clock(acme).rings_at == datetime(2026, 5, 17, 23, 0, tzinfo=UTC)  # the start of Monday in Lisbon


def test_a_nudge_that_somebody_took_is_theirs_and_is_not_escalated(house: House) -> None:
    acme = house.account("Acme", silent_days=10)
    house.settle(acme)
    with house.store.write() as session:
        nudge = nudges.get(session, TEAM, house.nudge(acme).id)
        assert nudge
        nudges.take(nudge, CLEO, TUESDAY)

    house.settle(acme)
    assert house.heard() == []
    assert house.clock(acme).rings_at == TUESDAY + 4 * DAY

    house.settle(acme, now=TUESDAY + 4 * DAY)
    assert (CLEO, "daily:2026-05-18", acme) in house.heard()
    assert not any(recipient == ANA for recipient, _, _ in house.heard())


def test_a_snoozed_clock_is_silent_until_its_snooze_ends_and_then_speaks_anew(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.settle(acme)
    until = TUESDAY + 7 * DAY
    house.snooze(acme, until)

    house.settle(acme, by=ANA)
    house.settle(acme, now=TUESDAY + DAY)
    assert house.nudge(acme).closed_why == "snoozed until 19 May, by Ana"
    assert house.clock(acme).rings_at == until

    house.settle(acme, now=until)
    assert (house.nudge(acme).episode, house.nudge(acme).level) == (2, "critical")
    assert (house.clock(acme).snoozes, house.clock(acme).snoozed_until) == (1, None)


def test_a_touch_ends_the_row_of_snoozes(house: House) -> None:
    acme = house.account("Acme", silent_days=15)
    house.settle(acme)
    house.snooze(acme, TUESDAY + 3 * DAY)

    house.touch(acme, TUESDAY)

    assert house.clock(acme).snoozes == 0


def test_the_backup_hears_it_while_the_owner_is_away_and_is_told_why(house: House) -> None:
    acme = house.account("Acme", silent_days=11, backup_id=CLEO)
    away(house, ANA, date(2026, 5, 11), date(2026, 5, 15))

    house.settle(acme)

    assert house.heard() == [(CLEO, TOMORROW, acme)]
    [hearing] = house.rows(MessageNudge)
    assert (hearing.heard_as, hearing.because) == ("backup", "Ana is away until 15 May")


def test_a_new_owner_hears_in_the_old_ones_place_what_was_not_said_yet(house: House) -> None:
    acme = house.account("Acme", silent_days=11)
    house.settle(acme)

    house.change(Account, (TEAM, acme), owner_id=CLEO)
    house.settle(acme, by=BEN)

    assert house.heard() == [(CLEO, TOMORROW, acme)]


def test_without_owner_backup_and_lead_the_alert_channel_hears_it(house: House) -> None:
    acme = house.account("Acme", silent_days=11, owner_id=None)

    house.settle(acme)

    assert house.heard() == [(ALERTS, "nudge:N:early", acme)]
    assert [hung.because for hung in house.rows(MessageNudge)] == ["it has no owner"]


def test_without_anybody_and_any_channel_the_admins_hear_it(house: House) -> None:
    acme = house.account("Acme", silent_days=11, owner_id=None)
    house.change(Workspace, TEAM, alert_channel_id=None)

    house.settle(acme)

    assert house.heard() == [(CHRIS, TODAY, acme)]


def test_what_nobody_can_hear_is_kept_until_somebody_can(house: House) -> None:
    acme = house.account("Acme", silent_days=11, owner_id=None)
    house.change(Workspace, TEAM, alert_channel_id=None)
    house.change(Person, (TEAM, CHRIS), deactivated_at=TUESDAY)
    house.settle(acme)
    assert house.heard() == [("", "kept:N", acme)]

    house.change(Workspace, TEAM, alert_channel_id=ALERTS)
    house.settle(acme)
    assert house.heard() == [(ALERTS, "nudge:N:early", acme)]
