"""Losses in figures, in words, a chart and a table."""

from __future__ import annotations

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.loss_figures import LossFigures, Lost
from bot.views import kit, mrkdwn
from bot.views.losses import REASONS
from bot.views.post import Post
from bot.views.tables import Cell, table

_HEADINGS = ("Account", "Ended on", "A year", "Why", "What drew them", "Looked into")
_ROWS = 60
_NAMED = 4


def losses(told: LossFigures) -> Post:
    """All of it."""
    if not told.lost:
        text = "No client was lost, as far as is on record. ✓"
        return kit.post(text, [kit.section(text)])
    text = sentence(told)
    blocks: list[Block] = [kit.header("Clients who left"), kit.section(text)]
    if told.reasons:
        named = [f"{REASONS[reason]} {count}" for reason, count in told.reasons[:_NAMED]]
        blocks.append(kit.section(f"*Why, most often:* {', '.join(named)}"))
    blocks += [_chart(told), _table(told.lost[:_ROWS])]
    if len(told.lost) > _ROWS:
        blocks.append(kit.context(f"+{len(told.lost) - _ROWS:,} more, earlier"))
    blocks.append(kit.context(f"What they taught: {mrkdwn.code('/client lessons')}"))
    return kit.post(text, blocks)


def sentence(told: LossFigures) -> str:
    """Days since the last, this quarter and the one before, what went, and how many were looked into."""
    if told.days_since is None:
        return "No client was lost, as far as is on record."
    since = (
        "A client was lost today"
        if told.days_since == 0
        else f"{mrkdwn.count(told.days_since, 'day')} since a client was lost"
    )
    before = told.quarters[-2][1]
    parts = [f"{since}; {told.this_quarter} in this quarter, {before} in the one before"]
    if told.values:
        went = mrkdwn.listing([mrkdwn.money(minor, currency) for minor, currency in told.values])
        parts.append(f"{went} a year went in the last twelve months")
    if told.to_audit:
        parts.append(f"{told.audited} of {told.to_audit} looked into")
    return f"{'; '.join(parts)}."


def _chart(told: LossFigures) -> Block:
    labels = [str(quarter) for quarter, _ in told.quarters]
    points = [DataPoint(label, count) for label, (_, count) in zip(labels, told.quarters, strict=True)]
    axes = AxisConfig(categories=labels, x_label="Quarter", y_label="Clients")
    return DataVisualizationBlock("Clients lost per quarter", BarChart([DataSeries("Lost", points)], axes))


def _table(lost: tuple[Lost, ...]) -> Block:
    rows = [
        [
            Cell(mrkdwn.cut(one.name, 50) or "?"),
            Cell(mrkdwn.day(one.ended_on), one.ended_on.toordinal()),
            _value(one),
            Cell(_why(one)),
            Cell(mrkdwn.cut(" ".join(one.attraction.split()), 80) or "not known"),
            Cell({"done": "yes", "open": "under way"}.get(one.audit or "", "no")),
        ]
        for one in lost
    ]
    return table("Clients who left, the last first", _HEADINGS, rows)


def _value(one: Lost) -> Cell:
    if not (one.value_minor and one.currency):
        return Cell("not known")
    return Cell(mrkdwn.money(one.value_minor, one.currency), one.value_minor)


def _why(one: Lost) -> str:
    told = [f"{REASONS[reason.reason]} ({reason.confidence})" for reason in one.reasons[:2]]
    return mrkdwn.listing(told) or "not known"
