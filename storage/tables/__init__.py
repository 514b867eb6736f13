"""All tables, a file for each noun.

Every row carries its `team_id`, which leads every key and index but one (see `Clock`).
Words with a fixed choice are text with a CHECK; what they may be is decided in `bot.policy` and `bot.titles`, and a
test holds the two alike. Instants are aware UTC, days are local dates, money is integer minor units.
"""

from __future__ import annotations

from storage.tables.accounts import (
    STATUSES,
    TIERS,
    Account,
    AccountAlias,
    AccountChannel,
    AccountDomain,
    AccountHelper,
    Closure,
)
from storage.tables.breakdowns import BREAKDOWN_STATES, Breakdown
from storage.tables.clocks import LEVELS, MANNERS, Clock, Nudge, NudgeVote
from storage.tables.contacts import CONTACT_LEVELS, Contact, Newcomer
from storage.tables.homes import Home, HomeMark
from storage.tables.lessons import LESSON_STATES, LESSON_WAYS, Acknowledgement, Lesson, NeverAgain
from storage.tables.litmus import (
    BANDS,
    LITMUS_STATES,
    ROUND_KINDS,
    Campaign,
    LitmusTest,
    LitmusView,
    PulseAnswer,
    Worry,
)
from storage.tables.losses import EXIT_WAYS, LOSS_AUDIT_STATES, LOSS_STATES, Loss, LossAudit
from storage.tables.messages import HEARERS, MESSAGE_KINDS, MESSAGE_STATES, Message, MessageNudge
from storage.tables.openings import OPENING_KINDS, OPENING_STATES, Opening
from storage.tables.people import PERSON_ROLES, ErasedPerson, Person
from storage.tables.plans import DOCUMENT_KINDS, PLAN_STATES, STEP_KINDS, STEP_STATES, Document, Plan, Step
from storage.tables.promises import PROMISE_SIDES, PROMISE_STATES, Promise
from storage.tables.records import AUDIT_PERMITS, Audit, AuditPermit, Pulse, Request
from storage.tables.remarks import REMARK_STATES, Remark
from storage.tables.rescues import RESCUE_STATES, Rescue, RescueReview
from storage.tables.sources import IMPORT_NOUNS, IMPORT_STEPS, Calendar, Import, IntakeKey
from storage.tables.staffing import STAFFING_PLACES, StaffingChange
from storage.tables.touches import DIRECTIONS, KINDS, Meeting, Touch, TouchContact, TouchPerson
from storage.tables.traits import TRAIT_KINDS, Trait
from storage.tables.winbacks import WINBACK_STATES, Winback
from storage.tables.wishes import WISH_STATES, WISH_UNITS, Delivery, Wish
from storage.tables.workspaces import Installation, Workspace

__all__ = [
    "AUDIT_PERMITS",
    "BANDS",
    "BREAKDOWN_STATES",
    "CONTACT_LEVELS",
    "DIRECTIONS",
    "DOCUMENT_KINDS",
    "EXIT_WAYS",
    "HEARERS",
    "IMPORT_NOUNS",
    "IMPORT_STEPS",
    "KINDS",
    "LESSON_STATES",
    "LESSON_WAYS",
    "LEVELS",
    "LITMUS_STATES",
    "LOSS_AUDIT_STATES",
    "LOSS_STATES",
    "MANNERS",
    "MESSAGE_KINDS",
    "MESSAGE_STATES",
    "OPENING_KINDS",
    "OPENING_STATES",
    "PERSON_ROLES",
    "PLAN_STATES",
    "PROMISE_SIDES",
    "PROMISE_STATES",
    "REMARK_STATES",
    "RESCUE_STATES",
    "ROUND_KINDS",
    "STAFFING_PLACES",
    "STATUSES",
    "STEP_KINDS",
    "STEP_STATES",
    "TIERS",
    "TRAIT_KINDS",
    "WINBACK_STATES",
    "WISH_STATES",
    "WISH_UNITS",
    "Account",
    "AccountAlias",
    "AccountChannel",
    "AccountDomain",
    "AccountHelper",
    "Acknowledgement",
    "Audit",
    "AuditPermit",
    "Breakdown",
    "Calendar",
    "Campaign",
    "Clock",
    "Closure",
    "Contact",
    "Delivery",
    "Document",
    "ErasedPerson",
    "Home",
    "HomeMark",
    "Import",
    "Installation",
    "IntakeKey",
    "Lesson",
    "LitmusTest",
    "LitmusView",
    "Loss",
    "LossAudit",
    "Meeting",
    "Message",
    "MessageNudge",
    "NeverAgain",
    "Newcomer",
    "Nudge",
    "NudgeVote",
    "Opening",
    "Person",
    "Plan",
    "Promise",
    "Pulse",
    "PulseAnswer",
    "Remark",
    "Request",
    "Rescue",
    "RescueReview",
    "StaffingChange",
    "Step",
    "Touch",
    "TouchContact",
    "TouchPerson",
    "Trait",
    "Winback",
    "Wish",
    "Workspace",
    "Worry",
]
