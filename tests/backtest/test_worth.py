from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.backtest.figures import Backtest, Lost, RuleFigures
from bot.backtest.worth import worth
from bot.policy import Policy, Tier
from bot.rules.knobs import Proposal, proposals

QUIET = RuleFigures("quiet", 12, 3, 4, 0.42, 0.4, 1, 41.0)
ENDS = tuple(Lost(name, name, Tier.KEY, date(2026, 3, 4), {}) for name in ("Acme", "Globex"))
BEFORE = Backtest(date(2025, 3, 12), date(2026, 5, 12), 24, 112.0, (QUIET,), ENDS)
LOOSER = proposals("quiet", Policy(), useful=1, votes=8)
TIGHTER = proposals("quiet", Policy(), useful=8, votes=8)


def after(**changes: Any) -> Backtest:
    return replace(BEFORE, rules=(replace(QUIET, **changes),))


@pytest.mark.parametrize(
    ("wished", "first", "second", "chosen"),
    [
        (LOOSER, {"alerts": 9}, {"alerts": 1}, 0),
        (LOOSER, {"early": 1}, {"alerts": 9, "lost_warned": 0}, 1),
        (LOOSER, {}, {"alerts": 13}, None),
        (TIGHTER, {"alerts": 20}, {"alerts": 20, "lost_warned": 2}, 1),
        (TIGHTER, {"alerts": 20}, {"alerts": 30}, None),
    ],
)
def test_looser_is_worth_it_for_fewer_alerts_and_tighter_for_an_end_that_was_missed(
    wished: tuple[Proposal, ...], first: dict[str, int], second: dict[str, int], chosen: int | None
) -> None:
    afters = [after(**first), after(**second)]
    found = worth(BEFORE, zip(wished, afters, strict=False))
    assert found == (None if chosen is None else (wished[chosen], afters[chosen]))
