"""Who does something, where and when: what every function of `bot.work` is told first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of one person. `now` is aware UTC; `request_id` is Slack's own id of the request, if it has one."""

    team_id: str
    person_id: str | None  # None: Tend itself or the command line
    now: datetime
    request_id: str | None = None


class AlreadyDone(Exception):
    """What is asked for was carried out before; `result_id` is what that made."""

    def __init__(self, result_id: str | None) -> None:
        super().__init__("already done")
        self.result_id = result_id


class Repeated(AlreadyDone):
    """It was the very same request that carried it out."""


class Refused(Exception):
    """The deed cannot be done; the text is a kind sentence that a person can act on.

    `mentioned`: ids of the people and channels that the sentence itself mentions, as `<@U…>` and `<#C…>`. Whatever else
    looks like a mention is somebody's text.
    """

    def __init__(self, sentence: str, *mentioned: str) -> None:
        super().__init__(sentence)
        self.mentioned = mentioned
