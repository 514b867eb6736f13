"""At which of the reader's accounts nobody senior is known or met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit
from bot.views.home.lines import Reasoned
from bot.views.home.place import FIRST, SENIOR, Place, turning


@dataclass(frozen=True, slots=True)
class Senior:
    """The loudest first, of `total`."""

    accounts: Sequence[Reasoned]
    total: int
    place: Place = FIRST

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.total:
            calm = "Somebody senior is known and met at each of your accounts. ✓"
            return [kit.header("Senior gaps"), kit.section(calm)]
        lines = kit.paragraphs(one.line() for one in self.accounts)
        return [kit.header(f"Senior gaps: {self.total:,}"), *lines, *turning(self.place, SENIOR, self.total)]
