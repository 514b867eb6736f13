from __future__ import annotations

from typing import Any

import pytest

from bot.facts import AccountFacts, OwnerTouches, Portfolio
from bot.policy import Level
from tests.rules.build import account, ago, ask, level


def valued(minor: int, *, among: int = 4, total: int = 1_000, **changes: Any) -> AccountFacts:
    portfolio = Portfolio({"EUR": total, "USD": 7}, {"EUR": among, "USD": 9})
    return account(annual_value_minor=minor, currency="EUR", portfolio=portfolio, **changes)


def touched(told: OwnerTouches, **changes: Any) -> AccountFacts:
    return account(portfolio=Portfolio(owner_touches={"U0ANA": told}), **changes)


def test_more_than_a_quarter_of_the_value_is_due() -> None:
    verdict = ask("flagship", valued(412))
    assert verdict.level_at(ago(0)) is Level.DUE
    assert verdict.reason == (
        "This account is 41.2% of the yearly value in EUR of 4 accounts; more than 25% is called dependence."
    )


@pytest.mark.parametrize("facts", [valued(250), valued(412, among=3), valued(0), account()])
def test_a_quarter_or_few_accounts_or_no_value_is_calm(facts: AccountFacts) -> None:
    assert ask("flagship", facts).steps == ()


def test_a_currency_of_its_own_is_compared_with_nothing() -> None:
    alone = account(annual_value_minor=900, currency="CHF", portfolio=Portfolio({"EUR": 9}, {"EUR": 9}))
    assert ask("flagship", alone).reason == "Too little is known to say how much of the whole this account is."


def test_more_than_a_quarter_of_its_owner_s_touches_is_due() -> None:
    verdict = ask("flagship", touched(OwnerTouches(40, 6, "acme", 12)))
    assert verdict.level_at(ago(0)) is Level.DUE
    assert verdict.reason == (
        "This account is 30% of its owner's 40 touches in 90 days; more than 25% is called dependence."
    )


@pytest.mark.parametrize(
    "told",
    [
        OwnerTouches(40, 6, "acme", 10),
        OwnerTouches(40, 6, "globex", 20),
        OwnerTouches(19, 6, "acme", 12),
        OwnerTouches(40, 3, "acme", 30),
    ],
)
def test_a_small_share_or_few_touches_or_few_accounts_is_calm(told: OwnerTouches) -> None:
    assert ask("flagship", touched(told)).steps == ()


def test_both_shares_are_told_in_one_sentence() -> None:
    portfolio = Portfolio({"EUR": 100}, {"EUR": 5}, {"U0ANA": OwnerTouches(40, 6, "acme", 4)})
    facts = account(annual_value_minor=30, currency="EUR", portfolio=portfolio)
    assert ask("flagship", facts).reason == (
        "This account is 30% of the yearly value in EUR of 5 accounts and 10% of its owner's 40 touches in 90 days; "
        "more than 25% is called dependence."
    )


def test_an_account_without_an_owner_is_nobody_s_attention() -> None:
    assert ask("flagship", touched(OwnerTouches(40, 6, "acme", 20), owner_id=None)).steps == ()


def test_an_account_added_today_is_told_tomorrow() -> None:
    assert level("flagship", valued(412, added_at=ago(0))) is None
    assert level("flagship", valued(412, added_at=ago(1))) is Level.DUE
