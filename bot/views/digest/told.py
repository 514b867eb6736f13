"""What a digest tells: plain data, which `bot.digest` gathers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.attention import Attention
from bot.loss_figures import LossFigures
from bot.policy import Level, Tier
from bot.preferences import Frequency
from bot.views.card import Card
from bot.views.charts import Month
from bot.views.voices import Voices


class Whose(StrEnum):
    """Whose accounts it is about, as its reader says."""

    EVERYBODYS = "our"
    TEAMS = "your team's"
    OWN = "your"
    ACCOUNT = "one"


@dataclass(frozen=True, slots=True)
class Some:
    """How many accounts, and the names of the first, as people typed them."""

    total: int = 0
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of accounts since the digest before. `still`: open, said before, and no louder since."""

    entered: Some = Some()
    worse: Some = Some()
    still: Some = Some()
    answered: Some = Some()
    settled: Some = Some()
    added: Some = Some()
    lost: Some = Some()
    touches: int = 0
    spoken_to: int = 0

    @property
    def any(self) -> bool:
        """Whether anything happened that is worth a word by itself; touches alone are not."""
        return any((self.entered, self.worse, self.answered, self.settled, self.added, self.lost))


class News(StrEnum):
    """What about something open is new."""

    NEW = "new"
    WORSE = "worse than before"
    BEFORE = "said before"


@dataclass(frozen=True, slots=True)
class Item:
    """Something open, to be seen to. `since`: the day since when it waits, where the reader is."""

    card: Card
    news: News
    since: date


@dataclass(frozen=True, slots=True)
class Row:
    """An account that waits. `quiet_days`: None: nothing is on record; `next_on`: the next meeting."""

    name: str
    tier: Tier
    level: Level
    quiet_days: int | None
    owner: str  # "": nobody
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Week:
    """A week up to a day: how many accounts waited at its end, and how many were answered in it."""

    ends_on: date
    waiting: int
    answered: int


@dataclass(frozen=True)
class Digest:
    """One digest. `levels`: how many accounts wait at each loudest level; `rows`: the worst of them, in order.

    Of one account: its `name`, `closed`: what was answered, and how, in plain words, and its `months`. Of a report:
    `tiers`, how many accounts there are of each tier and loudest level, and `losses`. Of more than the reader's own,
    where nobody else reads it: `attention`.
    """

    whose: Whose
    is_report: bool  # the month's, for the whole portfolio
    since: date
    today: date
    changes: Changes
    accounts: int = 0
    levels: Mapping[Level, int] = field(default_factory=dict)
    first: Sequence[Item] = ()
    rows: Sequence[Row] = ()
    weeks: Sequence[Week] = ()
    name: str = ""
    closed: Sequence[str] = ()
    months: Sequence[Month] = ()
    tiers: Mapping[tuple[Tier, Level | None], int] = field(default_factory=dict)
    attention: Attention | None = None
    losses: LossFigures | None = None
    voices: Voices | None = None
    in_channel: bool = False  # it is said there, not to one person
    often: Frequency = Frequency.WEEKLY  # how often it comes to its reader

    @property
    def waiting(self) -> int:
        """How many accounts wait."""
        return sum(self.levels.values())
