"""The rules replayed over a workspace's own past, without look-ahead: what would they have said, and when.

The accounts are shared out among processes of their own, which read the database by themselves and give way to the
bot: it goes on answering meanwhile.
"""

from __future__ import annotations

from bot.backtest.figures import Alert, Backtest, Effect, Lost, Replayed, RuleFigures
from bot.backtest.run import backtest, break_off, effect, replay_size

__all__ = [
    "Alert",
    "Backtest",
    "Effect",
    "Lost",
    "Replayed",
    "RuleFigures",
    "backtest",
    "break_off",
    "effect",
    "replay_size",
]
