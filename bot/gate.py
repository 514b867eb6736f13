"""The loss gate: what a key account is owed before it is closed (MISSION I2). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.endings import LossReason, Reason


class Lack(StrEnum):
    """What is missing before a key account can be closed."""

    RESCUE = "rescue"
    REASON = "reason"
    EXIT = "exit"
    EXIT_LATE = "exit_late"
    EXIT_BEFORE = "exit_before"
    EXIT_EMPTY = "exit_empty"


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of an end.

    `was_rescued`: somebody of ours tried to keep them, and that is on record. `was_heard`: something of what they said
    is kept. `reopened_on`: the day on which it went on after an earlier end; what was before counts no more.
    """

    is_key: bool
    was_rescued: bool
    reasons: Sequence[Reason]
    ended_on: date
    exit_on: date | None = None
    was_heard: bool = False
    reopened_on: date | None = None


def lacking(ending: Ending) -> list[Lack]:
    """What is missing; nothing for an account that is no key account."""
    if not ending.is_key:
        return []
    checks = {
        Lack.RESCUE: ending.was_rescued,
        Lack.REASON: any(one.reason is not LossReason.UNKNOWN for one in ending.reasons),
        **_asked(ending),
    }
    return [lack for lack, is_there in checks.items() if not is_there]


def _asked(ending: Ending) -> dict[Lack, bool]:
    """Whether they were asked in time, and what they said is kept."""
    if ending.exit_on is None:
        return {Lack.EXIT: False}
    return {
        Lack.EXIT_LATE: ending.exit_on < ending.ended_on,
        Lack.EXIT_BEFORE: ending.reopened_on is None or ending.exit_on >= ending.reopened_on,
        Lack.EXIT_EMPTY: ending.was_heard,
    }
