"""Which of the reader's accounts have gone quiet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit
from bot.views.home.lines import Reasoned
from bot.views.home.place import FIRST, QUIET, Place, turning


@dataclass(frozen=True, slots=True)
class Quiet:
    """The loudest first, of `total`."""

    accounts: Sequence[Reasoned]
    total: int
    place: Place = FIRST

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.total:
            return [kit.header("Quiet now"), kit.section("None of yours. ✓")]
        lines = kit.paragraphs(one.line() for one in self.accounts)
        return [kit.header(f"Quiet now: {self.total:,}"), *lines, *turning(self.place, QUIET, self.total)]
