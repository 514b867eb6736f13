"""Which accounts ought to be key: for who leads."""

from __future__ import annotations

from dataclasses import dataclass

from slackblocks import Block

from bot.keys import Keys
from bot.views import kit
from bot.views.keys import suggested

_FIRST = 5


@dataclass(frozen=True, slots=True)
class KeyAccounts:
    """Nothing where there is nothing to suggest; who is key without a reason stands in `/client key` alone."""

    told: Keys

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.told.missing:
            return []
        return [kit.header("Key accounts"), *suggested(self.told, _FIRST)]
