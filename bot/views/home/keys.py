"""Which accounts ought to be key: for who leads."""

from __future__ import annotations

from dataclasses import dataclass

from slackblocks import Block

from bot.keys import Keys
from bot.views import kit
from bot.views.keys import shown

_FIRST = 5


@dataclass(frozen=True, slots=True)
class KeyAccounts:
    """Nothing where there is nothing to suggest."""

    told: Keys

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.told.missing and not self.told.idle:
            return []
        return [kit.header("Key accounts"), *shown(self.told, _FIRST)]
