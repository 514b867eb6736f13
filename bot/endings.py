"""The words in which the end of an account is told (MISSION I1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

ABIDES = ("lost", "won_back")  # the states of a loss that came to pass


class LossReason(StrEnum):
    """Why a client left."""

    COMPETITOR = "competitor"
    OUTGREW = "outgrew"
    PERSONAL = "personal"
    FINANCES = "finances"
    PRICE = "price"
    DEADLINES = "deadlines"
    COMMUNICATION = "communication"
    FEELINGS = "feelings"
    STAFFING = "staffing"
    EXPERTISE = "expertise"
    BREAKDOWN = "breakdown"
    UNCARED = "uncared"
    TOO_BUSY = "too_busy"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How sure we are of a reason; the surest is the last."""

    SUSPECTED = "suspected"
    STATED = "stated"
    VERIFIED = "verified"


class ExitWay(StrEnum):
    """How they told us at the end."""

    CONVERSATION = "conversation"
    QUESTIONNAIRE = "questionnaire"


class Side(StrEnum):
    """On whose side something lay. No person stands on either."""

    OURS = "ours"
    THEIRS = "theirs"


class Part(StrEnum):
    """What we delivered is one thing, how we stood with them another."""

    DELIVERY = "delivery"
    RELATIONSHIP = "relationship"


class Reason(NamedTuple):
    """A reason, and how sure we are of it."""

    reason: LossReason
    confidence: Confidence


def was_heard(answers: Mapping[str, str] | None, words: str) -> bool:
    """Whether something of what they said at the end is kept; an exit interview without it is a date."""
    return bool(answers or words)


def surest(reasons: Iterable[Reason]) -> list[Reason]:
    """Each reason once, with the most that is known of it: the surest first, then as they were told."""
    told: dict[LossReason, Confidence] = {}
    sureness = list(Confidence)
    for reason, confidence in reasons:
        known = told.get(reason)
        told[reason] = max(filter(None, (known, confidence)), key=sureness.index)
    found = [Reason(reason, confidence) for reason, confidence in told.items()]
    return sorted(found, key=lambda one: -sureness.index(one.confidence))


def stored(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """Reasons as the table keeps them."""
    return [{"reason": one.reason.value, "confidence": one.confidence.value} for one in reasons]


def read(rows: Iterable[Mapping[str, str]]) -> list[Reason]:
    """Reasons as the table kept them."""
    return [Reason(LossReason(row["reason"]), Confidence(row["confidence"])) for row in rows]
