"""The pictures of a digest: who waited and was answered week by week, how all stand, the months of one account."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.views.charts import touches_per_month
from bot.views.digest.told import Digest, Week, Whose
from bot.views.home.levels import Levels

WEEKS = 8  # of a week's digest
WEEKS_OF_A_REPORT = 13


def charts(told: Digest) -> list[Block]:
    """Of one account its months; of many their weeks, and in a report how they stand. Nothing where all is empty."""
    if told.whose is Whose.ACCOUNT:
        return touches_per_month(told.months)
    weeks = [_weeks(told.weeks)] if any(week.waiting or week.answered for week in told.weeks) else []
    return [*weeks, *([Levels(told.tiers).chart()] if told.is_report and any(told.tiers.values()) else [])]


def _weeks(weeks: Sequence[Week]) -> Block:
    labels = [_label(week) for week in weeks]
    waiting = [DataPoint(label, week.waiting) for label, week in zip(labels, weeks, strict=True)]
    answered = [DataPoint(label, week.answered) for label, week in zip(labels, weeks, strict=True)]
    series = [DataSeries("Waiting then", waiting), DataSeries("Answered", answered)]
    axes = AxisConfig(categories=labels, x_label="Week up to", y_label="Accounts")
    return DataVisualizationBlock("Accounts that wait, week by week", BarChart(series, axes))


def _label(week: Week) -> str:
    return f"{week.ends_on.day} {week.ends_on:%b %y}"
