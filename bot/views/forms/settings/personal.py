"""What one person chooses for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.preferences import CHOICES, Event, Frequency, Preferences
from bot.rules import RULES
from bot.views import inputs, kit, mrkdwn, words
from bot.views import preferences as asked_for
from bot.views.forms.settings import fields, groups

SETTINGS = "form.settings"
HOW_OFTEN = {
    Frequency.DAILY: "each day",
    Frequency.WEEKLY: "weekly, on the first morning of the week",
    Frequency.HOME: "on my Home alone, in no message",
    Frequency.MONTHLY: "monthly: only the report",
    Frequency.NEVER: "never",
}
OF_RULES = {
    Frequency.DAILY: "But of these you hear each day",
    Frequency.WEEKLY: "Of these weekly",
    Frequency.HOME: "Of these on your Home alone",
    Frequency.NEVER: "Of these never",
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
        *(_rules(often, asked) for often in OF_RULES),
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


def rules_field(often: Frequency) -> str:
    """The field for the rules that come so often."""
    return f"rules_{often}"


def twice(rule: str, often: Frequency) -> str:
    """What is wrong where a rule was chosen in two fields."""
    return f"{words.rule(rule)} stands above, too, in “{OF_RULES[often]}”. Leave it in one of the two."


def _how_often(event: Event, asked: Preferences) -> Block:
    options = {often.value: HOW_OFTEN[often] for often in CHOICES[event]}
    hint = f"{_NEVER_LOST} {asked_for.ON_HOME}" if event is Event.NUDGES else ""
    return inputs.choice(field_of(event), asked_for.ABOUT[event], options, asked.how_often(event).value, hint=hint)


def _rules(often: Frequency, asked: Preferences) -> Block:
    """The single rules that come so often, whatever was chosen above."""
    named = {rule: words.rule(rule) for rule in sorted(RULES, key=words.rule)}
    chosen = [rule for rule in named if asked.rules.get(rule) is often]
    hint = "The others come as you chose above, as an owner and as a lead." if often is Frequency.DAILY else ""
    return inputs.choices(rules_field(often), OF_RULES[often], named, chosen, hint=hint, optional=True)


def _workspace(form: PersonalForm) -> list[Block]:
    if form.is_admin:
        return [kit.divider(), groups.menu()]
    admins = mrkdwn.listing([mrkdwn.person(admin) for admin in form.admins], 5)
    who = f" They are changed by {admins}." if admins else ""
    return [kit.context(f"The workspace's settings: {mrkdwn.code('/client settings')}.{who}")]
