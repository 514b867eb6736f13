"""Promises, wishes and breakdowns for the tests of rules."""

from __future__ import annotations

from typing import Any

from bot.facts import BreakdownFact, PromiseFact, WishFact
from tests.rules.build import ago, day


def promise(due_in: int, *, made: float = 20, **changes: Any) -> PromiseFact:
    """A promise of ours to Jane Doe, made so many days ago, due so many days from today; Ben sees to it."""
    said = {"id": "p1", "text": "the new price list", "is_ours": True, "contact": "Jane Doe", "owner_id": "U0BEN"}
    return PromiseFact(**{**said, "made_at": ago(made), "due_on": day(due_in), **changes})


def not_kept(days: int, **changes: Any) -> PromiseFact:
    """One that was not kept, so many days ago."""
    return promise(-days, **{"id": f"b{days}", "broken_on": day(-days), **changes})


def wish(due_in: int, *, noted: float = 40, **changes: Any) -> WishFact:
    """A monthly usage report that Jane Doe would like."""
    said = {"id": "w1", "text": "a usage report", "contact": "Jane Doe", "owner_id": "U0BEN", "every": "monthly"}
    return WishFact(**{**said, "days": 30, "noted_at": ago(noted), "due_on": day(due_in), **changes})


def breakdown(days: int, **changes: Any) -> BreakdownFact:
    """An export that broke so many days ago, and was reported at once."""
    said = {"id": "d1", "text": "the nightly export failed", "owner_id": "U0BEN"}
    return BreakdownFact(**{**said, "broke_on": day(-days), "reported_at": ago(days), **changes})
