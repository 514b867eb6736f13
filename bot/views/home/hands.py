"""Whose hands are full, and which accounts get less than their share meanwhile: for who leads."""

from __future__ import annotations

from dataclasses import dataclass

from slackblocks import Block

from bot.attention import Attention
from bot.views import kit, mrkdwn
from bot.views.attention import FIRST, FULL, gist, load_line, short_line


@dataclass(frozen=True, slots=True)
class Hands:
    """Where attention goes; nothing where there is no account."""

    told: Attention

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.told.shares:
            return []
        lines = [
            gist(self.told),
            *map(short_line, self.told.short[:FIRST]),
            *(load_line(load) for load in self.told.full[:FULL]),
        ]
        more = kit.context(f"All of it, with a chart: {mrkdwn.code('/client attention')}")
        return [kit.header("Where attention goes"), *kit.paragraphs(lines), more]
