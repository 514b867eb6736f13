"""An account in a line: how loud, its name, and why."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy import Level
from bot.views import mrkdwn, words


@dataclass(frozen=True, slots=True)
class Reasoned:
    """An account where a rule has reached a level. Its name is as people typed it."""

    name: str
    level: Level | None
    reason: str

    def line(self) -> str:
        """In mrkdwn."""
        name = mrkdwn.bold(mrkdwn.cut(self.name, 100))
        return mrkdwn.cut(f"{words.level(self.level)} · {name}: {mrkdwn.line(self.reason)}", 600)
