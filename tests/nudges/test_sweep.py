from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from bot.facts import AccountFacts
from bot.nudges import sweep as sweeping
from bot.nudges.sweep import sweep
from bot.policy import Policy
from bot.rules import Verdict
from storage import workspaces
from storage.tables import Clock, Nudge, Workspace
from tests.nudges.house import ANA, DAY, TEAM, TUESDAY, House, silence


def swept(house: House, now: datetime = TUESDAY) -> int:
    """Sweep until nothing is due; in how many batches."""
    for batches in range(100):
        if not sweep(house.store, now, house.rules):
            return batches
    raise AssertionError("it sweeps for ever")


def test_a_sweep_settles_what_rings_and_nothing_else(house: House) -> None:
    due, later = house.account("Due", silent_days=15), house.account("Later", silent_days=15)
    house.ring(due, TUESDAY)
    house.ring(later, TUESDAY + timedelta(seconds=1))

    assert swept(house) == 1

    assert [nudge.account_id for nudge in house.rows(Nudge)] == [due]


def test_sweeping_again_finds_nothing(house: House) -> None:
    house.ring(house.account("Acme", silent_days=30), TUESDAY)
    swept(house)
    before = [row.model_dump() for row in house.rows(Nudge)]

    assert swept(house) == 0
    assert [row.model_dump() for row in house.rows(Nudge)] == before


def test_more_than_a_batch_is_swept_batch_by_batch_oldest_first(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    for n in range(5):
        house.ring(house.account(f"Client {n}", silent_days=11), TUESDAY - n * DAY)

    assert sweep(house.store, TUESDAY, house.rules)
    assert {nudge.account_id for nudge in house.rows(Nudge)} == {"A-Client 4", "A-Client 3"}
    assert swept(house) == 2
    assert len(house.rows(Nudge)) == 5


def test_one_account_that_fails_is_postponed_by_an_hour_and_the_rest_goes_on(house: House) -> None:
    def moody(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
        if facts.name == "Bad":
            raise ZeroDivisionError
        yield from silence(facts, policy, now)

    house.rules = {"silence": moody}
    for name in ("Acme", "Bad", "Globex"):
        house.ring(house.account(name, silent_days=11), TUESDAY)

    assert swept(house) == 1

    assert {nudge.account_id for nudge in house.rows(Nudge)} == {"A-Acme", "A-Globex"}
    assert (house.clock("A-Bad").rings_at, house.clock("A-Bad").failures) == (TUESDAY + timedelta(hours=1), 1)

    house.rules = {"silence": silence}
    swept(house, TUESDAY + timedelta(hours=1))
    assert house.clock("A-Bad").failures == 0
    assert len(house.rows(Nudge)) == 3


def test_a_workspace_that_sleeps_keeps_its_clocks_and_is_left_alone(house: House) -> None:
    acme = house.account("Acme", silent_days=30)
    house.ring(acme, TUESDAY)
    house.change(Workspace, TEAM, asleep_since=TUESDAY)

    assert swept(house) == 0
    assert house.clock(acme).rings_at == TUESDAY

    house.change(Workspace, TEAM, asleep_since=None)
    assert swept(house) == 1


def test_every_workspace_is_settled_by_itself(house: House) -> None:
    acme = house.account("Acme", silent_days=11)
    house.ring(acme, TUESDAY)
    house.add(Workspace(team_id="T2", installed_at=TUESDAY))
    theirs = house.account("Theirs", silent_days=11, team_id="T2", owner_id=None)
    house.add(Clock(team_id="T2", account_id=theirs, rule="silence", rings_at=TUESDAY))

    assert swept(house) == 1

    assert {(nudge.team_id, nudge.account_id) for nudge in house.rows(Nudge)} == {(TEAM, acme), ("T2", theirs)}
    assert {message.team_id for message in house.messages(recipient=ANA)} == {TEAM}


def test_after_days_of_outage_each_owner_is_due_one_message(house: House) -> None:
    for n in range(30):
        house.ring(house.account(f"Client {n}", silent_days=11 + n), TUESDAY - 3 * DAY)

    swept(house)

    assert len(house.messages(recipient=ANA)) == 1
    assert len(house.rows(Nudge)) == 30


def test_the_cost_of_a_sweep_follows_what_is_due(
    house: House, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    for n in range(3):
        house.ring(house.account(f"Due {n}", silent_days=11), TUESDAY)
    few = count_queries(lambda: swept(house))
    for n in range(60):
        house.ring(house.account(f"More {n}", silent_days=11), TUESDAY)
    many = count_queries(lambda: swept(house))

    assert many <= few + 2


def test_no_clock_of_a_workspace_that_sleeps_rings_and_all_are_looked_at_when_it_wakes(house: House) -> None:
    acme = house.account("Acme", silent_days=30)
    house.ring(acme, TUESDAY)
    with house.store.write() as session:
        workspaces.fall_asleep(session, TEAM, TUESDAY, "token_revoked")
        workspaces.fall_asleep(session, TEAM, TUESDAY + DAY, "account_inactive")

    [workspace] = house.rows(Workspace)
    assert (workspace.asleep_since, workspace.asleep_reason) == (TUESDAY, "token_revoked")
    assert house.clock(acme).rings_at is None
    assert swept(house, TUESDAY + DAY) == 0

    with house.store.write() as session:
        workspaces.ensure(session, TEAM, TUESDAY + DAY)
    assert swept(house, TUESDAY + DAY) == 1
    assert house.nudge(acme).level == "critical"


def test_a_workspace_that_was_left_has_no_clock_that_rings(house: House) -> None:
    acme = house.account("Acme", silent_days=30)
    house.ring(acme, TUESDAY)
    with house.store.write() as session:
        workspaces.left(session, TEAM, TUESDAY, "app_uninstalled")

    assert house.clock(acme).rings_at is None


def test_a_workspace_that_is_awake_keeps_its_clocks_at_every_start(house: House) -> None:
    acme = house.account("Acme", silent_days=3)
    house.ring(acme, TUESDAY + DAY)
    with house.store.write() as session:
        workspaces.ensure(session, TEAM, TUESDAY)

    assert house.clock(acme).rings_at == TUESDAY + DAY
