"""Which of several proposals is worth a person's look, after a replay of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.backtest.figures import Backtest
from bot.rules.knobs import Proposal, Way


def worth(before: Backtest, tried: Iterable[tuple[Proposal, Backtest]]) -> tuple[Proposal, Backtest] | None:
    """The first that does what it is for: fewer alerts of its rule, or a warning of an end that the rule missed."""
    return next(((proposal, after) for proposal, after in tried if _helps(proposal, before, after)), None)


def _helps(proposal: Proposal, before: Backtest, after: Backtest) -> bool:
    then, now = before.of(proposal.rule), after.of(proposal.rule)
    return now.alerts < then.alerts if proposal.way is Way.LOOSER else now.lost_warned > then.lost_warned
