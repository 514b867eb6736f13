from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.facts import AccountFacts
from bot.policy import Status, Tier
from bot.rules import RULES
from bot.rules.cadence import OtherCadence, other_cadence
from tests.rules.build import NOW, POLICY, account, ago, regular, silent


def proposed(facts: AccountFacts, rule: str = "quiet", days: int = 7) -> OtherCadence | None:
    return other_cadence(RULES[rule], facts, POLICY, NOW + timedelta(days=days), NOW)


@pytest.mark.parametrize(
    ("facts", "changes", "before", "after"),
    [
        (silent(20, tier=Tier.KEY), {"tier": Tier.STANDARD}, 14, 30),
        (silent(12, tier=Tier.KEY), {"tier": Tier.STANDARD}, 10, 21),
        (silent(40), {"tier": Tier.LIGHT}, 30, 60),
        (silent(20, cadence_days=14), {"cadence_days": 28}, 14, 28),
        (silent(40, tier=Tier.KEY, cadence_days=14), {"cadence_days": 49, "tier": Tier.STANDARD}, 21, 45),
        (regular(20, [7] * 8), {"tier": Tier.LIGHT}, 18, 30),
    ],
)
def test_the_smallest_change_by_which_the_level_that_stands_is_reached_later(
    facts: AccountFacts, changes: dict[str, Any], before: int, after: int
) -> None:
    assert proposed(facts) == OtherCadence(changes, before, after)


def test_a_promise_to_hear_from_them_has_no_say_where_we_are_to_reach_out() -> None:
    facts = account(tier=Tier.KEY, cadence_days=7, last_contact_at=ago(2), last_reach_at=ago(16))
    assert proposed(facts, "neglect") == OtherCadence({"tier": Tier.STANDARD}, 14, 30)


@pytest.mark.parametrize("facts", [silent(70, tier=Tier.LIGHT), silent(70, status=Status.LOST), silent(1)])
def test_where_it_is_calm_or_nothing_is_lighter_nothing_is_proposed(facts: AccountFacts) -> None:
    assert proposed(facts) is None


def test_a_promise_is_never_longer_than_one_may_set() -> None:
    found = proposed(silent(20, cadence_days=14), days=700)
    assert found is not None
    assert found.changes == {"cadence_days": 366}
