"""What people read for the words that tables store."""

from __future__ import annotations

from bot.policy import Direction, Kind, Level, Sign, Status, Tier
from bot.titles import ContactLevel, Role

SHAPES = {Level.EARLY: "○", Level.DUE: "◐", Level.CRITICAL: "●"}
CALM = "✓ calm"
SNOOZED = "☾ snoozed"

KINDS = {
    Kind.CALL: "call",
    Kind.MEETING: "meeting",
    Kind.VISIT: "visit",
    Kind.VIDEO: "video call",
    Kind.MEAL: "meal",
    Kind.EMAIL: "e-mail",
    Kind.MESSAGE: "message",
    Kind.EVENT: "event",
    Kind.THANKS: "thanks",
    Kind.DELIVERY: "delivery",
    Kind.ATTEMPT: "attempt",
    Kind.NOTE: "internal note",
}

DIRECTIONS = {
    Direction.TWO_WAY: "we spoke with each other",
    Direction.FROM_CLIENT: "from the client to us",
    Direction.TO_CLIENT: "from us to the client",
}

#: Of touches that nobody typed.
SOURCES = {
    "channel": "from a shared channel",
    "calendar": "from a calendar",
    "intake": "from another tool",
    "csv": "from a file",
}

TIERS = {
    Tier.KEY: "key",
    Tier.STANDARD: "standard",
    Tier.LIGHT: "light",
}

STATUSES = {
    Status.ACTIVE: "active",
    Status.RESCUE: "in rescue",
    Status.LEAVING: "leaving",
    Status.LOST: "lost",
    Status.PAUSED: "paused",
}

CONTACT_LEVELS = {
    ContactLevel.EXECUTIVE: "executive: VP, C-level, owner, partner",
    ContactLevel.MANAGER: "manager: manager, director, head",
    ContactLevel.INDIVIDUAL: "individual",
}

ROLES = {role: role.value.replace("-", " ") for role in Role}

RULES = {
    "meeting": "Next meeting",
    "audit": "Audit of a loss",
    "indirect": "Indirect contact",
    "remark": "Open remark",
    "broken": "Broken promise",
    "step": "Plan step",
    "senior": "Senior gap",
    "influence": "Web of influence",
    "staffing": "Change of owner",
    "occasion": "A day of theirs",
    "flagship": "Flagship dependence",
    "warmdown": "Warm-down",
    "signals": "Signals gather",
    "opening": "What could grow",
    "winback": "Win-back",
}

SIGNS = {
    Sign.EXPORTS: "ask for exports or access lists",
    Sign.SLOWER: "pay or answer more slowly",
    Sign.FEWER: "come in smaller numbers",
    Sign.DISENGAGED: "say “fine” and mean less",
    Sign.POSTPONED: "put off talk of renewal",
}

TEMPERATURES = {"2": "+2 delighted", "1": "+1 content", "0": "0 neutral", "-1": "-1 uneasy", "-2": "-2 upset"}


def level(reached: Level | None) -> str:
    """How loud, as a shape and a word; never as a colour alone."""
    return f"{SHAPES[reached]} {reached.value}" if reached else CALM


def rule(name: str) -> str:
    """A rule's name for people: "Single thread"."""
    return RULES.get(name, name.replace("_", " ").capitalize())
