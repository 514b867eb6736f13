"""What rings about the reader's accounts in the next 14 days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit
from bot.views.home.place import COMING, FIRST, Place, turning
from bot.views.lists import AS_OF_THEN, Ring, ring_line


@dataclass(frozen=True, slots=True)
class Coming:
    """Soonest first, of `total` clocks."""

    rings: Sequence[Ring]
    total: int
    place: Place = FIRST

    def blocks(self) -> list[Block]:
        """The section."""
        heading = kit.header("Coming up in the next 14 days")
        if not self.rings:
            return [heading, kit.section("None of yours. ✓"), *turning(self.place, COMING, self.total)]
        lines = kit.paragraphs(ring_line(ring) for ring in self.rings)
        return [heading, *lines, kit.context(AS_OF_THEN), *turning(self.place, COMING, self.total)]
