"""What waits on the reader: a card for each, with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit
from bot.views.card import Card
from bot.views.home.place import FIRST, WAITING, Place, turning
from bot.views.nudges import card_blocks


@dataclass(frozen=True, slots=True)
class Waiting:
    """Cards as they are shown, worst first, of `total`. `owned`: how many accounts are the reader's."""

    cards: Sequence[Card]
    total: int
    owned: int
    place: Place = FIRST

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.total:
            calm = "Nothing waits on you. ✓" if self.owned else "No account is yours yet, so nothing waits on you."
            return [kit.header("What waits on you"), kit.section(calm)]
        blocks: list[Block] = [kit.header(f"What waits on you: {self.total:,}")]
        for card in self.cards:
            blocks += [*card_blocks(card, for_owner=not card.because), kit.divider()]
        return [*blocks, *turning(self.place, WAITING, self.total)]
