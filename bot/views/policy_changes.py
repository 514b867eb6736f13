"""What a change makes of a workspace's policy: before and after, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from bot.policy import Direction, Kind, Policy, Tier, TierPolicy
from bot.views import measures, mrkdwn, rooms
from bot.views.settings import typed

_LIMIT = 100
_CLOCKS = {"litmus_months": "litmus"}


def lines(before: Policy, after: Policy) -> list[str]:
    """Each setting that is another afterwards, as it is typed: "`budget`: `7` → `5`"."""
    typed_so = [(mrkdwn.code(what), old, new) for what, old, new in _all(before, after)]
    return [
        f"{what}: {mrkdwn.code(old, _LIMIT)} → {mrkdwn.code(new, _LIMIT)}"
        for what, old, new in (*typed_so, *rooms.changes(before, after))
    ]


def _all(before: Policy, after: Policy) -> Iterator[tuple[str, str, str]]:
    for tier in Tier:
        yield from _of_tier(tier, before.tier(tier), after.tier(tier))
    for kind in Kind:
        for way in Direction:
            if before.resets(kind, way) != after.resets(kind, way):
                yield f"counts {kind} {way}", measures.resets(before, kind, way), measures.resets(after, kind, way)
    for field in fields(Policy):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and not isinstance(old, Mapping):
            yield field.name, typed(field.name, old), typed(field.name, new)


def _of_tier(tier: Tier, before: TierPolicy, after: TierPolicy) -> Iterator[tuple[str, str, str]]:
    for field in fields(TierPolicy):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield f"tier {tier} {_CLOCKS.get(field.name, field.name)}", _days(old), _days(new)


def _days(value: Any) -> str:
    return str(value) if isinstance(value, int) else " ".join(map(str, value.days))
