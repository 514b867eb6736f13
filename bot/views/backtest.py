"""The past, replayed: what the rules would have said and when, as tables and a chart of days before the end."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count, pairwise
from typing import TypeAlias

from slackblocks import (
    AxisConfig,
    BarChart,
    Block,
    DataPoint,
    DataSeries,
    DataVisualizationBlock,
)

from bot.backtest.figures import Backtest, Lost
from bot.views import backtest_cells as cells
from bot.views import kit, mrkdwn
from bot.views.post import Post
from bot.views.tables import Cell, table

LOST_ROWS = 80  # more would not fit the 20,000 characters that Slack takes in tables
CHANGE_EXAMPLE = "/client backtest tier standard contact 14 21 30"
_NAME = 50
_BARS = 20  # Slack's most
_LABEL = 20
_TITLE = "Days before the end"
_Series: TypeAlias = tuple[str, list[int | None]]  # the name of the bars, and the days before each end
_SPANS = (7, 14, 30, 60, 90, 180)  # days before the end, where one bar ends and the next begins


def backtest(told: Backtest) -> Post:
    """What the rules would have said of the past, as everything is set now."""
    example = mrkdwn.code(CHANGE_EXAMPLE)
    return _post([cells.gist(told)], told, None, f"See what another setting would have made of it: {example}")


def compared(before: Backtest, after: Backtest, change: str) -> Post:
    """The same past as everything is set now and with a change. `change` is typed as for `/client settings`."""
    gists = [cells.gist(before), cells.gist_of_change(before, after, mrkdwn.code(change))]
    closing = f"Nothing was changed. To have it so: {mrkdwn.code(f'/client settings {change}')}"
    return _post(gists, before, None if after == before else after, closing)


def nothing() -> Post:
    """There is no past yet."""
    text = f"{cells.NOTHING} {mrkdwn.code('/touch Acme call with Jane yesterday')}"
    return kit.post(text, [kit.section(text)])


def at_work(accounts: int) -> Post:
    """It is being worked out."""
    text = f"I am replaying the past of {mrkdwn.count(accounts, 'account')}. The answer follows here, within a minute."
    return kit.post(text, [kit.section(text)])


def _post(gists: Sequence[str], before: Backtest, after: Backtest | None, closing: str) -> Post:
    rules = table("What each rule would have said", cells.RULE_HEADINGS, cells.rules(before, after))
    blocks: list[Block] = [kit.header("The past, replayed"), kit.section("\n".join(gists)), rules]
    if before.lost:
        blocks += [_chart(before, after), *_lost(before, after)]
    else:
        blocks.append(kit.section(f"{cells.NO_LOST} Mark one: {mrkdwn.code(cells.MARK_LOST)}"))
    text = " ".join([*gists, *(_line(one) for one in cells.newest_first(before))])
    return kit.post(text, [*blocks, kit.section(closing), kit.context(cells.HOW)])


def _line(lost: Lost) -> str:
    """A lost account for those who see no table; with a change, as it is set now."""
    first = lost.earliest
    warned = f"{mrkdwn.count(first[1], 'day')} before the end" if first else cells.NO_WARNING
    return f"{mrkdwn.line(mrkdwn.cut(lost.name, _NAME))}: {warned}."


def _lost(before: Backtest, after: Backtest | None) -> list[Block]:
    rows = [[Cell(mrkdwn.cut(name.text, _NAME)), *rest] for name, *rest in cells.lost(before, after)]
    ends = table("Lost accounts", cells.LOST_HEADINGS, rows[:LOST_ROWS])
    if len(rows) <= LOST_ROWS:
        return [ends]
    return [
        ends,
        kit.context(f"+{len(rows) - LOST_ROWS:,} more, all of them with {mrkdwn.code('tend backtest --json')}"),
    ]


def _chart(before: Backtest, after: Backtest | None) -> DataVisualizationBlock:
    """A bar for each lost account; where they are too many for that, how many fall into each span of days."""
    each = len(before.lost) <= _BARS
    labels = _labels([one.name for one in cells.newest_first(before)]) if each else _span_labels()
    heights = _heights if each else _by_span
    changed = _changed(before, after) if after else []
    drawn = [
        DataSeries(name, [DataPoint(label, value) for label, value in zip(labels, heights(days), strict=True)])
        for name, days in (_two(before, after, changed) if after and changed else _as_set(before))
    ]
    axes = AxisConfig(labels, *(("Lost account", _TITLE) if each else (_TITLE, "Lost accounts")))
    return DataVisualizationBlock(f"{_TITLE}{': rules that change' if changed else ''}", BarChart(drawn, axes))


def _as_set(told: Backtest) -> list[_Series]:
    return [("Quiet", _first(told, ["quiet"])), ("Any rule", _first(told, [one.rule for one in told.rules]))]


def _two(before: Backtest, after: Backtest, rules: Sequence[str]) -> list[_Series]:
    return [("As it is set", _first(before, rules)), ("With the change", _first(after, rules))]


def _changed(before: Backtest, after: Backtest) -> list[str]:
    """The rules that would have warned of an end on another day."""
    return [one.rule for one in before.rules if _first(before, [one.rule]) != _first(after, [one.rule])]


def _first(told: Backtest, rules: Sequence[str]) -> list[int | None]:
    """How many days before each end one of these rules warned first; None: none did."""
    return [
        max((one.days_before[rule] for rule in rules if rule in one.days_before), default=None)
        for one in cells.newest_first(told)
    ]


def _heights(days: Iterable[int | None]) -> list[int]:
    return [day or 0 for day in days]


def _by_span(days: Iterable[int | None]) -> list[int]:
    """How many have no warning, and how many fall into each span."""
    sizes = Counter(None if day is None else bisect(_SPANS, day) for day in days)
    return [sizes[None], *(sizes[place] for place in range(len(_SPANS) + 1))]


def _span_labels() -> list[str]:
    spans = [f"{first} to {end - 1}" for first, end in pairwise((0, *_SPANS))]
    return [cells.NO_WARNING, *spans, f"{_SPANS[-1]} and more"]


def _labels(names: Sequence[str]) -> list[str]:
    """Names as short as a chart wants them, and each another."""
    labels: list[str] = []
    for name in names:
        label = short = mrkdwn.cut(" ".join(name.split()) or "?", _LABEL)
        for number in count(2):
            if label not in labels:
                break
            label = f"{mrkdwn.cut(short, _LABEL - 4)} {number}"
        labels.append(label)
    return labels
