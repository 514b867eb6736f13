"""A backtest for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.backtest.figures import Backtest


def as_json(before: Backtest | None, after: Backtest | None = None) -> str:
    """`{"before": …, "after": …}`: figures by their names, days as ISO 8601; null for what there is not."""
    return json.dumps({"before": _plain(before), "after": _plain(after)}, default=str, indent=2, ensure_ascii=False)


def _plain(told: Backtest | None) -> dict[str, Any] | None:
    if told is None:
        return None
    sums = {"lost_warned": told.lost_warned, "per_account_quarter": told.per_account_quarter}
    return asdict(told) | sums
