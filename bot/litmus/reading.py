"""What a result says: strengths, vulnerabilities, where views part, what changed, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.litmus.outcome import APART, PASSED, STRONG, Point, Result, Say
from bot.policy import Band

_MOVED = 0.25  # of a question's value, for it to be told


@dataclass(frozen=True, slots=True)
class Change:
    """What changed since the last time: the score then, its band, and the questions that moved, most first."""

    score: int | None
    band: Band | None
    better: tuple[Point, ...] = ()
    worse: tuple[Point, ...] = ()


def strengths(result: Result) -> list[Point]:
    """What holds, the weightiest first. What only the owner says is none."""
    holding = [one for one in result.points if one.value is not None and one.value >= STRONG and not one.is_owners]
    return sorted(holding, key=lambda one: -one.weight * (one.value or 0))


def vulnerabilities(result: Result) -> list[Point]:
    """What does not hold, or only half: what must hold first, then by what it costs."""
    weak = [one for one in result.points if one.value is not None and one.value <= PASSED]
    return sorted(weak, key=lambda one: (not one.failed, -one.weight * (1 - (one.value or 0))))


def unknown(result: Result) -> list[Point]:
    """What people were asked and nobody, or nobody but the owner, could say; nothing where nobody gave a view."""
    asked = [one for one in result.points if not one.is_logged] if result.given else []
    return [one for one in asked if one.value is None or one.is_owners]


def disagreements(result: Result) -> list[Point]:
    """Where one said yes and another no, or the owner is far from the others; the weightiest first."""
    return sorted(filter(_apart, result.points), key=lambda one: -one.weight)


def steps(result: Result) -> list[Point]:
    """What to do: the steps of the vulnerabilities, in their order."""
    return [one for one in vulnerabilities(result) if one.step]


def change(result: Result, before: Result | None) -> Change | None:
    """What changed since an earlier result; None without one."""
    if before is None:
        return None
    then = {one.key: one.value for one in before.points}
    moved = [(_moved(one, then.get(one.key)), one) for one in result.points]
    better = sorted((one for one in moved if one[0] >= _MOVED), key=lambda one: -one[0] * one[1].weight)
    worse = sorted((one for one in moved if one[0] <= -_MOVED), key=lambda one: one[0] * one[1].weight)
    return Change(before.score, before.band, _points(better), _points(worse))


def _apart(point: Point) -> bool:
    if point.said.get(Say.YES) and point.said.get(Say.NO):
        return True
    mine = {Say.YES: 1.0, Say.PARTLY: 0.5, Say.NO: 0.0}.get(Say(point.owner)) if point.owner else None
    return mine is not None and point.others is not None and abs(mine - point.others) >= APART


def _moved(point: Point, before: float | None) -> float:
    return point.value - before if point.value is not None and before is not None else 0.0


def _points(moved: Sequence[tuple[float, Point]]) -> tuple[Point, ...]:
    return tuple(point for _, point in moved)
