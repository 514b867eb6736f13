"""What rules see of clients who are leaving, and of the audit of a loss. Plain data, as in `bot.facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AuditFact:
    """The audit of a loss that is not done yet.

    `leader_id`: who leads it, if they are neutral still; `was_led`: somebody did, who has to do with the account now.
    `chooser_id`: who is to choose a leader while there is none.
    """

    id: str
    ended_on: date
    opened_at: datetime
    due_on: date
    leader_id: str | None = None
    was_led: bool = False
    chooser_id: str | None = None
    findings: int = 0


@dataclass(frozen=True, slots=True)
class UnlearnedFact:
    """The audit of a loss that is done, and how many `findings` of `all_of_them` nobody looks for elsewhere yet.

    `leader_id`: who led it; `chooser_id`: who chose them.
    """

    id: str
    concluded_at: datetime
    findings: int
    all_of_them: int
    leader_id: str | None = None
    chooser_id: str | None = None


@dataclass(frozen=True, slots=True)
class LeavingFact:
    """A client who has said that they go. `until`: the day on which it is to end, where that is known.

    `exit_on`: of the exit interview; `was_heard`: something of what they said is kept. `reopened_at`: when it went on
    after an earlier end; what was before counts no more.
    """

    id: str
    said_at: datetime
    until: date | None = None
    exit_on: date | None = None
    was_heard: bool = False
    reopened_at: datetime | None = None
