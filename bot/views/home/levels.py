"""The portfolio by level: how many accounts of each tier are calm, early, due and critical."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.policy import Level, Tier
from bot.views import kit, mrkdwn, words

_LEVELS: tuple[Level | None, ...] = (None, *Level)


@dataclass(frozen=True, slots=True)
class Levels:
    """How many accounts there are of each tier and loudest level; None is calm."""

    counts: Mapping[tuple[Tier, Level | None], int]

    def blocks(self) -> list[Block]:
        """The section."""
        heading = kit.header("The portfolio by level")
        total = sum(self.counts.values())
        if not total:
            return [heading, kit.section("There is no account yet.")]
        each = [f"{words.level(level)} {self._at(level):,}" for level in _LEVELS]
        said = f"Of {mrkdwn.count(total, 'account')}: {', '.join(each)}."
        return [heading, kit.section(said), self.chart()]

    def _at(self, level: Level | None) -> int:
        return sum(self.counts.get((tier, level), 0) for tier in Tier)

    def chart(self) -> Block:
        """A bar for each level and tier."""
        labels = [words.level(level) for level in _LEVELS]
        tiers = [tier for tier in Tier if any(self.counts.get((tier, level)) for level in _LEVELS)]
        series = [DataSeries(words.TIERS[tier], self._points(tier, labels)) for tier in tiers]
        axes = AxisConfig(categories=labels, x_label="Loudest level", y_label="Accounts")
        return DataVisualizationBlock("Accounts by level and tier", BarChart(series, axes))

    def _points(self, tier: Tier, labels: list[str]) -> list[DataPoint]:
        values = (self.counts.get((tier, level), 0) for level in _LEVELS)
        return [DataPoint(label, value) for label, value in zip(labels, values, strict=True)]
