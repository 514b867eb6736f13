from __future__ import annotations

from datetime import timedelta

import pytest

from bot.nudges.circuit import FIRST_REST, LONGEST_REST, MOST_FAILURES, Circuit
from bot.nudges.slack import Fate, Trouble
from storage import outbox
from tests.nudges.house import ANA, MORNING, TEAM, TUESDAY
from tests.nudges.post import PostOffice

OTHER = "T0OTHER"


def broken() -> Circuit:
    circuit = Circuit()
    for _ in range(MOST_FAILURES):
        circuit.check(TEAM, MORNING)
        circuit.failed(TEAM, MORNING)
    return circuit


def test_after_some_failures_in_a_row_a_workspace_rests_and_no_other() -> None:
    circuit = broken()

    assert circuit.resting(MORNING) == [TEAM]
    with pytest.raises(Trouble) as met:
        circuit.check(TEAM, MORNING + timedelta(seconds=10))
    assert (met.value.fate, met.value.wait) == (Fate.LIMITED, FIRST_REST - timedelta(seconds=10))
    circuit.check(OTHER, MORNING)


def test_failures_with_an_answer_between_them_are_no_reason_to_rest() -> None:
    circuit = Circuit()
    for _ in range(3 * MOST_FAILURES):
        circuit.failed(TEAM, MORNING)
        circuit.well(TEAM)

    assert circuit.resting(MORNING) == []


def test_each_rest_is_twice_as_long_until_one_gets_through() -> None:
    circuit, now, rests = broken(), MORNING, []
    for _ in range(8):
        with pytest.raises(Trouble) as met:
            circuit.check(TEAM, now)
        rests.append(met.value.wait)
        now += met.value.wait
        circuit.check(TEAM, now)
        circuit.failed(TEAM, now)

    assert rests[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert rests[-1] == LONGEST_REST
    circuit.well(TEAM)
    circuit.check(TEAM, now)
    circuit.failed(TEAM, now)
    assert circuit.resting(now) == []


def test_while_slack_is_out_a_few_try_the_way_and_all_is_said_when_it_is_back(quick_office: PostOffice) -> None:
    many = [f"C1ROOM{n}" for n in range(30)]
    for channel in many:
        quick_office.slack.world.channels[channel] = type(quick_office.slack.world.channels["C0HEALTH"])(
            channel, channel.lower(), {"U0TEND"}
        )
    with quick_office.house.store.write() as session:
        for channel in many:
            outbox.notify(session, TEAM, channel, "word", {"about": "say", "text": "A word."}, TUESDAY)
    quick_office.slack.faults.add("*", "500", times=None)

    for minute in range(30):
        quick_office.send(MORNING + timedelta(minutes=minute))
    assert len(quick_office.slack.calls()) < 20
    assert max(message.attempts for message in quick_office.house.messages()) < 5

    quick_office.slack.faults.clear()
    for minute in range(30, 45):
        quick_office.send(MORNING + timedelta(minutes=minute))
    assert {message.state for message in quick_office.house.messages()} == {"sent"}
    assert quick_office.posts(ANA) == []
