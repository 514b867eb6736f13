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
    DataTableBlock,
    DataVisualizationBlock,
    RawNumber,
    RawText,
    RichTextBlock,
)

from bot.backtest.figures import Backtest, Lost
from bot.views import backtest_cells as cells
from bot.views import kit, mrkdwn
from bot.views.backtest_cells import Cell
from bot.views.post import Post

LOST_ROWS = 80  # more would not fit the 20,000 characters that Slack takes in tables
CHANGE_EXAMPLE = "/client backtest tier standard contact 14 21 30"
_ROWS_A_PAGE = 12
_CELL = 100
_NAME = 50
_BARS = 20  # Slack's most
_LABEL = 20
_TITLE = "Days before the end"
_Raw: TypeAlias = RawText | RawNumber | RichTextBlock
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
    rules = _table("What each rule would have said", cells.RULE_HEADINGS, cells.rules(before, after))
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
    rows = cells.lost(before, after)
    table = _table("Lost accounts", cells.LOST_HEADINGS, rows[:LOST_ROWS])
    if len(rows) <= LOST_ROWS:
        return [table]
    return [
        table,
        kit.context(f"+{len(rows) - LOST_ROWS:,} more, all of them with {mrkdwn.code('tend backtest --json')}"),
    ]


def _table(caption: str, headings: Iterable[str], rows: Iterable[Sequence[Cell]]) -> DataTableBlock:
    head: list[_Raw] = [RawText(heading) for heading in headings]
    return DataTableBlock([head, *([_raw(cell) for cell in row] for row in rows)], caption, page_size=_ROWS_A_PAGE)


def _raw(cell: Cell) -> _Raw:
    text = mrkdwn.cut(cell.text, _CELL)
    return RawText(text) if cell.value is None else RawNumber(cell.value, text)


def _chart(before: Backtest, after: Backtest | None) -> DataVisualizationBlock:
    """A bar for each lost account; where they are too many for that, how many fall into each span of days."""
    each = len(before.lost) <= _BARS
    series = _of_each if each else _of_spans
    told = [("As it is set", before), ("With the change", after)] if after else [(_TITLE, before)]
    drawn = [DataSeries(name, series(one)) for name, one in told if one is not None]
    labels = [point.label for point in drawn[0].data]
    axes = AxisConfig(labels, *(("Lost account", _TITLE) if each else (_TITLE, "Lost accounts")))
    return DataVisualizationBlock(f"{_TITLE} of the first warning", BarChart(drawn, axes))


def _of_each(told: Backtest) -> list[DataPoint]:
    lost = cells.newest_first(told)
    labels = _labels([one.name for one in lost])
    return [DataPoint(label, one.earliest[1] if one.earliest else 0) for label, one in zip(labels, lost, strict=True)]


def _of_spans(told: Backtest) -> list[DataPoint]:
    days = [first[1] for one in told.lost if (first := one.earliest)]
    sizes = Counter(bisect(_SPANS, day) for day in days)
    counts = [len(told.lost) - len(days), *(sizes[place] for place in range(len(_SPANS) + 1))]
    return [DataPoint(label, count) for label, count in zip(_span_labels(), counts, strict=True)]


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
