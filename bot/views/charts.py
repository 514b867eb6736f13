"""Pictures of how often we are in touch, and the words that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.policy import Level
from bot.views import kit, mrkdwn, words

_BARS = "▁▂▃▄▅▆▇█"
_HIGH = 4


@dataclass(frozen=True, slots=True)
class Month:
    """A month of an account. `lost`: the loudest level that a silence reached in it, if one was due or critical."""

    first: date
    touches: int
    lost: Level | None = None


def spark(counts: Sequence[int]) -> str:
    """A line of bars, one for each count; the lowest stands for none, the highest for no fewer than four."""
    most = max(_HIGH, *counts) if counts else _HIGH
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most)] for count in counts)


def weeks(counts: Sequence[int]) -> str:
    """The touches of each week, as a line and in words; the last week is the one that is not over."""
    total = mrkdwn.count(sum(counts), "touch", "touches")
    now = f"{counts[-1]:,}" if counts[-1] else "none"
    return f"{spark(counts)} {total} in {len(counts)} weeks, {now} this week"


def touches_per_month(months: Sequence[Month]) -> list[Block]:
    """A bar for each month, those marked in which the rhythm was lost, and a sentence beside; nothing of none."""
    if not months:
        return []
    return [kit.section(f"*Touches per month* · {told(months)}"), _chart(months)]


def told(months: Sequence[Month]) -> str:
    """How often we were in touch, and when the rhythm was lost, in words."""
    touches = mrkdwn.count(sum(month.touches for month in months), "touch", "touches")
    over = f"{touches} in {mrkdwn.count(len(months), 'month')}"
    lost = [f"{month.first:%B %Y} ({words.level(month.lost)})" for month in months if month.lost]
    if not lost:
        return f"{over}; no silence became due."
    return f"{over}; the rhythm was lost in {mrkdwn.listing(lost, len(lost))}."


def each_month(months: Sequence[Month]) -> str:
    """Every month with its touches, for those who see no chart: `Apr 2026 3, May 2026 0 ◐ due`."""
    return f"Touches per month: {', '.join(_month(month) for month in months)}"


def _month(month: Month) -> str:
    lost = f" {words.level(month.lost)}" if month.lost else ""
    return f"{month.first:%b %Y} {month.touches:,}{lost}"


def _chart(months: Sequence[Month]) -> Block:
    labels = [_label(month) for month in months]
    series = [_series("Touches", labels, [month.touches for month in months])]
    if any(month.lost for month in months):
        series.append(_series("Rhythm lost", labels, [int(month.lost is not None) for month in months]))
    axes = AxisConfig(categories=labels, x_label="Month", y_label="Touches")
    return DataVisualizationBlock("Touches per month", BarChart(series, axes))


def _label(month: Month) -> str:
    lost = f" {words.SHAPES[month.lost]}" if month.lost else ""
    return f"{month.first:%b %y}{lost}"


def _series(name: str, labels: Sequence[str], values: Sequence[int]) -> DataSeries:
    return DataSeries(name, [DataPoint(label, value) for label, value in zip(labels, values, strict=True)])
