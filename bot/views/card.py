"""One nudge, as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy import Level


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows. Names are as people typed them: views escape them. `closed_why`: it was answered, and how."""

    nudge_id: str
    account_id: str
    account_name: str
    rule: str
    level: Level
    reason: str
    clears: str
    last_touch: str  # "call on 12 May with Jane Doe: renewal looks fine", or "" when nothing was logged
    because: str = ""  # why this reader hears it, when they are not the owner
    owner_id: str | None = None
    hearer_id: str | None = None  # who sees to it before the account's owner does
    taken_by: str | None = None
    closed_why: str = ""
    subject: str = ""  # of the account's own clock, nothing
    asks_findings: bool = False  # of an audit: it is done, and findings wait to be looked for elsewhere
    contact: tuple[str, str] | None = None  # id and name of whom it is about, while they are there
    reader_id: str | None = None  # who reads it, where that is one person

    @property
    def is_readers_own(self) -> bool:
        """Whether whoever reads it is the one who took it."""
        return self.taken_by is not None and self.taken_by == self.reader_id
