"""What one person chooses for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.preferences import CHOICES, Event, Frequency, Preferences
from bot.views import inputs, kit, mrkdwn
from bot.views import preferences as asked_for
from bot.views.forms.settings import fields, groups

SETTINGS = "form.settings"
ABOUT = {
    Event.NUDGES: "Nudges about your accounts",
    Event.LEAD: "What you hear as a lead",
    Event.DIGEST: "The digest of those you lead",
}
HOW_OFTEN = {
    Frequency.DAILY: "each day",
    Frequency.WEEKLY: "weekly, on the first morning of the week",
    Frequency.MONTHLY: "monthly: only the report",
    Frequency.NEVER: "never",
}
_NEVER_LOST = "What you do not hear goes to your backup, else your lead, else the channel, and it is said why."


@dataclass(frozen=True)
class PersonalForm:
    """What is set. `office_hour` and `office_days` are the workspace's; `admins`: who changes the workspace's."""

    preferences: Preferences
    working_days: Sequence[int] | None
    office_hour: int
    office_days: Sequence[int]
    lead_id: str | None = None
    away_from: date | None = None
    away_until: date | None = None
    is_admin: bool = False
    admins: Sequence[str] = ()


def settings(form: PersonalForm) -> dict[str, Any]:
    """The reader's own settings; below them the way to the workspace's."""
    asked = form.preferences
    blocks = [
        fields.hour(
            "hour", "Your message of the day comes at", asked.daily_hour,
            otherwise=f"{form.office_hour}:00, as for everybody",
        ),
        fields.weekdays(
            "days", "You work on", tuple(form.working_days or ()),
            f"Leave it empty to work as everybody does: {asked_for.days(form.office_days)}.", optional=True,
        ),
        *(_how_often(event, asked) for event in Event),
        inputs.day(
            "muted_until", "Leave me in peace until", asked.muted_until,
            hint=f"That day included. Empty it to hear of everything again. {_NEVER_LOST}", optional=True,
        ),
        inputs.day("away_from", "You are away from", form.away_from, optional=True),
        inputs.day("away_until", "Until, that day included", form.away_until, optional=True),
        inputs.person(
            "lead", "Your lead", form.lead_id, hint="Hears what is critical, or lies untouched.", optional=True
        ),
        *_workspace(form),
    ]  # fmt: skip
    return inputs.modal("Settings", SETTINGS, "Save", blocks)


def field_of(event: Event) -> str:
    """The field that asks how often something comes."""
    return f"hear_{event}"


def _how_often(event: Event, asked: Preferences) -> Block:
    options = {often.value: HOW_OFTEN[often] for often in CHOICES[event]}
    hint = _NEVER_LOST if event is Event.NUDGES else ""
    return inputs.choice(field_of(event), ABOUT[event], options, asked.how_often(event).value, hint=hint)


def _workspace(form: PersonalForm) -> list[Block]:
    if form.is_admin:
        return [kit.divider(), groups.menu()]
    admins = mrkdwn.listing([mrkdwn.person(admin) for admin in form.admins], 5)
    who = f" They are changed by {admins}." if admins else ""
    return [kit.context(f"The workspace's settings: {mrkdwn.code('/client settings')}.{who}")]
