"""From a job title to a suggested level."""

from __future__ import annotations

from enum import StrEnum


class ContactLevel(StrEnum):
    """How senior a contact is at the client."""

    EXECUTIVE = "executive"
    MANAGER = "manager"
    INDIVIDUAL = "individual"


class Role(StrEnum):
    """What part a contact plays for us."""

    MAIN_CONTACT = "main-contact"
    DECISION_MAKER = "decision-maker"
    ECONOMIC_BUYER = "economic-buyer"
    EXECUTIVE_SPONSOR = "executive-sponsor"
    CHAMPION = "champion"
    INDIRECT = "indirect"
    BLOCKER = "blocker"


def suggest_level(title: str) -> ContactLevel:
    """The level that a title suggests. Replaced by a person's own choice wherever one was made."""
    raise NotImplementedError
