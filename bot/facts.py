"""All that a rule may see of an account. Plain data; `bot/gather.py` loads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.audit_facts import AuditFact, LeavingFact, UnlearnedFact
from bot.known_facts import StaffingFact, TraitFact
from bot.litmus_facts import LitmusFact, ViewFact, WorryFact
from bot.policy import Direction, Kind, Status, Tier
from bot.promise_facts import BreakdownFact, PromiseFact, WishFact
from bot.rhythm import FALLBACK, Rhythm, days_until, share_shorter, usual_gap
from bot.titles import ContactLevel, Role
from bot.worktime import Calendar

__all__ = [
    "ENCOUNTERS",
    "AccountFacts",
    "AuditFact",
    "BreakdownFact",
    "Calendar",
    "ContactFact",
    "ContactLevel",
    "Encounter",
    "LeavingFact",
    "LitmusFact",
    "MeetingFact",
    "OpeningFact",
    "OwnerTouches",
    "Portfolio",
    "PromiseFact",
    "RemarkFact",
    "RescueFact",
    "Rhythm",
    "Role",
    "StaffingFact",
    "StepFact",
    "TouchFact",
    "TraitFact",
    "UnlearnedFact",
    "ViewFact",
    "WinbackFact",
    "WishFact",
    "WorryFact",
    "share_shorter",
    "usual_gap",
]

ENCOUNTERS = 12


@dataclass(frozen=True, slots=True)
class ContactFact:
    """A person at the client, as the rules see them. Instants are aware UTC."""

    id: str
    name: str
    title: str
    level: ContactLevel
    roles: tuple[str, ...]
    can_hire_or_fire: bool
    known_since: datetime
    left_at: datetime | None = None
    last_met_at: datetime | None = None
    last_told_at: datetime | None = None  # of indirect contacts: the last touch with them in which we said something
    # of who can hire or fire: people of ours who spoke with them within the policy's window -> when last
    tied_to: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TouchFact:
    """One touch, as far as a sentence needs it."""

    id: str
    kind: Kind
    direction: Direction
    occurred_at: datetime
    logged_by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Encounter:
    """One time that they were in touch: a touch that resets the contact clock."""

    id: str
    kind: Kind
    occurred_at: datetime
    temperature: int | None  # -2 to 2
    clients: int  # how many contacts were named in it
    met: bool  # it counts as met
    signs: tuple[str, ...] = ()  # of warning, that somebody of ours saw: bot.policy.Sign


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A next meeting that somebody put on record. `kept`: a touch that counts as met came on or after it."""

    id: str
    planned_on: date
    kept: bool = False


@dataclass(frozen=True, slots=True)
class RemarkFact:
    """Something the client said that waits for an answer. `said_by` and `reported_by` are names, or ""."""

    id: str
    text: str
    said_by: str
    reported_by: str
    reported_at: datetime
    due_on: date
    is_big: bool = False
    owner_id: str | None = None  # who is to answer it
    contact_id: str | None = None  # who of theirs said it


@dataclass(frozen=True, slots=True)
class RescueFact:
    """A rescue under way. `opened_by` is a name, or "". Instants are aware UTC.

    `reached_at`: when they spoke with us first since it was opened, and in which touch; `attempts` are until then.
    """

    id: str
    why: str
    words: str  # the client's own, or ""
    opened_by: str
    opened_at: datetime
    lead_id: str | None = None
    reached_at: datetime | None = None
    reached_by: str | None = None
    attempts: int = 0
    reviewed_at: datetime | None = None
    next_step: str = ""  # as the last review has it


@dataclass(frozen=True, slots=True)
class StepFact:
    """A step of an open plan that waits to be done. `plan` is the plan's title; `due_on` None: it has no day."""

    id: str
    plan_id: str
    plan: str
    playbook: str
    text: str
    kind: str
    opened_at: datetime  # when the plan was laid
    due_on: date | None = None
    owner_id: str | None = None
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class OpeningFact:
    """What could grow: `referral` or `upsell`. `noted_by` is a name, or ""."""

    id: str
    kind: str
    text: str
    ask_on: date
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class WinbackFact:
    """What is to become of a client who left; `wanted` is None until that is decided, `next_on` the day to ask."""

    id: str
    decide_by: date
    wanted: bool | None
    next_on: date | None
    must_change: str
    keeper_id: str | None
    opened_at: datetime


class OwnerTouches(NamedTuple):
    """Where one person's attention went within the policy's window."""

    touches: int
    accounts: int  # how many accounts they fell on
    top_account_id: str  # the one that had most of them
    top_touches: int

    @classmethod
    def of(cls, by_account: Iterable[tuple[int, str]]) -> OwnerTouches:
        """From how many touches fell on each account, at least one; of equals, the first by id is the top one."""
        counted = list(by_account)
        most, top = min(counted, key=lambda told: (-told[0], told[1]))
        return cls(sum(touches for touches, _ in counted), len(counted), top, most)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a rule must know of the whole workspace; refitted nightly and after imports, kept on the workspace."""

    value_minor: dict[str, int] = field(default_factory=dict)  # currency -> sum of annual values of living accounts
    valued_accounts: dict[str, int] = field(default_factory=dict)  # currency -> how many accounts have a value
    owner_touches: dict[str, OwnerTouches] = field(default_factory=dict)  # by person
    usual_log_gap: float = FALLBACK  # bot.rhythm.prior of its accounts


@dataclass(frozen=True)
class AccountFacts:
    """One account at one moment. Instants are aware UTC; `calendar` knows days that do not count."""

    team_id: str
    id: str
    name: str
    tier: Tier
    status: Status
    started_at: datetime  # client since, or the day it was added: measured from here when nothing was logged
    added_at: datetime
    calendar: Calendar
    client_since: date | None = None
    owner_id: str | None = None
    backup_id: str | None = None
    sponsor_id: str | None = None
    cadence_days: int | None = None  # "we said monthly"
    annual_value_minor: int | None = None
    annual_profit_minor: int | None = None
    currency: str | None = None
    paused_until: date | None = None
    last_contact_at: datetime | None = None  # the last touch that resets the contact clock
    last_contact_id: str | None = None  # that touch
    last_reach_at: datetime | None = None  # the last touch that resets the reach clock
    last_reach_id: str | None = None
    last_thanks_at: datetime | None = None  # the last touch that resets the thanks clock
    last_thanks_id: str | None = None
    last_touch: TouchFact | None = None  # the last of any kind but internal notes
    attempts_since_contact: int = 0
    rhythm: Rhythm | None = None  # of the days of contact
    encounters: tuple[Encounter, ...] = ()  # the newest, at most ENCOUNTERS, oldest first
    last_unhappy_at: datetime | None = None  # the last touch with a temperature below 0
    last_remark_at: datetime | None = None  # when something that they said was passed on last
    contacts: tuple[ContactFact, ...] = ()
    # people of ours who met the client within the policy's window -> when last
    known_by: dict[str, datetime] = field(default_factory=dict)
    meetings: tuple[MeetingFact, ...] = ()  # by planned_on; past ones only back to the last that was kept
    remarks: tuple[RemarkFact, ...] = ()  # open ones, by reported_at
    litmus_tests: tuple[LitmusFact, ...] = ()  # the open one and the last that was closed, by opened_at
    litmus_views: tuple[ViewFact, ...] = ()  # those that are waited for, by person
    worries: tuple[WorryFact, ...] = ()  # that stand, by said_at
    promises: tuple[PromiseFact, ...] = ()  # open ones, by due_on
    broken: tuple[PromiseFact, ...] = ()  # promises of both sides that were broken, by broken_on
    wishes: tuple[WishFact, ...] = ()  # open ones, by due_on
    breakdowns: tuple[BreakdownFact, ...] = ()  # not verified yet, by reported_at
    rescues: tuple[RescueFact, ...] = ()  # under way: one at the most
    leaving: tuple[LeavingFact, ...] = ()  # that they go, as they said: one at the most
    audits: tuple[AuditFact, ...] = ()  # of losses, not done yet
    unlearned: tuple[UnlearnedFact, ...] = ()  # of audits that are done
    steps: tuple[StepFact, ...] = ()  # open ones, by due_on
    staffing: tuple[StaffingFact, ...] = ()  # every change of owner, by changed_at
    traits: tuple[TraitFact, ...] = ()  # with a day, by it
    openings: tuple[OpeningFact, ...] = ()  # that wait, by ask_on
    winbacks: tuple[WinbackFact, ...] = ()  # open: one at the most
    portfolio: Portfolio = Portfolio()

    @property
    def watched(self) -> bool:
        """Whether clocks run at all: an account that is lost is left in peace."""
        return self.status is not Status.LOST

    def there(self, contact_id: str | None) -> str | None:
        """The id of a contact who has not left; None of anybody else."""
        return next((one.id for one in self.contacts if one.id == contact_id and one.left_at is None), None)

    def broken_since(self, day: date, *, ours: bool = True) -> tuple[PromiseFact, ...]:
        """The promises of ours (or theirs) that were broken on a day or later, oldest first."""
        return tuple(one for one in self.broken if one.is_ours is ours and one.broken_on and one.broken_on >= day)

    def silence_reaching(self, score: float) -> int | None:
        """The whole days of silence after which the account's own rhythm reaches a score; None: it has no rhythm."""
        return days_until(self.rhythm, score, self.portfolio.usual_log_gap) if self.rhythm else None

    def covering_meeting(self, now: datetime) -> date | None:
        """The day of the next meeting on record; it covers until the first working day after it has begun."""
        days = (m.planned_on for m in self.meetings if self._open_after(m.planned_on) > now)
        return min(days, default=None)

    def covered_until(self, now: datetime) -> datetime | None:
        """When the next meeting on record no longer covers the account, if one does now (MISSION C11)."""
        planned_on = self.covering_meeting(now)
        return self._open_after(planned_on) if planned_on else None

    def _open_after(self, day: date) -> datetime:
        return self.calendar.opening(day + timedelta(days=1))
