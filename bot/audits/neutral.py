"""Who may lead the audit of a loss: only who had nothing to do with the account, the least involved first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tie(StrEnum):
    """What keeps somebody from being neutral."""

    KEEPS = "keeps"  # its owner, backup or sponsor
    KEPT = "kept"  # was one of them before
    HELPS = "helps"
    HELPED = "helped"  # on the account before, or in a rescue of it
    TOUCHED = "touched"  # logged on it, or took part in a touch
    SAW_TO = "saw to"  # something for the client: a promise, a wish, a step of a plan


@dataclass(frozen=True, slots=True)
class Involvement:
    """What one of ours had to do with an account. `remarks`: that they passed on; `audits`: open ones they lead."""

    person_id: str
    name: str
    keeps: bool = False
    kept: bool = False
    helps: bool = False
    helped: bool = False
    touches: int = 0
    last_touch_on: date | None = None
    saw_to: bool = False
    remarks: int = 0
    leads_owner: bool = False
    audits: int = 0

    @property
    def had_it(self) -> bool:
        """Whether they keep or kept the account: what is found is about their own work."""
        return self.keeps or self.kept

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Everything that keeps them from being neutral; nothing for who may lead the audit."""
        held = {
            Tie.KEEPS: self.keeps,
            Tie.KEPT: self.kept and not self.keeps,
            Tie.HELPS: self.helps,
            Tie.HELPED: self.helped and not self.helps,
            Tie.TOUCHED: self.touches > 0,
            Tie.SAW_TO: self.saw_to,
        }
        return tuple(tie for tie, is_one in held.items() if is_one)


def proposed(everybody: Iterable[Involvement]) -> list[Involvement]:
    """Who may lead it: first who had the least to do with it, then who leads the fewest audits, then by name."""
    neutral = [one for one in everybody if not one.ties]
    return sorted(neutral, key=lambda one: (one.remarks, one.leads_owner, one.audits, one.name, one.person_id))
