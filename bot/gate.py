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


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of an end. `was_rescued`: somebody of ours tried to keep them, and that is on record."""

    is_key: bool
    was_rescued: bool
    reasons: Sequence[Reason]
    ended_on: date
    exit_on: date | None = None


def lacking(ending: Ending) -> list[Lack]:
    """What is missing; nothing for an account that is no key account."""
    if not ending.is_key:
        return []
    checks = {
        Lack.RESCUE: ending.was_rescued,
        Lack.REASON: any(one.reason is not LossReason.UNKNOWN for one in ending.reasons),
        Lack.EXIT: ending.exit_on is not None,
        Lack.EXIT_LATE: ending.exit_on is None or ending.exit_on < ending.ended_on,
    }
    return [lack for lack, is_there in checks.items() if not is_there]
