"""Where a relationship stands, in a few plain words: how a plan begins. Pure."""

from __future__ import annotations

from datetime import datetime

from bot.facts import AccountFacts, ContactLevel
from bot.rules.words import ago, on, several


def standing(facts: AccountFacts, now: datetime) -> str:
    """Whom we know there, whether we meet them, and when we spoke last."""
    return f"{'. '.join([_known(facts), _spoken(facts, now), _next(facts, now)])}."


def _known(facts: AccountFacts) -> str:
    here = [contact for contact in facts.contacts if contact.left_at is None]
    if not here:
        return "We know nobody there by name"
    senior = [contact for contact in here if contact.level is ContactLevel.EXECUTIVE]
    met = sum(contact.last_met_at is not None for contact in senior)
    told = f"{len(senior)} of them senior, {met or 'none'} met" if senior else "nobody senior"
    return f"We know {several(len(here), 'person', 'people')} there, {told}"


def _spoken(facts: AccountFacts, now: datetime) -> str:
    if facts.last_contact_at is None:
        return "We have not spoken with them yet"
    day = on(facts.calendar.day(facts.last_contact_at))
    return f"We spoke last on {day}, {ago(facts.calendar, facts.last_contact_at, now)}"


def _next(facts: AccountFacts, now: datetime) -> str:
    planned_on = facts.covering_meeting(now)
    return f"Next meeting on {on(planned_on)}" if planned_on else "No next meeting is on record"
