from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.facts import OwnerTouches, Portfolio
from bot.gather import count_portfolio, policy_of, portfolio_from_json, portfolio_to_json
from bot.policy import Policy
from bot.public_holidays import holidays_of
from bot.rhythm import FALLBACK, of, to_json
from storage.engine import Store
from tests.gathering import NOW, TEAM, account, ago, gather, keep, took_part, touch, workspace


def test_the_portfolio_counts_values_of_living_accounts_by_currency(store: Store) -> None:
    keep(
        store,
        workspace(),
        account("A", annual_value_minor=9_000_000_000, currency="EUR"),
        account("B", annual_value_minor=100, currency="EUR"),
        account("C", annual_value_minor=500, currency="USD"),
        account("Lost", annual_value_minor=70, currency="EUR", status="lost"),
        account("Nothing", annual_value_minor=0, currency="EUR"),
        account("Unknown"),
    )
    with store.read() as session:
        portfolio = count_portfolio(session, TEAM, Policy(), NOW)
    assert portfolio.value_minor == {"EUR": 9_000_000_100, "USD": 500}
    assert portfolio.valued_accounts == {"EUR": 2, "USD": 1}


def test_the_portfolio_counts_where_each_one_s_attention_went(store: Store) -> None:
    keep(
        store,
        workspace(),
        account("Acme"),
        account("Globex"),
        touch("a1", 1),
        touch("a2", 2),
        touch("a3", 3, kind="note"),
        touch("a4", 100),
        touch("a5", 5, undone_at=ago(1)),
        touch("g1", 4, "globex"),
        touch("g2", 5, "globex"),
        took_part("g2", "U0BEN"),
    )
    with store.read() as session:
        portfolio = count_portfolio(session, TEAM, Policy(), NOW)
    assert portfolio.owner_touches == {
        "U0ANA": OwnerTouches(touches=3, accounts=2, top_account_id="acme", top_touches=2),
        "U0BEN": OwnerTouches(touches=1, accounts=1, top_account_id="globex", top_touches=1),
    }


def test_the_rhythm_that_an_account_keeps_is_seen(store: Store) -> None:
    known = of(date(2026, 4, 1) + timedelta(days=9 * n) for n in range(4))
    assert known is not None
    keep(store, workspace(), account("Acme", rhythm={**to_json(known), "zone": "Europe/Lisbon"}), account("Globex"))
    facts = gather(store, "acme", "globex")
    assert facts["acme"].rhythm == known
    assert (facts["globex"].rhythm, facts["globex"].silence_reaching(0.5)) == (None, None)


@pytest.mark.parametrize(
    ("accounts", "usual"), [(0, FALLBACK), (1, FALLBACK), (4, FALLBACK), (5, 3.6109), (10, 3.6109)]
)
def test_the_portfolio_has_a_usual_gap_once_five_accounts_have_one(store: Store, accounts: int, usual: float) -> None:
    known = of([date(2026, 4, 1), date(2026, 5, 1)])  # ln (30 + 7)
    assert known is not None
    fresh = of([date(2026, 5, 1)])
    assert fresh is not None
    having = (account(f"A{n}", rhythm=to_json(known)) for n in range(accounts))
    keep(store, workspace(), account("None"), account("One", rhythm=to_json(fresh)), *having)
    with store.read() as session:
        portfolio = count_portfolio(session, TEAM, Policy(), NOW)
    assert portfolio.usual_log_gap == pytest.approx(usual, abs=1e-4)


def test_a_portfolio_is_kept_on_the_workspace_and_read_again(store: Store) -> None:
    portfolio = Portfolio({"EUR": 12}, {"EUR": 4}, {"U0ANA": OwnerTouches(30, 5, "acme", 12)}, 3.25)
    keep(store, workspace(portfolio=portfolio_to_json(portfolio)), account("Acme"))
    assert gather(store)["acme"].portfolio == portfolio
    assert portfolio_from_json({}) == Portfolio()


def test_a_workspace_s_own_numbers_replace_the_defaults() -> None:
    policy = policy_of(workspace(policy={"budget": 3, "days_off": ["2026-12-31"]}))
    assert (policy.budget, policy.daily_hour) == (3, Policy().daily_hour)
    assert policy.days_off == {date(2026, 12, 31)}


def test_the_holidays_of_its_country_are_days_off_beside_its_own() -> None:
    policy = policy_of(workspace(policy={"country": "PT", "days_off": ["2026-12-31"]}), range(2026, 2027))
    assert {date(2026, 6, 10), date(2026, 12, 31)} <= policy.days_off
    assert date(2027, 6, 10) not in policy.days_off
    assert {date(2019, 6, 10), date(2040, 6, 10)} <= policy_of(workspace(policy={"country": "PT"})).days_off


def test_a_country_that_nobody_knows_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="no public holidays are known for “XX”"):
        policy_of(workspace(policy={"country": "xx"}))


def test_years_whose_holidays_are_not_published_yet_are_no_trouble() -> None:
    assert holidays_of("in", range(2026, 2100)) >= {date(2026, 1, 26)}
