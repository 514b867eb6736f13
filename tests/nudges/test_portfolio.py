from __future__ import annotations

from datetime import UTC, datetime

from bot.nudges.portfolio import refit
from bot.rules.flagship import flagship
from storage.tables import Account, Clock, Workspace
from tests.nudges.house import TEAM, TUESDAY, House

NIGHT = datetime(2026, 5, 13, 2, 0, tzinfo=UTC)  # 3 o'clock in Lisbon
RULES = {"flagship": flagship}


def portfolio(house: House, *, big: int) -> str:
    """Five accounts, one of them of this value."""
    account_id = house.account("Big", silent_days=1, annual_value_minor=big, currency="EUR")
    for n in range(4):
        house.account(f"Small {n}", silent_days=1, annual_value_minor=100, currency="EUR")
    return account_id


def test_a_portfolio_is_counted_once_and_then_every_night(house: House) -> None:
    portfolio(house, big=100)

    assert refit(house.store, TUESDAY, RULES)
    assert not refit(house.store, TUESDAY, RULES)

    [workspace] = house.rows(Workspace)
    assert workspace.portfolio["value_minor"] == {"EUR": 500}
    assert workspace.refit_at == NIGHT
    assert refit(house.store, NIGHT, RULES)


def test_an_account_that_becomes_a_flagship_is_looked_at_and_the_others_are_not(house: House) -> None:
    big = portfolio(house, big=600)

    refit(house.store, TUESDAY, RULES)

    assert [(clock.account_id, clock.level) for clock in house.rows(Clock)] == [(big, "due")]


def test_an_account_that_is_no_flagship_any_more_is_looked_at_again(house: House) -> None:
    big = portfolio(house, big=600)
    refit(house.store, TUESDAY, RULES)
    house.change(Account, (TEAM, big), annual_value_minor=1)

    refit(house.store, NIGHT, RULES)

    assert house.clock(big).level is None
    assert house.nudge(big).closed_why == "cleared on 13 May"


def test_a_workspace_that_sleeps_is_not_counted(house: House) -> None:
    house.change(Workspace, TEAM, asleep_since=TUESDAY)

    assert not refit(house.store, TUESDAY, RULES)
