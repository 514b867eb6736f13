"""How many accounts waited, and how many were answered, week by week."""

from __future__ import annotations

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.views.digest.told import Digest, Week

WEEKS = 8  # of a week's digest
WEEKS_OF_A_REPORT = 13


def chart(told: Digest) -> list[Block]:
    """A bar chart; nothing where there is nothing to draw."""
    weeks = told.weeks
    if not any(week.waiting or week.answered for week in weeks):
        return []
    labels = [_label(week) for week in weeks]
    waiting = [DataPoint(label, week.waiting) for label, week in zip(labels, weeks, strict=True)]
    answered = [DataPoint(label, week.answered) for label, week in zip(labels, weeks, strict=True)]
    series = [DataSeries("Waiting then", waiting), DataSeries("Answered", answered)]
    axes = AxisConfig(categories=labels, x_label="Week up to", y_label="Accounts")
    return [DataVisualizationBlock("Accounts that wait, week by week", BarChart(series, axes))]


def _label(week: Week) -> str:
    return f"{week.ends_on.day} {week.ends_on:%b %y}"
